"""Read title, time, credits and the other fields from the places on the page that state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.draft import Draft


def find_title(draft: Draft) -> Draft:
    """Set the headline. Runs before the body is chosen, so that the body's start can be seen from it."""
    heading = next((line.text for line in draft.lines if line.tag == "h1"), None)
    return draft.note(title=heading or draft.page.title_tag)


def find_metadata(draft: Draft) -> Draft:
    """Set every other field; lines of the body that only carry credits move to their fields."""
    return draft
