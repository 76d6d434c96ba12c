"""Which line of a page is its headline."""
