"""Phrases in another script than the article's, which may quote such (``quoting``).

In a Chinese one: ``script`` with ``gaps`` and ``letters``, and ``names`` beside them; in any other: ``phrases`` and
``han_amid_letters``.
"""
