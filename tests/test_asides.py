"""Boxes amid or behind a text that ask for something or present its writer, and the writer's life as a last line."""

from __future__ import annotations

import pytest
from invented import TOLD

from cleaners import clean_html
from cleaners.body.asides import find_asides
from cleaners.body.edges import find_lives
from cleaners.page.parse import parse_page

WRITERS = {"jo moss", "ada reed", "한마린", "堀田真玲", "卫长庚"}
URL = "https://www.hewan.example/2026/03/ferry.html"
ASKED = "<h2>Der Morgen am Fluss</h2><p>Jeden Tag um sieben in Ihrem Postfach.</p>"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("kg-card kg-signup-card", 2),
        ("sqs-block newsletter-block", 2),
        ("subscribe-form", 2),
        ("kg-cta-card", 2),
        ("author-bio", 2),
        ("subscriber-only", 0),  # holds the story itself
        ("sector", 0),
        ("ccta", 0),
    ],
)
def test_a_box_that_its_name_sets_apart_is_none_of_the_text(name: str, found: int) -> None:
    assert asides(f'{"".join(TOLD * 2)}<div class="{name}"><div>{ASKED}</div></div>{"".join(TOLD)}') == found


@pytest.mark.parametrize(
    "html",
    [
        f'<div class="newsletter-post">{"".join(TOLD)}{ASKED}</div>',  # how the page calls its text
        "".join(f'<div class="subscription-part">{told}</div>' for told in TOLD * 2),
        f'{"".join(TOLD * 2)}<h2 id="newsletter-tips">What our newsletter is made of</h2>{"".join(TOLD)}',
    ],
)
def test_what_holds_the_text_or_heads_a_part_of_it_is_no_aside(html: str) -> None:
    assert asides(html) == 0


def asides(html: str) -> int:
    page = parse_page(f"<body><div>{html}</div></body>", URL)
    return len(find_asides(page.lines, page.boxes, list(range(len(page.lines)))))


def test_a_newsletter_amid_the_text_is_recorded_and_left_out() -> None:
    box = f'<div class="kg-card kg-signup-card">{ASKED}<button>Anmelden</button></div>'
    head = "<title>The ferry is back</title><h1>The ferry is back</h1>"
    article = clean_html(f"{head}<article>{TOLD[0]}{TOLD[1]}{box}{''.join(TOLD[2:])}{TOLD[0]}</article>", URL)
    assert "Postfach" not in article.text
    assert any("Postfach" in removal.text for removal in article.removed)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Jo Moss covers the harbours of the county."], 1),
        (["Jo Moss covers the harbours of the county.", "Ada Reed took the pictures for this story."], 2),
        (["한마린 기자는 항구와 바다를 취재합니다."], 1),
        (["堀田真玲 港と沿岸を担当。"], 1),
        (["卫长庚说，票价仍是两元。"], 0),
        (["Jo Moss"], 0),  # a signature
        (["Jo Mossman rang the bell of the ferry."], 0),
        (["The bell of the ferry rang twice, wrote Jo Moss."], 0),
        (["Captain Moss has a boat.", "Jo Moss covers the harbours of the county."], 0),  # whom the story is about
    ],
)
def test_a_last_line_that_begins_with_the_writers_name_is_his_life(lines: list[str], found: int) -> None:
    html = "".join(TOLD) + "".join(f"<p>{line}</p>" for line in lines)
    page = parse_page(f"<body>{html}</body>", URL)
    assert len(find_lives(page.lines, list(range(len(page.lines))), WRITERS, None)) == found


def test_a_text_of_little_but_its_writers_name_stays() -> None:
    page = parse_page(f"<body>{TOLD[0]}<p>Jo Moss leaves the paper after forty years.</p></body>", URL)
    assert find_lives(page.lines, [0, 1], {"jo moss"}, None) == []


def test_whom_the_headline_names_is_told_of_in_the_last_line() -> None:
    page = parse_page(f"<body>{''.join(TOLD)}<p>Jo Moss was made harbour master on Friday.</p></body>", URL)
    taken = list(range(len(page.lines)))
    assert find_lives(page.lines, taken, {"jo moss"}, "Moss is made harbour master") == []
    assert find_lives(page.lines, taken, {"jo moss"}, "The ferry is back") == taken[-1:]
