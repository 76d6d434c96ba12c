"""Which line of a page is its headline.

To find your way in, read ``find``. It compares lines with what the page calls its article elsewhere (``names``): those
that are marked as a headline first (``marked``, ``signs``), then those that only their place tells (``unmarked``).
``joined`` takes off what hijackers joined to it.
"""
