"""What is kept: articles and visits to the database, and what is read from it.

To find your way in, read ``schema.sql``: every table and column with its meaning.

- a run's books: ``ledger``, ``frontier`` (what is asked for next), ``known_pages``, ``page_rows``, ``page_writer``,
  ``waiting_edits``, ``waiting_losses``, ``tally``; ``items``: what passes between spiders and here
- the store: ``store`` (a visit in, an outcome out), ``saving``, ``stored``, ``rows``, ``values``, ``recleaning``
- the decisions behind a row: ``compare``, ``copies``, ``hijacks``, ``redating``, ``likeness``
- what is derived from articles: ``derived``, ``search_index``, ``stories``, ``bands``, ``places``, ``divisions``
- the file itself: ``connection``, ``transaction``, ``batch``, ``migrations``, ``dictionary``, ``soundness``
- what people read: ``search``, ``query``, ``ranking``, ``folding``, ``filters``, ``names``, ``summary``, ``health``,
  ``junk``, ``desk``; ``export`` with ``atom``, ``markdown`` and ``whole``
"""
