"""HTML source to a ``Page``: its lines, the boxes they stand in, what is hidden. Decides nothing about the article."""
