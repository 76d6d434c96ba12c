"""Which lines of a page are the article, and what kind of block each of them is."""
