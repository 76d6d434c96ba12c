"""Pages that scroll on to the next articles, and chapters, entries and twins that are the page's own."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.body.next_articles import without_next_articles
from cleaners.page.parse import parse_page

HEADLINE = "Ferry returns to Saltmoor landing"
OWN = "The ferry crossed to Saltmoor at dawn; fishermen cheered after months of repairs."
OTHER = "A baker in Upper Thorn has won a prize for loaves with rye that she grinds herself."

NEXT = "<article class=story><h2>{}</h2><i>By Ada Voss</i><div class=text>{}</div></article>"
CHAPTER = NEXT.replace("<i>By Ada Voss</i>", "")
DECK = "It had not left its berth since the ice of February broke two of its planks, the harbour office said on Monday."
NAMED = "<article class={}><header class=top><h2>{}</h2><p>" + DECK + "</p></header><i>By Ada Voss</i>{}</article>"
ABOVE = "<article class=story><header><i>By Ada Voss</i><h2>{}</h2></header><div class=text>{}</div></article>"
ENTRY = NEXT.replace("By Ada Voss", "17:42")
WRAPS = (
    "<div class=infinite>{}</div>",
    "<article><div class=i>{}</div><a href=#>Share</a></article>",
    "<li class=n>{}</li>",
)


def kept_stories(html: str) -> str:
    page = parse_page(f"<body>{html}</body>", None)
    kept = np.array([line.tag == "p" for line in page.lines])
    rest = without_next_articles(page.lines, page.boxes, kept, HEADLINE)
    return "".join(line.text[0] for line, taken in zip(page.lines, rest, strict=True) if taken)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (NEXT.format(HEADLINE, f"<p>{OWN}<p>{OWN}") + NEXT.format("A prize", f"<p>{OTHER}<p>{OTHER}"), "TT"),
        (NEXT.format("A prize", f"<p>{OTHER}<p>{OTHER}") + NEXT.format(HEADLINE, f"<p>{OWN}<p>{OWN}"), "AATT"),
        (f"<h2>{HEADLINE}</h2>" + NEXT.format("At dawn", f"<p>{OWN}<p>{OWN}") * 2, "TTTT"),  # its own parts
        (NEXT.format(HEADLINE, f"<p>{OWN}<p>{OWN}") + NEXT.format("Tides", f"<p>{OTHER}"), "TTA"),  # a box beside it
        (CHAPTER.format(HEADLINE, f"<p>{OWN}<p>{OWN}") + CHAPTER.format("At dawn", f"<p>{OWN}<p>{OWN}"), "TTTT"),
        (NEXT.format(HEADLINE, f"<p>{OWN}<p>{OWN}") + CHAPTER.format("At dawn", f"<p>{OWN}<p>{OWN}"), "TTTT"),
        (ENTRY.format(HEADLINE, f"<p>{OWN}<p>{OWN}") + ENTRY.format("At dawn", f"<p>{OWN}<p>{OWN}"), "TTTT"),
        (NAMED.format("ferry", HEADLINE, f"<p>{OWN}<p>{OWN}") + NAMED.format("prize", "A prize", f"<p>{OTHER}"), "ITT"),
        (NEXT.format(HEADLINE, f"<p>{OWN}<p>{OWN}") + NEXT.format("渡船复航", f"<p>{OWN}<p>{OWN}"), "TTTT"),  # a twin
    ],
)
def test_the_next_article_in_a_box_like_the_first_is_another_story(html: str, kept: str) -> None:
    assert kept_stories(html) == kept


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize(
    ("form", "heading", "kept"),
    [
        (NEXT, "A prize", "TT"),
        (ABOVE, "A prize", "TT"),
        (CHAPTER, "At dawn", "TTTT"),
        (ENTRY, "At dawn", "TTTT"),
        (NEXT, "渡船复航", "TTTT"),
    ],
)
def test_each_article_may_stand_in_a_box_around_its_box(wrap: str, form: str, heading: str, kept: str) -> None:
    other = OTHER if kept == "TT" else OWN
    stories = (form.format(HEADLINE, f"<p>{OWN}<p>{OWN}"), form.format(heading, f"<p>{other}<p>{other}"))
    assert kept_stories(f"<div class=all>{''.join(map(wrap.format, stories))}</div>") == kept
