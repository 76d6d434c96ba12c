"""Which elements the page's own styles keep from the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Hiding(NamedTuple):
    """What hides elements on one page."""

    classes: frozenset[str] = frozenset()
    """Class names that a rule of the page's own ``<style>`` hides."""

    def hides(self, tag: str, attributes: Mapping[str, str | None]) -> bool:  # noqa: ARG002 - the tag matters once rules name it
        """Whether an element with these attributes is kept from the reader."""
        if "hidden" in attributes:
            return True
        style = attributes.get("style") or ""
        return "display:none" in style.replace(" ", "").lower()


def find_hiding(styles: Sequence[str]) -> Hiding:  # noqa: ARG001 - rules are not read yet
    """Read the page's style sheets (their texts) for rules that hide."""
    return Hiding()
