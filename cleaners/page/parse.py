"""HTML, or plain text, to a ``Page``: parsed once with Lexbor, the tree walked once (``walk``).

Before the walk stands what decides how the tree is read: elements that swallowed the page, tags that scripts write,
what the page's styles hide. What is body is not decided here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, create_tag

from cleaners.page.marks import Marks, find_marks
from cleaners.page.model import Box, Line, Page
from cleaners.page.scripted import (
    SHADOW_ROOT,
    hidden_by_script,
    title_for_readers,
    with_shadow_roots,
    with_written_tags,
    writes_hiding_tag,
)
from cleaners.page.sheets import find_hiding
from cleaners.page.streamed import find_holes, place_parts
from cleaners.page.tags import DRESSING_TAGS, HEADING_TAGS, SWALLOWING_TAGS, UNREAD_TAGS, UNSHOWN_TAGS
from cleaners.page.walk import Walk, collapse
from cleaners.text.about import is_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborNode

    from cleaners.site import Site


MAX_TITLE_CHARS = 2_000
"""Characters of ``<title>`` that are read: each line is held against each of its parts. The longest of 1,434 annotated
pages has 333."""

_SPECIAL = {
    create_tag(tag).tag_id: tag
    for tag in (*UNREAD_TAGS, *SWALLOWING_TAGS, *UNSHOWN_TAGS, *DRESSING_TAGS, "meta", "link")
}
"""The elements that are looked at before the walk, by Lexbor's number for their tag."""
_Special = list[tuple[str, "LexborNode"]]
"""Those of one page with their tags, in document order."""

_SWALLOWED_MIN = 200
"""Characters in such an element that are taken for swallowed page. Honest ones hold a sentence at most."""

_STATING = "time,abbr,[itemprop],span[property],div[property]"
"""CSS selector of the elements that state something for machines."""
_ASKED = ("?", "？", "؟")
_MIN_ASKED_CHARS = 6
"""Shortest question; help? and 登录？ are what a button of the page's own says."""
_MIN_QUESTIONS = 2
"""Different questions that make an accordion: a page's own button may ask once whether one needs help."""
_SWALLOWING = re.compile(r"</?(?:noframes|noembed|xmp|plaintext)\b[^<>]{0,500}>", re.IGNORECASE)
_OWN_SHARE = 0.5
"""Share of the units of a page's own title that its sentences have (``is_about``): those of companies have some of an
advertisement's (中国, 有限公司, 官网)."""
_MAX_VEILS = 3
"""Elements inside each other that hide the article until scripts have run."""


def title_text(node: LexborNode | None) -> str | None:
    """Text of a ``<title>`` element, the first ``MAX_TITLE_CHARS`` of it; None where it says nothing."""
    return collapse(node.text())[:MAX_TITLE_CHARS] or None if node else None


def parse_page(source: str, url: str | None, site: Site | None = None) -> Page:
    """Parse HTML into a Page. Total: any text gives a page, at worst one without lines. Linear in its length.

    Of ``site`` only the selectors of its body and of what it strips are used: they mark boxes.
    """
    source, tree, special, scripts = _as_browsers_read(source)
    root, title = tree.root, title_text(tree.css_first("head > title"))
    meta = _read_meta([node for tag, node in special if tag == "meta"])
    json_ld = tuple(text for text, kind in scripts.items() if kind == "application/ld+json")
    styles = [node.text() for tag, node in special if tag == "style"]
    suspects = [node for tag, node in special if tag in UNSHOWN_TAGS or tag in DRESSING_TAGS]
    marks = find_marks(tree, suspects, find_hiding(styles), hidden_by_script(tuple(scripts), source), source, site)
    asked = {node.mem_id for node in _find_questions([node for tag, node in special if tag == "button"])}
    for tag, node in reversed(special):  # what stands inside another goes first
        if tag in UNREAD_TAGS and node.mem_id not in asked:
            node.decompose()
    walk = _walk(tree.body, marks)
    readers_title = title_for_readers(tuple(scripts))
    swapped = readers_title is not None and not _is_own(title, walk.lines)
    return Page(
        url=url,
        lines=tuple(walk.lines),
        boxes=tuple(walk.boxes),
        images=tuple(walk.images),
        title_tag=readers_title if swapped else title,
        robots_title=title if swapped else None,
        meta=meta,
        json_ld=json_ld,
        canonical=_find_canonical([node for tag, node in special if tag == "link"]),
        lang=root.attributes.get("lang") if root else None,
        stating=tuple(tree.css(_STATING)),
        tree=tree,
        source=source,
    )


