"""What a page says of its own article: words, quoted start, stated text."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.body.topic import (
    count_topic,
    description_of,
    find_quoted,
    line_starts,
    lines_holding,
    share_stated,
    site_names,
    stated_body,
    topic_words,
    writer_names,
)


def test_words_are_long_ones_and_pairs_of_ideographs() -> None:
    assert topic_words("Ferry at Westbank sails", "Ferry again") == ["ferry", "westbank", "sails", "again"]
    assert topic_words("渡口复航", None) == ["渡口", "复航"]
    assert topic_words(None, None) == []


def test_a_word_found_in_few_lines_counts_for_more() -> None:
    texts = ["Ferry one", "ferry two", "ferry three and the PILOT", "nothing"]
    page_text = "\n".join(texts).lower()
    hits = count_topic(page_text, ["ferry", "pilot"], line_starts(page_text))
    assert hits[3] == 0
    assert hits[0] == hits[1] == pytest.approx(1 / np.log2(5))
    assert hits[2] == pytest.approx(1 / np.log2(5) + 1 / np.log2(3))


LINES = st.text(st.characters(exclude_characters="\n"), min_size=1)
"""As pages have them: no line holds a line break."""


@given(st.lists(LINES, min_size=1, max_size=9), st.lists(st.text(min_size=2), max_size=4))
def test_any_text_can_be_searched(texts: list[str], words: list[str]) -> None:
    page_text = "\n".join(texts)
    hits = count_topic(page_text, words, line_starts(page_text))
    assert len(hits) == len(texts)
    assert np.isfinite(hits).all()


def test_the_line_that_the_description_quotes() -> None:
    texts = ["栏目", "停航三个月的城西渡口今天复航，第一班渡船载着四十二名乘客离岸。"]
    assert find_quoted("\n".join(texts), " 停航三个月的城西渡口今天复航，第一班渡船载着四十二名乘客…") == 1
    assert find_quoted("\n".join(texts), "栏目") is None  # too short to say anything
    assert find_quoted("\n".join(texts), None) is None


def test_structured_data_states_the_text() -> None:
    script = json.dumps({"@type": "NewsArticle", "articleBody": "<p>Ferry sails&nbsp;again.</p>\nIt left at six."})
    stated = stated_body(["{}", '{"articleBody": "broken', script])
    assert stated == "Ferrysails&nbsp;again.Itleftatsix."
    assert share_stated(["It left at six.", "Subscribe to us"], stated).tolist() == [1.0, 0.0]
    assert share_stated(["It left at six."], "").tolist() == [0.0]
    assert stated_body([]) == ""


def test_the_head_describes_the_page() -> None:
    assert description_of({"description": "site", "og:description": "article"}) == "article"
    assert description_of({"keywords": "a"}) is None
    assert description_of(None) is None


def test_the_names_of_the_site() -> None:
    assert site_names({"og:site_name": " River Post "}, "https://news.riverpost.example.co.uk/a") == {
        "river post",
        "example",
    }
    assert site_names({"og:site_name": "晨报"}, None) == {"晨报"}
    assert site_names({"og:site_name": "RP"}, None) == set()  # two letters stand in any word
    assert site_names(None, "/a/1.html") == set()


def test_the_names_of_the_writers() -> None:
    listed = '{"author": [{"@type": "Person", "name": "Ada Ferry"}], "publisher": {"name": "River Post"}}'
    assert writer_names({"author": "By Bo Quay"}, [listed, '{"author": "Cy Weir"}']) == {
        "bo quay",
        "ada ferry",
        "cy weir",
    }
    assert writer_names({"article:author": "https://river.example/ada"}, ['{"author": {}}']) == set()
    assert writer_names(None, []) == set()


def test_lines_that_hold_a_word() -> None:
    page_text = "a ferry\nnothing\nferry, ferry"
    assert lines_holding(page_text, "ferry", line_starts(page_text)) == {0, 2}
    assert lines_holding("nothing", "ferry", line_starts("nothing")) == set()


@given(st.lists(st.text("渡口 a"), min_size=1), st.text("渡口 a", min_size=1))
def test_lines_that_hold_a_word_are_those_in_which_it_stands(texts: list[str], word: str) -> None:
    page_text = "\n".join(texts)
    held = {at for at, text in enumerate(texts) if word in text}
    assert lines_holding(page_text, word, line_starts(page_text)) == held
