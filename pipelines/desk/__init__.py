"""The reading desk: Datasette on the database, with descriptions, search, questions, plots and an article page."""
