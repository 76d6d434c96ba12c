"""What hijackers put into a page: the four steps that cut it, and the finders they ask."""
