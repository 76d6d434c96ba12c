"""Subheads of a round-up, linked or in boxes of their own, stay with their parts; other stories' headlines go."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners import clean_html
from cleaners.article import BlockKind
from cleaners.body.heading_series import with_next_lists, with_series
from cleaners.page.parse import parse_page

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


def test_ranked_headlines_right_below_each_other_stand_above_no_text() -> None:
    ranked = "".join(f'<h3><a href="/n/{at}">{at}. {place} floods</a></h3>' for at, place in enumerate(PLACES[:4], 1))
    page = parse_page(f"<div><p>{PLACES[0]}</p>{ranked}<p>{PLACES[5]}</p></div>", None)
    kept = np.array([line.tag == "p" or line.text.startswith(("1.", "4.")) for line in page.lines])
    assert with_series(page.lines, page.boxes, kept, np.ones(len(kept), np.float32)).tolist() == kept.tolist()


MANUAL = """<html lang="en"><head><title>How to moor a small boat - Ferry Post</title></head><body>
<nav><a href="/">Home</a> <a href="/boats">Boats</a></nav>
<article><h1>How to moor a small boat</h1><p>By Ada Lind, March 10, 2026</p>
<p>Whoever ties up for the night wants to sleep, and so the rope should be longer than the harbour master says.</p>
<p>We tried it in the north wind of last week, with a boat of four metres and one of six.</p>{}</article>
<footer><a href="/about">About</a> <p>Ferry Post, all rights reserved</p></footer></body></html>"""
NEEDED = "<ul><li>Twelve metres of rope</li><li>Two brass rings</li><li>A sharp knife</li></ul>"
STEPS = ["Splice the rope onto the first ring.", "Pass the free end twice around the post.", "Cut off the rest."]
ITEMS = "".join(f"<li>{step}</li>" for step in STEPS)


@pytest.mark.parametrize("list_of", ["<ol>{}</ol>", "<div class='inner'><ol>{}</ol></div>"])
def test_steps_that_end_a_manual_stay_below_their_heading(list_of: str) -> None:
    parts = f"<h3>What you need</h3>{NEEDED}<h3>How to do it</h3>{list_of.format(ITEMS)}"
    article = clean_html(MANUAL.format(parts), "https://post.example/boats/moor")
    assert article.text.split("\n")[-4:] == ["How to do it", *STEPS]


def test_comments_below_a_text_without_lists_stay_out() -> None:
    comments = "<h3>Comments</h3><ul><li>Finally, I have waited for two years.</li><li>Are dogs allowed?</li></ul>"
    article = clean_html(
        MANUAL.format(f"<h3>What it costs</h3>{part('the quay')}{comments}"), "https://post.example/moor"
    )
    assert article.text.endswith("view of the whole valley.")


BOXED = "<div><h3>What you need</h3>{}</div>"
NEXT = "<h3>{}</h3><ul><li>Finally, it sails.</li><li>Are dogs allowed?</li></ul>"


@pytest.mark.parametrize(
    ("html", "goes_on"),
    [
        (f"<div><h3>What you need</h3>{NEEDED}{NEXT.format('What you ask')}</div>", True),
        (f"<div><h3>What you need</h3>{NEEDED}{NEXT.format('Comments')}</div>", False),
        (f"<div><h3>What you need</h3>{NEEDED}{NEXT.format('2 条评论')}</div>", False),
        (f"<div>{BOXED.format(NEEDED)}<div>{NEXT.format('What you ask')}</div></div>", True),
        (f"<div>{BOXED.format(NEEDED)}</div><div><div>{NEXT.format('Popular')}</div></div>", False),
    ],
)
def test_a_list_goes_on_below_a_heading_of_the_text_alone(html: str, goes_on: bool) -> None:
    """Not below one of comments, nor in a box of the page's."""
    page = parse_page(f"<main>{html}</main>", None)
    kept = np.array([at < 4 for at in range(len(page.lines))])
    taken = with_next_lists(page.lines, page.boxes, kept, np.ones(len(kept), np.bool_))
    assert len(kept) == 7
    assert taken.all() == goes_on
