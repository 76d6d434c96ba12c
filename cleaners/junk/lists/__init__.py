"""Lists of keywords.

``items`` finds lists of short items, ``keywords`` and ``heaps`` know those of keywords by their wording, ``evidence``
any by what else speaks, ``ends`` those behind a line of prose; ``bounds`` says how much is enough.
"""
