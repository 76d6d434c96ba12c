"""What sells outright: ``contacts``, accounts and addresses to sell by, and ``offers``, whole sentences."""
