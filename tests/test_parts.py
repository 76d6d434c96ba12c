"""Of what is taken in parts far from each other, which parts are the article's."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.body.parts import FAR_LINES, without_other_stories
from cleaners.page.model import Line

HEADLINE = "Ferry returns to Saltmoor landing"
DESCRIPTION = "After nine months of repairs the boat crosses again, and fishermen queued before dawn."
OWN = "The ferry crossed to Saltmoor at dawn; fishermen cheered after months of repairs."
MORE = "Nobody slept at Saltmoor: lamps burned on both quays until the ferry sounded her horn before it was dawn."
OTHER = "A baker in Upper Thorn has won a prize for loaves with rye that she grinds herself."
MENU = [("Tides", 0.01)] * (FAR_LINES + 1)


def kept_of(*parts: tuple[str, float], told: tuple[str | None, str | None] = (HEADLINE, DESCRIPTION)) -> list[str]:
    """What stays of six lines of 20 tokens for each part; a part is their text and their likelihood."""
    page: list[tuple[str, float]] = []
    for at, part in enumerate(parts):
        page += [*(MENU if at else []), *[part] * 6]
    lines = [Line(text, "p", 0) for text, _ in page]
    likely = np.array([share for _, share in page], np.float32)
    kept = without_other_stories(lines, likely > 0.1, likely, np.full(len(page), 20, np.float32), told)
    return list(dict.fromkeys(line.text for line, taken in zip(lines, kept, strict=True) if taken))


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        (((OWN, 0.9), (OTHER, 0.7)), [OWN]),  # a feed goes on with the next story
        (((OTHER, 0.7), (OWN, 0.9)), [OWN]),  # or shows another one first
        (((OWN, 0.9), (OTHER, 0.85)), [OWN, OTHER]),  # as likely: a later part of the article
        (((OWN, 0.9), (MORE, 0.7)), [OWN, MORE]),  # words of the headline come again
        (((OTHER, 0.9), (OWN, 0.7)), [OTHER, OWN]),  # head and headline of hijackers speak of what they appended
    ],
)
def test_a_part_without_a_word_of_the_headline_is_another_story(
    parts: tuple[tuple[str, float], ...], kept: list[str]
) -> None:
    assert kept_of(*parts) == kept


def test_no_part_is_another_story_where_the_page_says_nothing_of_its_own() -> None:
    parts = ((OWN, 0.9), (OTHER, 0.7))
    assert kept_of(*parts, told=(None, None)) == [OWN, OTHER]
    assert kept_of(*parts, told=("Saltmoor", None)) == [OWN, OTHER]
