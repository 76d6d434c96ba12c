"""Who wrote a page that is not Chinese: ``By …`` near the headline, an author's link, a signature, a card."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from cleaners.lines.bylines import (
    MAX_BYLINE_CHARS,
    OPENS_BYLINE,
    is_no_person,
    is_signature,
    names_in,
    read_byline,
    read_labelled,
)
from cleaners.lines.credit import Credit, Found
from cleaners.lines.furniture import is_furniture
from cleaners.lines.names import names_nobody
from cleaners.lines.stamps import read_stamps
from cleaners.lines.title_tag import title_tag
from cleaners.metadata.bare_names import MAX_BARE_CHARS, NAMED_AUTHOR
from cleaners.page.box_names import group_bit, speaks_of
from cleaners.page.tags import HEADING_TAGS
from cleaners.page.walk import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from cleaners.metadata.reach import Reach


_LABEL_AHEAD = re.compile(r"[^\W\d_]{2,14}:\s?", re.IGNORECASE)
"""A label before the names of a line in such an element: Authors:"""


_PARTED = re.compile(r"\s[-–—|/•·]\s")
"""Between the writer's name and the outlet, the place or the day in one line."""

_NO_AUTHOR_AHEAD = re.compile(
    r"(?<!words and )(?<!text and )(?<!story and )(?<!written and )"
    r"(?:edited|published|reviewed|checked|curated|updated|compiled|styled|produced"
    r"|photograph(?:y|s|ed)|photos?|pictures|illustrat(?:ions?|ed)) by\s?:?\s?\Z",
    re.IGNORECASE,
)
"""Before the name of who only handled a text; Words and pictures by names its writer."""
_AHEAD_CHARS = 20
"""Characters before a name that such words take at most."""


_SIGNING = re.compile("[\u0400-\u04ff\u1ea0-\u1ef9\u0103\u0111\u01a1\u01b0]")
"""Letters of the languages whose papers set the writer's name below the text: Russian, Vietnamese and kin."""
_SIGNATURE_CHARS = 40
"""Longest name of a writer that stands by itself."""

_FOOT_LINES = 3
"""Last lines of the body in which a label may name the writer."""
_LABEL_BELOW_LINES = 2
"""Lines right behind the body in which one may: further on, other stories name theirs."""
_AUTHOR_ELEMENTS = (
    "[rel~=author], [itemprop~=author], [class*=author], [class*=byline], [class*=autor], [class*=writer]"
)
_MAX_AUTHOR_ELEMENTS = 6
"""Elements looked at: a page with more shows the writers of other stories."""
_AUTHOR_CARDS = "[class~=vcard][class*=author] .fn:not(.org)"
"""Where the systems of blogs mark the writer of an entry (hAtom), mostly below it; ``fn org`` names an organization."""
_CARD_WORD = re.compile(r"\A(?:(?:posted |written )?by|about|sobre|über) ", re.IGNORECASE)
_NO_CARD_NAME = re.compile(r"admin\Z|\A\d+\Z|@|\A(?:https?:|www\.)", re.IGNORECASE)
"""A site's own account, a count, an address."""
_CARD_DEPTH = 12
"""Elements around a card that may be called comments or other entries."""
_OF_OTHERS = group_bit("comment") | group_bit("related")
_NO_SIGNATURE = HEADING_TAGS | {"li", "td", "th", "dt", "dd"}
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|by|people|person|profiles?|staff|contributors?|writers?|reporters?|columnists?"
    r"|aut[eo]u?r[aes]{0,2}|autori|avtor|firmas?|yazar(?:lar)?|penulis|tac-gia|journalistes?|redakteure?|redaktion/autor)/"
)
_LATIN_BYLINE_LINES = 8
"""Lines behind the headline in which a byline stands; further on are cards of other stories."""


def signature_of(reach: Reach) -> tuple[str, ...]:
    """Who signs the text: a name and nothing else in the last line of the body, behind a sentence."""
    if len(reach.tail) < 2 or reach.tail[0].links or reach.tail[0].tag in _NO_SIGNATURE:
        return ()
    name, text = reach.tail[0].text, reach.tail[1].text
    signed = len(name) <= _SIGNATURE_CHARS and text[-1] in '.!?…»”"' and _SIGNING.search(text) is not None
    return (name,) if signed and is_signature(name) else ()


def labelled_below(reach: Reach) -> tuple[str, ...]:
    """Whom a label names in the text's last lines or right below it."""
    below = takewhile(lambda line: not (line.links or is_furniture(line.text)), reach.below[:_LABEL_BELOW_LINES])
    return next(filter(None, (read_labelled(line.text) for line in (*reach.tail[:_FOOT_LINES], *below))), ())


