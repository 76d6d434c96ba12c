"""A headline cut into pieces that are strewn over the article: ``find`` finds them, ``ends`` tells how long each is."""
