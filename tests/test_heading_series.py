"""Subheads of a round-up, linked or in boxes of their own, stay with their parts; other stories' headlines go."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.article import BlockKind

PAGE = """<html lang="en"><head><title>Walks along the Tarn - Ferry Post</title></head><body>
<nav><a href="/">Home</a> <a href="/walks">Walks</a></nav>
<article><h1>Walks along the Tarn</h1><p>By Ada Lind, March 9, 2026</p>
<p>We have walked both banks of the river in all weathers this winter, and these are the ways we would walk again.</p>
{}</article><footer><a href="/about">About</a></footer></body></html>"""
PLACES = ["Alder Weir", "Birch Landing", "Crow Mill", "Dun Bridge", "Elm Reach", "Far Ferry"]


def part(place: str) -> str:
    return (
        f"<p>The way to {place} begins behind the last houses, and it climbs for an hour before the river comes into "
        f"sight again. Whoever starts early will have the bench there to himself, and a view of the whole valley.</p>"
    )


def headings_of(inside: str) -> list[str]:
    article = clean_html(PAGE.format(inside), "https://post.example/walks/tarn")
    return [text for kind, text in article.blocks if kind is BlockKind.HEADING]


FORMS = {
    "a heading that links": '<h1><a href="/gallery/{1}">{0}</a></h1>{2}',
    "a box around it": '<section><div class="rank"><h2><a href="/b/{1}">{0}</a></h2></div><div>{2}</div></section>',
    "a card of pictures": '<div><img src="/{1}.jpg"></div><div><div class="gallery-item"><h3>{0}</h3></div>{2}</div>',
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("label", ["Day {1}", "{1}. {0}"])
def test_numbered_headings_stay_with_their_parts(form: str, label: str) -> None:
    heads = [label.format(place, number) for number, place in enumerate(PLACES, 7)]
    parts = [FORMS[form].format(head, at, part(PLACES[at])) for at, head in enumerate(heads)]
    assert headings_of("".join(parts)) == heads


def test_headings_of_which_most_were_taken_stay_all() -> None:
    parts = [FORMS["a card of pictures"].format(place, at, part(place)) for at, place in enumerate(PLACES)]
    assert headings_of("".join(parts)) == PLACES


def test_headlines_of_other_stories_amid_the_text_stay_out() -> None:
    parts = [FORMS["a heading that links"].format(place, at, part(place)) for at, place in enumerate(PLACES)]
    assert headings_of("".join(parts)) == []


def test_numbers_that_do_not_follow_each_other_make_no_series() -> None:
    others = ["12 boats sold at auction", "3 found after storm", "40 years of the Far Ferry"]
    parts = [FORMS["a heading that links"].format(other, at, part(PLACES[at])) for at, other in enumerate(others)]
    assert headings_of("".join(parts)) == []
