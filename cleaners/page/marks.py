"""Which elements of a page need a second look in the walk: the unseen ones, and those that its site's profile names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import SelectolaxError

from cleaners.page.declarations import HIDDEN, PALE, SPOKEN
from cleaners.page.hidden import UNSEEN_CLASSES
from cleaners.page.tags import BLOCK_TAGS, SET_APART_TAGS, UNSHOWN_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaners.page.hidden import Hiding
    from cleaners.site import Site

_PAGE_PART = "p,br,div,td,li"
"""Selector of what the rest of the page has and a decoy has not."""
_MAX_PALE = 500
"""Elements with white letters whose ground is looked for."""
_GROUND_LEVELS = 40
"""Elements around each that are looked at for it."""
_SIMPLE_NAME = re.compile(r"[.#][A-Za-z][\w-]{0,80}\Z", re.ASCII)
_MAX_SELECTORS = 12
"""Names that one look-up may hold before it is quicker to look at every element with a class."""
_MAY_HIDE = ("[style]", "[hidden]")
"""Selectors of what may be hidden without any rule."""
_MAY_BE_SPOKEN = tuple(f".{name}" for name in sorted(UNSEEN_CLASSES))


class Marks(NamedTuple):
    """Which elements need a second look, by id; few elements of few pages do."""

    hidden: frozenset[int]
    """A style hides them, or keeps them for screen readers."""
    spoken: frozenset[int]
    """Those of them that are kept for screen readers."""
    pale: frozenset[int]
    """Their letters are white, and nothing around them has a ground of another colour that the page states."""
    wanted: frozenset[int]
    """The site's own selector for the body finds them."""
    stripped: frozenset[int]
    """The site's own selectors for what to strip find them."""


def find_marks(
    tree: LexborHTMLParser,
    suspects: Sequence[LexborNode],
    hiding: Hiding,
    scripted: Sequence[str],
    source: str,
    site: Site | None,
) -> Marks:
    """Find them in a tree from which nothing was taken yet.

    ``suspects``: elements that hide by their tag, or by attributes older than styles. ``scripted``: selectors of those
    that scripts hide. ``source``: the HTML that the tree was made of. ``site``: None for a page without a profile.
    """
    left_open = _left_open({node.tag or "" for node in suspects} & UNSHOWN_TAGS, source)
    hidden, spoken, pale = _find_unseen([*tree.css(_suspects_selector(hiding)), *suspects], hiding, left_open)
    hidden |= _select(tree, (*hiding.selectors, *scripted))
    if site is None:
        return Marks(hidden, spoken, pale, frozenset(), frozenset())
    body = (site.selectors or {}).get("body")
    return Marks(hidden, spoken, pale, _select(tree, (body,) if body else ()), _select(tree, site.strip))


def _left_open(tags: Iterable[str], source: str) -> frozenset[str]:
    """Those of the tags that the page opens more often than it closes them: the rest of it may stand inside one."""
    return frozenset(
        tag
        for tag in tags
        if len(re.findall(f"<{tag}\\b", source, re.IGNORECASE)) > len(re.findall(f"</{tag}\\b", source, re.IGNORECASE))
    )


def _find_unseen(
    suspects: Iterable[LexborNode], hiding: Hiding, left_open: frozenset[str]
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Ids of those elements that their attributes or the page's rules hide, of the spoken ones, of those in white."""
    hidden: list[int] = []
    spoken: list[int] = []
    pale: list[LexborNode] = []
    for node in suspects:
        tag, attributes = node.tag or "", node.attributes
        sight = hiding.sight(tag, attributes)
        unshown = tag in UNSHOWN_TAGS and "open" not in attributes
        if (unshown and not (tag in left_open and node.css_first(_PAGE_PART))) or sight is HIDDEN:
            hidden.append(node.mem_id)
        elif sight is SPOKEN:
            spoken.append(node.mem_id)
        elif sight is PALE:
            pale.append(node)
    white = frozenset(node.mem_id for node in pale[:_MAX_PALE] if not _may_have_ground(node, hiding))
    return frozenset((*hidden, *spoken)), frozenset(spoken), white


def _may_have_ground(node: LexborNode, hiding: Hiding) -> bool:
    """Whether an element or one around it states a ground on which white letters are seen, or is likely to have one."""
    tag, attributes = node.tag, node.attributes
    names, id_ = (attributes.get("class") or "").split(), attributes.get("id") or ""
    if tag in SET_APART_TAGS or (tag in BLOCK_TAGS and names and not hiding.is_pale_by_rule(names, id_)):
        return True
    around: LexborNode | None = node
    for _ in range(_GROUND_LEVELS):
        if around is None:
            return False
        if hiding.has_ground(around.attributes):
            return True
        around = around.parent
    return True


def _suspects_selector(hiding: Hiding) -> str:
    """CSS selector of the elements that ``hiding`` may hide."""
    keys = {(name, not c.classes) for name, compounds in hiding.compounds.items() for c in compounds}
    tags = sorted(name for name, is_tag in keys if is_tag)
    names = [f".{name}" for name in sorted(hiding.classes | {name for name, is_tag in keys if not is_tag})]
    names += [f"#{name}" for name in sorted(hiding.ids)]
    if len(names) + len(hiding.pale) <= _MAX_SELECTORS:
        names += sorted(hiding.pale)
    if len(names) > _MAX_SELECTORS or not all(map(_SIMPLE_NAME.match, names)):
        return ",".join((*_MAY_HIDE, *tags, "[class]", "[id]"))
    return ",".join((*_MAY_HIDE, *_MAY_BE_SPOKEN, *tags, *names))


def _select(tree: LexborHTMLParser, selectors: Sequence[str]) -> frozenset[int]:
    """Ids of the elements that any of the selectors finds; those that cannot be read find none."""
    if not selectors:
        return frozenset()
    try:
        return frozenset(node.mem_id for node in tree.css(",".join(selectors)))  # one pass over the tree
    except (SelectolaxError, ValueError):  # a profile's mistake is reported where profiles are checked
        return frozenset().union(*(_select(tree, (one,)) for one in selectors)) if len(selectors) > 1 else frozenset()
