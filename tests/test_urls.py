from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners.lexicons import load_lexicon
from cleaners.links.urls import absolute_url, normalise_url, same_site, site_of

ROWS = load_lexicon("tracking_params")


@every_row(
    ("url", "expected"),
    [
        ("https://news.example/a/1.html", "https://news.example/a/1.html"),
        ("http://news.example/a/1.html", "https://news.example/a/1.html"),
        ("http://news.example:80/a/1.html", "https://news.example/a/1.html"),
        ("http://news.example:8080/a/1.html", "https://news.example:8080/a/1.html"),
        ("HTTP://WWW.News.Example./a/1.html", "https://news.example/a/1.html"),
        ("http://m.news.example/a/1.html", "https://news.example/a/1.html"),
        ("http://m.example/a/1.html", "https://m.example/a/1.html"),
        ("http://user:secret@news.example/a", "https://news.example/a"),
        ("http://news.example", "https://news.example/"),
        ("http://news.example/index.html", "https://news.example/"),
        ("http://news.example/local/index.shtml", "https://news.example/local"),
        ("http://news.example/local/index.jhtml", "https://news.example/local"),
        ("http://news.example/local/default.aspx?id=4", "https://news.example/local?id=4"),
        ("http://news.example/local/index_2.html", "https://news.example/local/index_2.html"),
        ("http://news.example//local///1.html#top", "https://news.example/local/1.html"),
        ("http://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("http://news.example/show.jsp;jsessionid=0AF1?id=7", "https://news.example/show.jsp?id=7"),
        ("http://news.example/show.jsp;sid=0AF1?id=7", "https://news.example/show.jsp?id=7"),
        ("http://news.example/(S(abcdefghij0123456789abcd))/a/1.aspx", "https://news.example/a/1.aspx"),
        ("http://news.example/show.php?id=7&sid=0a1b2c3d4e5f60718293", "https://news.example/show.php?id=7"),
        ("http://news.example/print/a/1.html", "https://news.example/a/1.html"),
        ("http://news.example/a/1/amp/", "https://news.example/a/1"),
        ("http://news.example/a/1_print.html", "https://news.example/a/1.html"),
        ("http://news.example/新闻/1.html", "https://news.example/%E6%96%B0%E9%97%BB/1.html"),
        ("http://[::1]:8080/a", "https://[::1]:8080/a"),
        ("http://127.0.0.1:81/a/", "https://127.0.0.1:81/a"),
        ("http://news.example/a/../b/./1.html", "https://news.example/b/1.html"),
    ],
)
def test_addresses_of_one_page_have_one_normalised_form(url: str, expected: str) -> None:
    assert normalise_url(url) == expected


@every_row("row", ROWS, ids=lambda row: row["text"])
def test_each_parameter_proves_itself(row: dict[str, str]) -> None:
    assert row["match"] in {"exact", "prefix", "stamp"}
    assert row["note"] in {"tracking", "session", "print", "mobile", "cache"}
    assert normalise_url(row["hit"]).count("=") == row["hit"].count("=") - 1
    assert normalise_url(row["miss"]).count("=") == row["miss"].count("=")


def test_parameters_are_sorted_and_unique() -> None:
    texts = [row["text"] for row in ROWS]
    assert texts == sorted(set(texts))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a/1.html",
        "javascript:alert(1)",
        "ftp://news.example/a",
        "http://",
        "http://[::1",
        "http://a:99999/",
        "x" * 5000,
    ],
)
def test_what_is_no_web_address_is_a_value_error(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        normalise_url(url)


_piece = st.sampled_from(
    [
        "index.html",
        "print",
        "amp",
        "a",
        "..",
        ".",
        "",
        "2024",
        "1_print.html",
        ";jsessionid=1",
        "新闻",
        "%2e",
        "%zz",
        "m.",
        "www.",
        "?",
        "&",
        "=",
        "utm_a=1",
        "#",
        "@",
        ":",
        "[",
        "]",
        " ",
    ]
)


@settings(max_examples=150)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(_piece, max_size=10).map("/".join), st.lists(_piece, max_size=10).map("".join)
    )
)
def test_idempotent_and_raises_only_value_error(tail: str) -> None:
    for url in (tail, "http://news.example/" + tail, "http://" + tail):
        try:
            once = normalise_url(url)
        except ValueError:
            continue
        assert normalise_url(once) == once


