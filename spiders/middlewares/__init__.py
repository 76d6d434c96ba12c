"""What stands between a request and the network: scope, robots.txt, address guard, back-off, quiet logs."""