def _as_browsers_read(source: str) -> tuple[str, LexborHTMLParser, _Special, dict[str, str | None]]:
    """The source with its shadow roots open, its tree with all parts in their places, special elements and scripts."""
    tree, special = _parse(source)
    if any(tag == "template" and SHADOW_ROOT in node.attributes for tag, node in special):
        source = with_shadow_roots(source)
        tree, special = _parse(source)
    scripts = _read_scripts(special)
    if any(map(writes_hiding_tag, scripts)):
        tree, special = _parse(with_written_tags(source))
    if holes := find_holes([node for tag, node in special if tag == "template"]):
        place_parts(tree, holes, scripts)
        special = _find_special(tree)
    return source, tree, special, scripts


def _find_questions(buttons: Sequence[LexborNode]) -> list[LexborNode]:
    """The buttons of a page that are questions of an accordion."""
    asked = list(filter(_is_question, buttons))
    return asked if len({button.text().strip() for button in asked}) >= _MIN_QUESTIONS else []


def _is_question(button: LexborNode) -> bool:
    """Whether a button is a question at which its answer unfolds: it states whether that is open, or is in a heading.

    Both are WAI-ARIA's pattern of an accordion; the buttons of menus state the first as well, and ask nothing.
    """
    if "aria-expanded" not in button.attributes and (button.parent is None or button.parent.tag not in HEADING_TAGS):
        return False
    text = button.text().strip()
    return len(text) >= _MIN_ASKED_CHARS and text.endswith(_ASKED)


def _parse(source: str) -> tuple[LexborHTMLParser, _Special]:
    """The tree of ``source``; where an obsolete element swallowed the page, that of the source without such tags."""
    tree = LexborHTMLParser(source)
    special = _find_special(tree)
    if any(tag in SWALLOWING_TAGS and len(node.text()) > _SWALLOWED_MIN for tag, node in special):
        tree = LexborHTMLParser(_SWALLOWING.sub("", source))
        special = _find_special(tree)
    return tree, special


def _find_special(tree: LexborHTMLParser) -> _Special:
    """One pass over the tree for all of them: half the time of a selector with so many names."""
    nodes = tree.root.traverse() if tree.root else ()
    return [(tag, node) for node in nodes if (tag := _SPECIAL.get(node.tag_id))]


def _is_own(title: str | None, lines: Sequence[Line]) -> bool:
    """Whether the page's sentences speak of what its title says: it was not swapped for that of a hijacker."""
    sentences = "".join(line.text for line in lines if "。" in line.text)
    return title is not None and is_about(title, sentences.casefold(), _OWN_SHARE)


def _read_scripts(special: _Special) -> dict[str, str | None]:
    """Text of each script that has one, and its type; most scripts are files of their own."""
    return {text: node.attributes.get("type") for tag, node in special if tag == "script" and (text := node.text())}


def _walk(body: LexborNode | None, marks: Marks) -> Walk:
    """Read the page; once more where elements that its styles hide hold most of its prose: they count as shown then.

    Such pages show their text by script once they are loaded. No page hides its article for good. What is hidden inside
    such an element stays hidden. A body in whose place a frameset came (HTML, "in body") stands in no tree.
    """
    walk = Walk(marks)
    if body is not None and body.parent is not None:
        walk.read(body)
        for _ in range(_MAX_VEILS):
            veils = walk.find_veils()
            if not veils:
                break
            marks = marks._replace(hidden=marks.hidden - veils)
            walk = Walk(marks)
            walk.read(body)
    return walk


def text_page(text: str, url: str | None = None) -> Page:
    """A page of plain text: each non-empty line is a paragraph."""
    lines = tuple(Line(line, "p", 0) for line in map(collapse, text.splitlines()) if line)
    return Page(url=url, lines=lines, boxes=(Box(-1, "body", ""),))


def _read_meta(nodes: Iterable[LexborNode]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in nodes:
        attributes = node.attributes
        content = attributes.get("content")
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name and content and content.strip():
            meta.setdefault(name.strip().lower(), content.strip())
    return meta


def _find_canonical(links: Iterable[LexborNode]) -> str | None:
    """Where the first link that calls itself canonical leads, as written."""
    for attributes in (node.attributes for node in links):
        if "canonical" in (attributes.get("rel") or "").lower().split():
            return attributes.get("href")
    return None
