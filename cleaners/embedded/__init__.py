"""What a page holds beside what it shows: meta elements and JSON-LD for machines, states and HTML for its scripts.

- fields: ``structured``
- the article's text: ``text`` chooses among that of ``states`` (with ``packed``, ``script_strings`` and
  ``state_texts``) and of ``held_html``; ``data_page`` makes a page of an answer that is nothing but data
"""
