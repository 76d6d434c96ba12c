"""The value that cleaning carries from step to step."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any

import pytest

from cleaners import Article, clean_html, clean_text
from cleaners.draft import Draft
from cleaners.page.parse import text_page
from cleaners.site import Site

PAGE = text_page("青石渡口复航")
DRAFT = Draft(PAGE, PAGE.lines, Site(), None)
HTML = "<h1>青石渡口复航</h1><p>记者 周明远 2024-05-06</p>" + "<p>青石渡口昨日复航，沿线居民出行时间缩短一半。</p>" * 8


def test_a_note_is_the_article_with_those_fields_and_leaves_the_other_draft_as_it_was() -> None:
    noted = DRAFT.note(title="青石渡口复航", authors=("周明远",))
    assert noted.article == replace(Article(), title="青石渡口复航", authors=("周明远",))
    assert noted._replace(article=Article()) == DRAFT
    assert DRAFT.article == Article()
    with pytest.raises(FrozenInstanceError):
        noted.article.title = "新桥通车"  # type: ignore[misc]


def test_a_cleaned_article_holds_its_fields_and_nothing_else() -> None:
    article = clean_html(HTML, "https://www.mingxi.example/2024/1.html")
    assert article.title == "青石渡口复航"
    assert list(vars(article)) == [field.name for field in fields(Article)]
    assert pickle.loads(pickle.dumps(article)) == article == Article(**vars(article))  # noqa: S301 (our own bytes)
    assert hash(article) == hash(Article(**vars(article)))


def test_a_buffer_is_read_as_its_bytes() -> None:
    page = HTML.encode("gb18030")
    assert clean_html(bytearray(page)) == clean_html(memoryview(page)) == clean_html(page)


@pytest.mark.parametrize("value", [None, 3, [HTML]])
def test_what_is_neither_bytes_nor_text_is_refused_by_its_type(value: Any) -> None:
    with pytest.raises(TypeError, match=f"not {type(value).__name__}"):
        clean_html(value)
    with pytest.raises(TypeError, match=f"not {type(value).__name__}"):
        clean_text(value)


@pytest.mark.parametrize("url", [3, b"https://news.example/1.html", Path("1.html")])
def test_an_address_that_is_no_text_is_refused_by_its_type(url: Any) -> None:
    with pytest.raises(TypeError, match=f"an address is a str, not {type(url).__name__}"):
        clean_html(HTML, url)


def test_a_time_in_words_is_refused_on_every_page() -> None:
    """It raised on pages that say 昨天 alone, in the middle of a heap."""
    day: Any = "2024-08-29"
    for clean in (clean_html, clean_text):
        with pytest.raises(TypeError, match="fetched_at is a datetime, not str"):
            clean("<p>一则消息", fetched_at=day)
