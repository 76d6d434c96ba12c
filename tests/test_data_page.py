"""JSON that holds one article is read as one; other JSON is no article."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import PARAGRAPHS

from cleaners import Rejection, clean_html, clean_text

TITLE = "城北水库完成加固通过验收"
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
ADDRESS = "https://m.qingquan.example/api/detail?id=7"
DAY = "2024-08-29 09:15:00+08:00"


def read(data: Any, form: str = "{}") -> Any:
    return clean_html(form.format(json.dumps(data)).encode(), ADDRESS, content_type="application/json")


@pytest.mark.parametrize(
    "data",
    [
        {"code": 200, "data": {"id": 7, "title": TITLE, "content": BODY, "publishTime": "2024-08-29 09:15:00"}},
        {"result": {"info": {"newsTitle": TITLE, "newsContent": BODY, "createTime": 1724894100000}, "related": [
            {"title": "水库下游三个乡镇恢复灌溉", "url": "/8.html"}]}},
        [{"title": TITLE, "body": "\n".join(PARAGRAPHS), "ptime": "2024-08-29 09:15"}],
        {"article": {"headline": TITLE, "detail": BODY.replace("<", "&lt;"), "pub_time": 1724894100}},
        {"data": {"title": TITLE, "contents": [{"type": "text", "text": text} for text in PARAGRAPHS],
                  "publishedAt": "2024-08-29T09:15:00+08:00"}},
        {"title": {"rendered": TITLE}, "content": {"rendered": BODY}, "date": "2024-08-29T09:15:00"},
        {"data": {"title": TITLE, "content": BODY + "<!--<script></script>-->", "date": "2024-08-29 09:15",
                  "comments": [{"user": "读者", "content": "这座水库修得好，灌溉有了保障，" * 9}]}},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    ["{}", " show_7({}); ", "/**/ typeof show === 'function' && show({});", "\ufeff{}", ")]}}',\n{}", "while(1);{}",
     "var news = {};"],
)  # fmt: skip
def test_an_article_as_data(data: Any, form: str) -> None:
    article = read(data, form)
    assert (article.rejection, article.title, str(article.published_at)) == (None, TITLE, DAY)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "data",
    [
        {"code": 404, "msg": "文章不存在"},
        {"list": [{"title": title, "content": BODY} for title in (TITLE, "水库下游三个乡镇恢复灌溉")]},
        {"title": TITLE, "url": "/7.html", "summary": PARAGRAPHS[0]},
        {"agreement": "请您仔细阅读本协议。" * 50, "title": "用户协议说明"},
        {"title": "You do not have enough credit.", "status": 403, "detail": "Add funds. Then try again. " * 9},
        {"code": 0, "data": {"title": "高山云雾绿茶礼盒装", "price": 128.0, "detail": BODY}},
        {
            "openapi": "3.0.0",
            "info": {"title": "Levels of the reservoir", "description": "<p>Gives levels. Ask.</p>" * 9},
        },
        {"newsTitle": TITLE, "comments": [{"content": BODY, "createTime": "2024-08-30 10:00:00"}]},
        {"list": [{"title": "河湾快讯", "content": BODY + text, "time": "2024-08-29"} for text in PARAGRAPHS]},
        [],
        7,
    ],
)
def test_data_without_an_article_or_with_several(data: Any) -> None:
    assert read(data).rejection in {Rejection.NO_BODY, Rejection.EMPTY, Rejection.TOO_SHORT}
    assert not read(data, "show({})").blocks


WHOLE = json.dumps({"data": {"title": TITLE, "content": BODY * 3, "publishTime": "2024-08-29"}}, ensure_ascii=False)


@pytest.mark.parametrize(
    "broken",
    [WHOLE[:-200], WHOLE[:-1] + ",}", WHOLE.replace('"', "'"), WHOLE + WHOLE, '{"d":' * 50_000 + WHOLE + "}" * 50_000,
     "[" * 5_000 + WHOLE, "show(" + WHOLE[:-200], "for(;;);" + WHOLE[:-9], f"\ufeff\n[ {WHOLE}, ..."],
)  # fmt: skip
def test_data_that_nobody_can_read_is_no_text(broken: str) -> None:
    for raw in (broken, broken.encode("gb18030")):
        article = clean_html(raw, ADDRESS)
        assert (article.rejection, article.blocks) == (Rejection.NO_BODY, ())


def test_a_page_behind_data_and_a_text_in_braces_are_what_they_are() -> None:
    page = f"<!DOCTYPE html><html><body><h1>{TITLE}</h1>{BODY}</body></html>"
    for before in ('{"code": 0}', '({"code": 0});\n', '[{"debug": "on"}]', "{本报讯}", "["):
        for after in (page, f'<meta charset="utf-8"><title>{TITLE}</title><div><h1>{TITLE}</h1>{BODY}</div>'):
            assert [block.text for block in clean_html(before + after, ADDRESS).blocks] == list(PARAGRAPHS)
    text = f"{TITLE}\n\n{{本报讯}}" + "\n".join(PARAGRAPHS)
    assert clean_text(text).rejection is None


def test_a_long_comment_is_not_the_text() -> None:
    said = {"list": [{"content": BODY * 3, "createTime": "2024-08-30 10:00:00"}]}
    article = read({"data": {"title": TITLE, "content": BODY, "publishTime": "2024-08-29 09:15:00"}, "comments": said})
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_line_breaks_in_strings_break_no_data() -> None:
    text = json.dumps({"title": TITLE, "content": BODY, "date": "2024-08-29"}).replace("</p>", "</p>\n\t")
    assert [block.text for block in clean_html(text, ADDRESS).blocks] == list(PARAGRAPHS)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from([TITLE, BODY, "2024-08-29"]),
    lambda held: (
        st.lists(held, max_size=4)
        | st.dictionaries(st.sampled_from(["title", "content", "date", "data", "list"]) | st.text(), held, max_size=5)
    ),
    max_leaves=20,
)


@given(VALUES, st.sampled_from(["{}", "f({})", "\ufeff{}", "{},", '{{"title": {}}}']), st.booleans())
def test_any_value_is_read(value: object, form: str, ascii_only: bool) -> None:
    text = form.replace("{}", json.dumps(value, ensure_ascii=ascii_only), 1)
    for raw in (text, text.encode("utf-8", "surrogatepass"), text.encode("gb18030", "replace")):
        clean_html(raw, ADDRESS)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 900 + "]" * 900, '{"a":' * 5_000 + "1" + "}" * 5_000, "f({", '{"title":', "f()"]
)
def test_any_data_is_read(text: str) -> None:
    assert clean_html(text, ADDRESS).blocks in {(), clean_html(f"<p>{text}</p>").blocks}
