"""Time, credits and the other fields, each from the places on the page that state it.

To find your way in, read ``find`` (the order of the finders), then ``reach``: the few lines in which all of them look.

- times: ``dates`` chooses among those of ``shown_dates``, ``told_dates`` and ``last_dates``, which are
  ``date_candidates``; ``resolve`` settles what a time leaves open; ``datelines``
- credits: ``gather_credits`` fills the fields from ``credit_places``, which asks ``labelled_credits``, ``bare_names``,
  ``members`` and, on pages that are not Chinese, ``foreign_authors`` and ``desk_lines``
- lines above and below the headline: ``deck``, ``deck_by_place``, ``beside_headline``
- the rest: ``section`` (channel, keywords, address), ``images``, ``mirror``
- ``told_junk``: what no field may hold
"""
