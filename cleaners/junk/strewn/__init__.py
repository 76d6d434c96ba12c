"""Chinese phrases and links strewn over an article, by where they stand.

- Between two sentences: ``between_sentences`` with ``candidates``, ``weights``, ``row_shapes`` and ``named_items``,
  but for what leads up to an address (``addresses``);
- at the head of paragraphs: ``paragraph_heads``;
- by themselves beside a sentence: ``set_apart``; as lines: ``lone_lines``;
- anywhere: ``recurring``, ``links``, and words of the hijackers' templates (``template_words``).
"""