def in_author_element(reach: Reach) -> tuple[str, ...]:
    """The persons of an element amid a line near the headline that is called after authors: the last resort.

    Where it holds more than a name, its first text, or the second behind a label: pages part ``<span>By</span><a>Ann
    Moss</a><a>Sports Reporter</a>`` by their style alone.
    """
    if reach.page.tree is None:
        return ()
    lines = [line.text for line in (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES])]
    lines = [_packed(text) for text in lines if len(text) <= MAX_BYLINE_CHARS]
    for node in reach.page.tree.css(_AUTHOR_ELEMENTS)[:_MAX_AUTHOR_ELEMENTS] if lines else ():
        text = collapse(node.text())
        if not text or not any(_packed(text) in line for line in lines):
            continue
        pieces = [collapse(piece) for piece in node.text(separator="\n").split("\n") if piece.strip()]
        for piece in (text, *pieces[: 1 + _may_be_label(pieces[0])]):
            if len(piece) <= _SIGNATURE_CHARS and (names := read_byline(piece) or names_in(piece)):
                return names
    return ()


def _may_be_label(text: str) -> bool:
    """Whether a name may follow a text: By, Written by; hardly Share Article, Follow Us."""
    written = text.split()
    return len(written) == 1 or written[-1].islower()


def _packed(text: str) -> str:
    return "".join(text.split())


def on_card(reach: Reach) -> tuple[str, ...]:
    """The one writer, or account, that all cards of authors name, those of comments and other entries aside."""
    cards = reach.page.tree.css(_AUTHOR_CARDS)[:_MAX_AUTHOR_ELEMENTS] if reach.page.tree else ()
    texts = {collapse(node.text()) for node in cards if not _is_of_others(node)}
    names = {_CARD_WORD.sub("", text) for text in texts}
    name = names.pop() if len(names) == 1 else ""
    if name not in texts and name in (title_tag(reach.page) or ""):
        return ()  # About the site
    if names_nobody(name) or is_no_person(name) or _NO_CARD_NAME.search(name) or read_stamps(name):
        return ()
    return (name,) if 1 < len(name) <= _SIGNATURE_CHARS else ()


def _is_of_others(node: LexborNode) -> bool:
    """Whether an element stands among comments, beside the entry or in the list of other entries."""
    around: LexborNode | None = node
    for _ in range(_CARD_DEPTH):
        if around is None or around.tag == "body":
            break
        name = f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}".lower()
        if around.tag == "aside" or speaks_of(name, _OF_OTHERS):
            return True
        around = around.parent
    return False


def confirmed(reach: Reach, told: tuple[str, ...]) -> tuple[str, ...]:
    """The stated authors shown near the headline, for editors are stated as well; where none is, who signs there."""
    shown = "\n".join(line.text for line in (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES])).casefold()
    return tuple(name for name in told if _is_writer(name.casefold(), shown)) or _signed_by(reach)


def _is_writer(name: str, shown: str) -> bool:
    """Whether a name is shown anywhere but behind what another one did: Photography by, Reviewed by."""
    places = (match.start() for match in re.finditer(re.escape(name), shown))
    return any(not _NO_AUTHOR_AHEAD.search(shown, max(0, at - _AHEAD_CHARS), at) for at in places)


def _signed_by(reach: Reach) -> tuple[str, ...]:
    """The names of the first line near the headline that says ``By``, or the same in another language."""
    lines = (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES])
    for index, line in enumerate(lines):
        text = line.text
        if text.lower() in OPENS_BYLINE and index + 1 < len(lines):
            text = f"By {lines[index + 1].text}"
        if names := read_byline(text):
            linked = [line.text[start:end] for start, end, _ in line.links]
            return tuple(dict.fromkeys(_as_linked(name, linked) for name in names))
    return ()


def _as_linked(name: str, linked: Iterable[str]) -> str:
    """A name without the outlet behind it, where the link to the writer ends before that: By [Ann Moss] Hewan News."""
    return next((text for text in linked if name.startswith(f"{text} ") and names_in(text) == (text,)), name)


def called_author(reach: Reach) -> Iterator[Found]:
    """The names of the first line near the headline that links to an author or stands in an element called so."""
    for line in (*reach.above[:2], *reach.between[:_LATIN_BYLINE_LINES]):
        linked = [
            line.text[link.start : link.end]
            for link in line.links
            if _AUTHOR_HREF.search(link.href)
            and not _NO_AUTHOR_AHEAD.search(line.text, max(0, link.start - _AHEAD_CHARS), link.start)
        ]
        if not linked and len(line.text) <= MAX_BYLINE_CHARS and NAMED_AUTHOR.search(reach.page.boxes[line.box].name):
            text = line.text[label.end() if (label := _LABEL_AHEAD.match(line.text)) else 0 :]
            pieces = [piece for piece in _PARTED.split(text) if len(piece) <= MAX_BARE_CHARS * 2]
            outlet = (title_tag(reach.page) or "").replace(reach.title or "", "") if len(pieces) > 1 else ""
            linked = [piece for piece in pieces if names_in(piece) and piece not in outlet][:1]
        if names := tuple(dict.fromkeys(name for text in linked for name in names_in(text))):
            yield Found(Credit("author", names, " ".join(linked), 0, 0), line)
            return
