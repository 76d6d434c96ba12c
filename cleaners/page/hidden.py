"""Which elements a page keeps from the reader: by their own attributes, or by the rules of its ``<style>``.

What is hidden is not yet junk: sites fold honest text away too. That is judged where lines are cut, by what the text
is. The rules are read in ``sheets``, what a style does in ``declarations``.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cleaners.page.colors import WHITE, is_lost_on, read_color
from cleaners.page.declarations import HIDDEN, PALE, SHOWN, SPOKEN, has_ground, sight_of
from cleaners.page.streamed import STREAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cleaners.page.declarations import Sight

_GROUND_NAME = re.compile(
    r"dark|black|night|inver[ts]|background|banner|overlay|button"
    r"|(?:^|[ _-])(?:bg(?:$|[ _-])|(?:tag|label|badge|hero|cover|mask|btn)(?:$|[ _-]))"
)
"""Parts of class names of elements to which a sheet elsewhere gives a ground, and of pages that are dark as a whole."""

UNSEEN_CLASSES = frozenset({
    "sr-only", "is-sr-only", "visually-hidden", "visuallyhidden", "is-visually-hidden", "u-visually-hidden",
    "screen-reader-text", "sharing-screen-reader-text", "screen-reader-only", "element-invisible",
})  # fmt: skip
"""Classes by which frameworks (Bootstrap, WordPress, Drupal, HTML5 Boilerplate) set text that only a screen reader
reads out: "opens in a new tab", "list of 2 items". Their sheets are files of their own: no rule on the page says so."""
_SEEN_AGAIN = "not-sr-only"
"""End of a class that shows such text on some screens."""

_MARQUEE_SIDE, _MARQUEE_SPEED = 10, 1_000
"""Pixels: a moving line with a side below the one, or steps of the other or more, cannot be read."""


class Compound(NamedTuple):
    """One element as a selector names it, such as ``span.x.y`` or ``#z``."""

    tag: str
    """Empty: any."""
    id: str
    """Empty: any."""
    classes: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Its classes and its id, as selectors write them."""
        return (*(f".{name}" for name in self.classes), *((f"#{self.id}",) if self.id else ()))


class Hiding(NamedTuple):
    """What hides elements on one page, by the rules of its own ``<style>``."""

    classes: frozenset[str] = frozenset()
    """Class names that alone are enough."""
    ids: frozenset[str] = frozenset()
    """Ids that alone are enough."""
    compounds: Mapping[str, Sequence[Compound]] = MappingProxyType({})
    """Elements that need more than one name, by one of their classes, or by their tag where they have none."""
    named: frozenset[str] = UNSEEN_CLASSES
    """All of the above by which an element is found, and :data:`UNSEEN_CLASSES`: one that has none is in sight."""
    selectors: tuple[str, ...] = ()
    """Selectors that name elements by other means; a parser's own look-up finds them."""
    doubtful: frozenset[str] = frozenset()
    """Names among ``classes`` (``.x``) and ``ids`` (``#x``) that count only if the sheet holds them once."""
    stands_once: Callable[[str], bool] = bool
    """Whether the sheet holds a name once. Asked when the name is met: few names of a sheet are met on the page."""
    pale: frozenset[str] = frozenset()
    """Names (``.x``, ``#x``) by which alone letters become white, if the sheet holds them once."""
    paints: Callable[[str], bool] = lambda _: False
    """Whether some rule with the name (``.x``, ``#x``) in it paints a ground."""

    def sight(self, tag: str, attributes: Mapping[str, str | None]) -> Sight:
        """What a reader sees of an element with these attributes."""
        if "hidden" in attributes:
            return SHOWN if (attributes.get("id") or "").startswith(STREAMED) else HIDDEN
        style = attributes.get("style")
        sight = sight_of(style) if style else SHOWN
        if sight is HIDDEN or (tag == "marquee" and _is_unreadable(attributes)):
            return HIDDEN
        names, id_ = (attributes.get("class") or "").split(), attributes.get("id") or ""
        if not self.named.isdisjoint((tag, id_, *names)):
            if self._is_named(tag, id_, names):
                return HIDDEN
            if not UNSEEN_CLASSES.isdisjoint(names) and not any(name.endswith(_SEEN_AGAIN) for name in names):
                return SHOWN if tag == "h1" else SPOKEN  # where a picture is the headline, it is told here
        if tag == "font" and (color := read_color((attributes.get("color") or "").lower())):
            sight = PALE if is_lost_on(color, WHITE) else sight
        return PALE if self.pale and self.is_pale_by_rule(names, id_) else sight

    def is_pale_by_rule(self, classes: Sequence[str], id_: str) -> bool:
        """Whether a rule for one of these names alone makes the letters white."""
        return any(map(self.stands_once, self.pale.intersection(_written_names(classes, id_))))

    def has_ground(self, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element with these attributes has a ground of its own, on which white letters are seen."""
        if "background" in attributes or has_ground(attributes.get("style") or ""):
            return True
        color = read_color((attributes.get("bgcolor") or "").lower())
        if color is not None:
            return not is_lost_on(WHITE, color)
        classes, id_ = attributes.get("class") or "", attributes.get("id") or ""
        if _GROUND_NAME.search(f"{classes} {id_}".lower()):
            return True
        return any(map(self.paints, _written_names(classes.split(), id_)))

    def _is_named(self, tag: str, id_: str, names: Sequence[str]) -> bool:
        """Whether one of the rules hides an element of this tag, id and classes."""
        if id_ in self.ids and self._holds(f"#{id_}"):
            return True
        if any(self._holds(f".{name}") for name in self.classes.intersection(names)):
            return True
        return any(_fits(each, tag, id_, names) for key in (tag, *names) for each in self.compounds.get(key, ()))

    def _holds(self, name: str) -> bool:
        return name not in self.doubtful or self.stands_once(name)


def _written_names(classes: Sequence[str], id_: str) -> list[str]:
    """Classes and id as selectors write them."""
    return [*(f".{name}" for name in classes), *((f"#{id_}",) if id_ else ())]


def _is_unreadable(attributes: Mapping[str, str | None]) -> bool:
    """Whether a moving line is too small or too quick to be read."""
    sides = ((attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height"))
    speed = (attributes.get("scrollamount") or "").strip()
    small = any(side.isdecimal() and int(side[:6]) <= _MARQUEE_SIDE for side in sides)
    style = f"{attributes.get('style') or ''};overflow:hidden"
    return small or (speed.isdecimal() and int(speed[:6]) >= _MARQUEE_SPEED) or sight_of(style) is HIDDEN


def _fits(compound: Compound, tag: str, id_: str, names: Sequence[str]) -> bool:
    return (
        (not compound.tag or compound.tag == tag)
        and (not compound.id or compound.id == id_)
        and compound.classes.issubset(names)
    )
