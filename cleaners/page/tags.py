"""Elements of HTML by what they do to a line of text, to a parser or to a reader."""

from __future__ import annotations

BLOCK_TAGS = frozenset(
    "article aside blockquote body caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin and end a line and are a box of their own."""

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
TOP_HEADING_TAGS = frozenset("h1 h2 h3".split())
"""Headings that may be an article's, or stand right beside its own; deeper ones are parts of something."""

BREAK_TAGS = frozenset("address br center details dialog dir hgroup hr legend listing menu search summary".split())
"""Elements that begin a line but are no box: decoys among them would nest the rest of the page in themselves."""

UNREAD_TAGS = frozenset(
    "script style noscript template svg iframe object select textarea button noframes canvas".split()
)
"""Elements whose text no reader sees as text."""

SWALLOWING_TAGS = frozenset({"noframes", "noembed", "xmp", "plaintext"})
"""Obsolete elements that turn all that follows into raw text until they are closed."""

UNSHOWN_TAGS = frozenset("audio datalist dialog meter noembed progress video".split())
"""Elements whose text browsers do not show. Decoys are among them, often left open."""

SET_APART_TAGS = frozenset("h1 h2 h3 h4 h5 h6 td th caption figcaption dt".split())
"""Elements that sites set in white on a ground of their own, of which a sheet elsewhere may speak."""

DRESSING_TAGS = frozenset("font marquee".split())
"""Elements that are hidden, or in white letters, by other attributes than those for styles."""

ODD_TAGS = frozenset("abbr acronym bdo big cite del dfn font ins kbd q ruby samp strike sub sup tt u var".split())
"""Elements that a page may hide by their name alone; of others, such a rule means those in some place."""

PLAIN_TAGS = frozenset(
    "a address article aside audio b blockquote body br button canvas caption center code col colgroup data datalist "
    "dd details dialog div dl dt em embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hr html i iframe img input label legend li link main map mark marquee menu meta meter nav noscript object "
    "ol optgroup option output p param picture pre progress s script search section select slot small source span "
    "strong style summary svg table tbody td template textarea tfoot th thead time title tr track ul video wbr".split()
)
"""The other elements of HTML."""
