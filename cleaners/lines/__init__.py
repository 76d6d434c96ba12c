"""What one line of a page says by itself: a time, a name, an outlet, a credit, a trail, a prompt, running text.

Text in, values out; what a line says by its place is asked in the packages below.

- running text or not: ``prose``, ``punctuation``
- times: ``stamps`` (with ``clocks``, ``calendars``, ``distances``), ``time_labels`` (of what a time is), ``url_days``
- people and outlets: ``names``, ``sources``
- credits: ``credit`` (the value), ``credits`` (with ``credit_labels``), ``credit_lines``, ``paragraph_credits``;
  ``bylines`` for pages that are not Chinese; ``seams`` parts a byline where its elements meet
- headline and channel: ``title_tag``, ``trail``
- what speaks to the visitor: ``furniture`` (with ``furniture_forms``), ``notices``, ``statements``, ``stand_ins``
"""
