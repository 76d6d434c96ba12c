"""Which lines of a page are the article, and what kind of block each of them is.

To find your way in, read ``choose``: a fitted scorer says how likely each line is, and rules settle what it cannot see.

- what the scorer sees, a column each: ``features`` gathers them from ``character_columns``, ``line_phrases``,
  ``box_columns`` (with ``box_tree``) and ``told_columns`` (with ``topic``); ``scorer`` is the network
- what belongs together, or does not: ``parts``, ``filling`` (with ``wrapped`` and ``enclosures``), ``heading_series``,
  ``tables``, ``code_listings``, ``captions``, ``copies``
- what is left out of the box of the text: ``leads``, ``teasers``, ``cards``, ``next_articles``, ``strays``, ``asides``,
  ``left_code``; and at its ends ``head_lines``, ``edges``, ``last_headings``
- pages of another kind: ``last_resort`` (nothing looks like an article), ``plain_text`` (no boxes)
- ``kinds``: paragraph, heading, item, caption
"""
