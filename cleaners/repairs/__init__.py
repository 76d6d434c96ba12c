"""Repairs of a page's characters, one module each. Every module has ``find``: text -> how to mend it, or None.

A repair looks at the whole text once and decides; what it decides is a ``Mend`` that works on any part of the text too.
"""
