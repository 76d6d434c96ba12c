"""States that frameworks send packed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import FERRY as PROSE

from cleaners import clean_html
from cleaners.embedded.packed import is_packed, pushed_rows, unpack

HTML = "".join(f"<p>{line}</p>" for line in PROSE)
CUT = len(HTML) // 2


def pushed(*pieces: str) -> str:
    scripts = (f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    return "<script>(self.__next_f=self.__next_f||[]).push([0])</script>" + "".join(scripts)


NUXT = json.dumps(
    [
        ["ShallowReactive", 1],
        {"data": 2, "state": 9},
        {"news-1": 3},
        {"title": 4, "content": 5, "publishTime": 6, "author": 7, "tags": 8},
        "渡口复航",
        HTML,
        "2026-03-12 08:30:00",
        "葛向南",
        [],
        ["Reactive", 10],
        {"user": -1, "news": 3},
    ]
)
RECORD = {"title": "渡口复航", "publishTime": "2026-03-12 08:30:00", "author": "葛向南"}
ROW = json.dumps(["$", "$L9", None, {"story": {**RECORD, "content": "$b"}}])
PARAGRAPHS = [
    ["$", "p", str(at), {"children": [line[:9], ["$", "b", None, {"children": line[9:]}]]}]
    for at, line in enumerate(PROSE)
]


@pytest.mark.parametrize(
    ("scripts", "told"),
    [
        (
            f'<script type="application/json" id="__NUXT_DATA__">{NUXT.replace("</", "<" + chr(92) + "/")}</script>',
            True,
        ),
        (
            pushed(
                '2:I[45,["177"],"default"]\n', f"8:{ROW}\nb:T{len(HTML.encode()):x},{HTML[:CUT]}", HTML[CUT:] + "9:[]\n"
            ),
            True,
        ),
        (pushed(f"7:{json.dumps(['$', 'main', None, {'children': PARAGRAPHS}])}\n"), False),
    ],
    ids=["references", "rows", "elements"],
)
def test_the_body_is_read_from_a_packed_state(scripts: str, told: bool) -> None:
    page = f'<html><head><title>渡口复航</title></head><body><div id="app">加载中...</div>{scripts}</body></html>'
    article = clean_html(page, "http://news.example/1")
    assert article.text.splitlines() == list(PROSE)
    if told:
        assert (article.title, str(article.published_at), article.authors) == (
            "渡口复航",
            "2026-03-12 08:30:00+08:00",
            ("葛向南",),
        )


@pytest.mark.parametrize(
    "values", [[{"id": 1}, {"id": 2}], [{"title": "渡口"}, "渡口"], ["渡口"], [], {"a": 0}, [{"id": 7}, "渡口"]]
)
def test_other_lists_are_not_packed(values: object) -> None:
    assert not is_packed(values)


def test_what_refers_to_itself_ends() -> None:
    assert unpack([{"self": 0, "name": 1, "more": 2}, "渡口", [2, 0, 1]]) == {
        "self": None,
        "name": "渡口",
        "more": [None, None, "渡口"],
    }


@given(
    st.lists(
        st.recursive(
            st.integers(-2, 9) | st.sampled_from(("", "渡口", "Reactive", "Set")),
            lambda held: st.lists(held, max_size=4) | st.dictionaries(st.sampled_from("abcd"), held),
        ),
        max_size=12,
    )
)
def test_any_list_unpacks(values: list[object]) -> None:
    json.dumps(unpack(values))


@given(st.text(st.sampled_from('0aT:,[]{}"$\n渡'), max_size=60))
def test_any_rows_are_read(sent: str) -> None:
    json.dumps(list(pushed_rows([f"self.__next_f.push([1,{json.dumps(sent)}])"])))
