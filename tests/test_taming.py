"""What would stall the parser is found, honest pages come back as they are."""

from __future__ import annotations

import html
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleaners import Rejection, clean_html
from cleaners.source.taming import HOSTILE_CHARS, MAX_DEPTH, is_too_deep, tame

SENTENCE = "清源河两岸的柳树已经发芽，下湾渡口的早班船照常开出。"
SECONDS = 5.0
"""Far above what a tamed page takes, far below what an untamed one would: minutes."""


def formatting_left_open(count: int) -> str:
    return "".join(f'<font id="f{number}"><p>{SENTENCE}' for number in range(count))


SLOW_PAGES = {
    "deep": "<div>" * 100_000 + SENTENCE + "</div>" * 100_000,
    "deep, stray end tags": "<div></b>" * 100_000 + SENTENCE,
    "deep lists": "<ul><li>" * 50_000 + SENTENCE,
    "formatting left open": formatting_left_open(10_000),
    "formatting closed at the end": formatting_left_open(10_000) + "</font>" * 10_000,
    "formatting ahead of many blocks": "".join(f"<b id={n}>" for n in range(400)) + f"<p>{SENTENCE}</p>" * 20_000,
    "choices of one menu": "<select>" + f"<option>{SENTENCE}" * 60_000,
    "choices, closed, in capitals": "<SELECT>" + f"<OPTION value=1>{SENTENCE}</OPTION>" * 60_000 + "</SELECT>",
    "readings of nothing": f"<rt>{SENTENCE}" * 60_000,
    "attributes of the root": "".join(f"<html a{number}><body b{number}>" for number in range(60_000)) + SENTENCE,
    "rulers in the deep": "<span>" * MAX_DEPTH + "<hr>" * 200_000 + SENTENCE,
    "attributes whose values end a tag": "<div " + " ".join(f'a{n}=">"' for n in range(120_000)) + f">{SENTENCE}</div>",
    "attributes whose values hold tags": "<div "
    + " ".join(f"a{n}='<b>'" for n in range(120_000))
    + f">{SENTENCE}</div>",
    "attributes": "<div " + " ".join(f"a{number}" for number in range(200_000)) + f">{SENTENCE}</div>",
}


@pytest.mark.parametrize("page", SLOW_PAGES.values(), ids=SLOW_PAGES)
def test_no_page_stalls_the_parser(page: str) -> None:
    started = time.process_time()
    if not is_too_deep(page):
        text = LexborHTMLParser(tame(page)).text()
        assert text.count(SENTENCE) == page.count(SENTENCE)
    assert time.process_time() - started < SECONDS


def test_a_page_nested_too_deeply_is_rejected() -> None:
    article = clean_html("<div>" * (MAX_DEPTH + 1) + SENTENCE)
    assert (article.rejection, article.text) == (Rejection.TOO_LARGE, "")


@pytest.mark.parametrize(
    "page",
    [
        f"<p><b>{SENTENCE}</b></p>" * 5_000,
        f"<li><font color=red>{SENTENCE}</font>" * 5_000,
        "<b><i>left open" + f"<p>{SENTENCE}" * 3_000,
        "<div>" * 60 + f"<p>{SENTENCE}<br>" * 3_000,
        "<table>" + f"<tr><td>1<td>{SENTENCE}" * 3_000,
        "<select>" + "<option value=1>清源" * 3_000 + f"</select><p>{SENTENCE}",
        "<p>" + "<ruby>清<rt>qing</ruby>" * 9_000,
        "<html lang=zh><body class=a>" * 50 + f"<p>{SENTENCE}" * 2_000,
        "<script>" + "x" * 50_000 + "</script>" + SENTENCE,
    ],
)
def test_honest_pages_come_back_as_they_are(page: str) -> None:
    assert tame(page) is page
    assert not is_too_deep(page)


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", "a{}='>'"])
def test_only_the_attributes_of_an_endless_tag_go(attribute: str) -> None:
    many = " ".join(attribute.format(number) for number in range(120_000))
    page = f'<p id="a">{SENTENCE}</p><img {many}><p id="b">{SENTENCE}</p>'
    assert tame(page) == f'<p id="a">{SENTENCE}</p><img><p id="b">{SENTENCE}</p>'


@pytest.mark.parametrize("related", [0, 2_000, 20_000])
def test_the_state_of_a_page_in_one_attribute_is_kept_whole(related: int) -> None:
    """Inertia writes all that the page shows, and the links beside it, into ``data-page``."""
    told = [f"{SENTENCE}第{day}天一共渡了三百人。" for day in (1, 2, 3)]
    article = {"title": "下湾渡口复航", "body": "".join(f"<p>{line}</p>" for line in told)}
    state = {"props": {"article": article, "related": [{"id": n, "url": f"/a/{n}.html"} for n in range(related)]}}
    shown = html.escape(json.dumps(state, ensure_ascii=False))
    page = f'<html><title>下湾渡口复航</title><body><div id=app data-page="{shown}"></div></body></html>'
    assert clean_html(page).text == "\n".join(told)


def test_what_only_looks_like_a_tag_without_end_is_kept() -> None:
    """A quotation mark that stands amid attributes opens no value; scripts and comments hold no tags."""
    broken = f'<form data-o="{{"a":{{"b":"c"}}}}">{SENTENCE}</form><script>x="<a b=\'" </script><!-- <a b=" -->'
    page = broken + f"<p class=x>{SENTENCE}</p>" * 28_000
    assert len(page) > HOSTILE_CHARS
    assert tame(page) == page


def test_choices_of_an_endless_menu_leave_the_article_behind_it() -> None:
    menu = "".join(f"<option value={number}>渡口{number}" for number in range(60_000))
    page = f"<h1>下湾渡口复航</h1><select>{menu}</select>" + f"<p>{SENTENCE}</p>" * 3
    assert clean_html(page).text == "\n".join([SENTENCE] * 3)


@given(st.text(alphabet='<>/ abip"=\n清', max_size=400))
def test_never_raises_and_leaves_short_pages_alone(page: str) -> None:
    assert tame(page) == page
    assert not is_too_deep(page)
