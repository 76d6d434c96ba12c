"""HTML source to a page as values: its lines, the boxes they stand in, what is hidden. Knows nothing of articles.

- the value: ``model``
- the way there: ``parse``, then ``walk``; ``tags`` says what elements do, ``streamed`` and ``scripted`` what scripts
  make of the source
- what is hidden: ``sheets`` reads the rules, ``declarations`` (with ``colors``) what a style does; ``hidden`` judges an
  element by both, ``marks`` looks up those concerned
- read from pages later: ``box_names`` (what an element's name says), ``shown_escapes``
"""
