"""What hijackers put into a page: the four steps that cut it, and the packages of finders they ask.

Steps: ``hidden_text``, ``whole_lines``, ``lists_in_body`` and ``inline``; after the first two ``rejoin`` joins the
halves of a paragraph.

Finders are told a ``scene`` and answer in ``spans`` and ``chances``; what an article ``warning`` of junk may say is
asked by most. Their packages, each of which imports only those above it:

- ``lists``: lists of keywords, asked by the first three steps; the others are asked by ``inline`` in turn;
- ``shreds``: a headline in pieces;
- ``strewn``: Chinese phrases and links strewn over an article;
- ``foreign``: phrases in another script than the article's;
- ``selling``: accounts, addresses and offers.
"""