@settings(max_examples=150)
@given(st.text(max_size=60))
def test_absolute_url_is_total(href: str) -> None:
    url = absolute_url("http://news.example/a/b.html", href)
    assert url is None or url.startswith(("http://", "https://"))


@every_row(
    ("href", "expected"),
    [
        ("1.html", "http://news.example/a/1.html"),
        ("/1.html#c", "http://news.example/1.html"),
        ("//other.example/1", "http://other.example/1"),
        ("./\n1.html ", "http://news.example/a/1.html"),
        ("my file.html", "http://news.example/a/my%20file.html"),
        (r"..\html\2024\1.asp?c=a\b", "http://news.example/html/2024/1.asp?c=a\\b"),
        (r"\\other.example\1", "http://other.example/1"),
        ("http://河湾.example:8080/1", "http://xn--ovw41b.example:8080/1"),
        ("http://" + "河" * 70 + ".example/1", None),
        ("show.jsp;jsessionid=0A1F?id=7", "http://news.example/a/show.jsp?id=7"),
        ("/(S(abcdefghij0123456789abcd))/a/1.aspx", "http://news.example/a/1.aspx"),
        ("show.php?PHPSESSID=0a1b&id=7&b", "http://news.example/a/show.php?id=7&b"),
        ("list?sid=0a1b2c3d4e5f60718293&id=7", "http://news.example/a/list?id=7"),
        ("list?sid=12&utm_source=wx&&print=1", "http://news.example/a/list?sid=12&&print=1"),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("#top", None),
        ("", None),
        (None, None),
        ("http://a:b/", None),
        ("x" * 9000, None),
    ],
)
def test_an_href_becomes_the_absolute_address_it_leads_to(href: str | None, expected: str | None) -> None:
    assert absolute_url("http://news.example/a/index.html", href) == expected


@pytest.mark.parametrize(
    ("href", "charset", "query"),
    [
        ("show.asp?c=要闻&id=7", "gb18030", "c=%D2%AA%CE%C5&id=7"),
        ("show.asp?c=要聞", "big5hkscs", "c=%ADn%BBD"),
        ("show.asp?c=要闻", "utf-8", "c=要闻"),
        ("show.asp?c=要闻", "utf-16-le", "c=要闻"),
        ("show.asp?c=%D2%AA", "gb18030", "c=%D2%AA"),
        ("show.asp?c=\U0001f600", "cp1252", "c=%26%23128512;"),
    ],
)
def test_a_query_is_written_in_the_charset_of_its_page(href: str, charset: str, query: str) -> None:
    url = absolute_url("http://news.example/", href, charset)
    assert url == f"http://news.example/show.asp?{query}"
    assert normalise_url(normalise_url(url)) == normalise_url(url)


def test_idempotent_where_many_twins_are_nested() -> None:
    url = "http://news.example" + "/print" * 40 + "/a" + "/amp" * 40
    assert normalise_url(url) == "https://news.example/a"


def test_the_site_of_a_host_is_its_registered_domain() -> None:
    assert site_of("epaper.daily.com.cn") == "daily.com.cn"
    assert site_of("127.0.0.1") == "127.0.0.1"
    assert site_of("localhost") == "localhost"
    assert site_of("epaper.qinghe.example") == "qinghe.example"
    assert site_of("com.cn") == "com.cn"
    assert same_site("http://m.daily.com.cn/1", "https://www.daily.com.cn/2")
    assert not same_site("http://daily.com.cn/1", "https://weekly.com.cn/2")
    assert not same_site("http://[::1", "http://a.example/")
