"""Find and cut what hijackers put into a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind

if TYPE_CHECKING:
    from cleaners.draft import Draft


def cut_hidden(draft: Draft) -> Draft:
    """Cut the lines that the page's own styles hide."""
    hidden = [line for line in draft.lines if line.hidden]
    if not hidden:
        return draft
    removals = [Removal(RemovalKind.SPAM, line.text, "hidden", "cut_hidden") for line in hidden]
    kept = tuple(line for line in draft.lines if not line.hidden)
    return replace(draft, lines=kept).note(removed=draft.cut(removals))


def cut_junk_lines(draft: Draft) -> Draft:
    """Cut whole lines of junk."""
    return draft


def cut_inline_junk(draft: Draft) -> Draft:
    """Cut junk from within the body's lines."""
    return draft
