"""What hijackers put into a page: the four steps that cut it, and the finders they ask.

Steps: ``hidden_text``, ``whole_lines``, ``lists_in_body`` and ``inline``; after the first two ``rejoin`` joins the
halves of a paragraph.

Lists, asked by the first three: ``item_lists`` finds them, ``keyword_lines`` and ``heaps`` know those of keywords by
their wording, ``list_evidence`` any by what else speaks, ``list_ends`` those behind a line of prose; ``list_bounds``
says how much is enough.

Inside lines, asked by ``inline`` in turn, told a ``scene``, answering in ``spans`` and chances (``chances``):

- a headline in pieces: ``shred``, ``shred_ends``;
- phrases between sentences: ``between_sentences`` with ``phrase_candidates``, ``phrase_weights``, ``row_shapes`` and
  ``named_items``; at the head of paragraphs ``paragraph_heads``; by themselves beside a sentence ``set_apart``; as
  lines ``lone_lines``; anywhere ``recurring``; words of their templates ``template_words``;
- phrases in another script: ``foreign_script`` with ``foreign_gaps``, ``foreign_letters`` and ``foreign_names``; in
  articles that are not Chinese ``strange_phrases`` and ``han_amid_letters``;
- links, accounts and offers: ``strewn_links``, ``contacts``, ``offers``.

What an article speaks of and may therefore say: ``warning`` (what junk sells), ``quoting`` (languages).
"""
