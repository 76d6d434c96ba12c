"""What is kept: articles and visits to the database, and what is read from it.

To find your way in, read ``schema.sql``: every table and column with its meaning. Then

- ``ledger``: what the finished pages of a run change; ``store``: the only module that writes articles;
- ``frontier``: what is asked for next;
- ``compare``, ``likeness``, ``places``: the pure decisions behind a row;
- ``search``, ``export``, ``health``, ``desk``: what people read from it.
"""
