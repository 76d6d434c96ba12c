"""What a page's own styles hide, and what they only seem to hide."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.hidden import find_hiding, is_hiding
from cleaners.page import parse_page


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY : NONE !important", "visibility: hidden", "opacity:0", "opacity: 0.0;top:0",
        "position:fixed;left:-9000px;top:-9000px", "position:absolute; top: -9999em", "text-indent:-9999px",
        "margin-left:-99999px", "height:0;overflow:hidden", "max-height:0px; overflow: hidden", "font-size: 0px",
        "font-size:0;line-height:0", "width:1px;height:1px;overflow:hidden;position:absolute",
        "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute; clip: rect(1px, 1px, 1px, 1px)", "clip-path: inset(50%)", "transform:scale(0)",
        "transform: translateX(-9999px)", "font-size:1px;line-height:1px", "opacity:.01", "color:transparent",
        "color: rgba(0, 0, 0, 0)", "zoom:0", "height:1px;width:1px;overflow:hidden",
        "content-visibility:hidden", "filter: alpha(opacity=0)",
        "clip-path:polygon(0 0,0 0,0 0)",
    ],
)  # fmt: skip
def test_hides(style: str) -> None:
    assert is_hiding(style)
    assert find_hiding([f".x {{ {style} }}"]).hides("div", {"class": "a x"})


@pytest.mark.parametrize(
    "style",
    [
        "", "display:block", "display:inline-block;none:1", "opacity:0.9", "opacity:.05", "text-indent:-2em",
        "left:-9000px", "position:relative;left:-12px", "position:absolute;left:-300px", "height:0;padding-bottom:56%",
        "overflow:hidden;height:20px", "width:1px;overflow:hidden", "font-size:0.9em", "font-size:.8em", "min-width:0",
        "font-size:1em", "font-size:10px", "opacity:.5", "color:#fff", "color:#fff;background:#900", "zoom:1",
        "color:transparent;-webkit-background-clip:text;background:linear-gradient(red,blue)", "color:rgba(0,0,0,.6)",
        "filter:alpha(opacity=50)",
        "margin-left:-15px", "margin:0 -20px", "max-width:0.5px", ";;:;", "background:url(none)", "clip:auto",
    ],
)  # fmt: skip
def test_shows(style: str) -> None:
    assert not is_hiding(style)


@pytest.mark.parametrize(
    ("sheet", "tag", "attributes"),
    [
        (".k3 {display:none}", "p", {"class": "k3"}),
        ("div.k3, span.k3 { font-size:0 }", "span", {"class": "x k3"}),
        ("body .k3 { visibility:hidden }", "td", {"class": "k3"}),
        ("#box7{position:absolute;left:-9999px}", "div", {"id": "box7"}),
        (".article-main span.k3{opacity:0}", "span", {"class": "k3"}),
        ("/* a { } */ .k3 /* b */ {height:0;overflow:hidden}", "p", {"class": "k3"}),
        ("@charset 'utf-8'; .k3{display:none}", "p", {"class": "k3"}),
        ("p{color:red} .a.b{display:none}", "p", {"class": "b c a"}),
        ("@media print{p{margin:0}} .k3{display:none}", "p", {"class": "k3"}),
        ("@media screen{ .k2{color:red} .k3{display:none} } .k4{color:red}", "p", {"class": "k3"}),
        ("@media only screen { p{margin:0} } .k3{display:none}", "p", {"class": "k3"}),
        ("dfn{font-size:0}", "dfn", {}),
        ("#k3.k4{display:none}", "p", {"class": "k4", "id": "k3"}),
        ("p.k3#k4{display:none}", "p", {"class": "k3", "id": "k4"}),
        (".k3{display:none", "p", {"class": "k3"}),
        (".k3{\n  display\t:\n none ; }", "p", {"class": "k3"}),
        (".k3{ OVERFLOW :hidden; Width :1PX; position: absolute }", "p", {"class": "k3"}),
        (".k{n}{width:100%}".replace("{n}", "2") * 600 + ".k3{display:none}", "p", {"class": "k3"}),
    ],
)
def test_rules_of_the_page(sheet: str, tag: str, attributes: dict[str, str | None]) -> None:
    assert find_hiding([sheet]).hides(tag, attributes)


@pytest.mark.parametrize(
    ("sheet", "tag", "attributes"),
    [
        (".k3 {display:block}", "p", {"class": "k3"}),
        ("div.k3 { font-size:0 }", "span", {"class": "k3"}),
        (".a.b{display:none}", "p", {"class": "a"}),
        (".menu .title{display:none} .title{color:red}", "h1", {"class": "title"}),
        (".k3:hover{display:none}", "p", {"class": "k3"}),
        ("@media (max-width:600px){ .k3{display:none} .k4{display:none} }", "p", {"class": "k4"}),
        ("p{display:none}", "p", {}),
        ("} { } display:none {", "p", {"class": "k3"}),
    ],
)
def test_rules_that_do_not_reach_the_element(sheet: str, tag: str, attributes: dict[str, str | None]) -> None:
    assert not find_hiding([sheet]).hides(tag, attributes)


def test_letters_of_the_colour_of_their_ground_are_hidden() -> None:
    assert is_hiding("color:#fff;background-color:white")
    assert not is_hiding("color:#fff;background-color:#000")


def test_a_moving_line_without_size_is_hidden() -> None:
    assert find_hiding([]).hides("marquee", {"width": "0", "height": "0"})
    assert not find_hiding([]).hides("marquee", {"width": "100%", "height": "20"})


@pytest.mark.parametrize(
    "selector", ["[data-k=k3]", 'span[class="k3"]', "div [data-k~='k3']", "[data-k]", "p span[data-k^=k]", "marquee"]
)
def test_an_element_may_be_named_by_any_attribute(selector: str) -> None:
    style = "" if selector == "marquee" else f"<style>{selector}{{display:none}}</style>"
    element = "marquee" if selector == "marquee" else "span"
    page = parse_page(
        f"{style}<div><p>渡口复航，船票仍是两元。<{element} class=k3 data-k=k3 height=0>槐花疏通</{element}></p></div>",
        None,
    )
    assert [line.text for line in page.lines if not line.hidden] == ["渡口复航，船票仍是两元。"]


def test_the_hidden_attribute() -> None:
    assert find_hiding([]).hides("div", {"hidden": None})


@given(st.text(alphabet="ab.#{}:;-0,/*@ display:none", max_size=80))
@settings(max_examples=100)
def test_any_sheet_is_read(sheet: str) -> None:
    assert find_hiding([sheet]).hides("div", {"class": "a b"}) in (True, False)


@pytest.mark.parametrize("piece", ["{", "/*", "display:none", ".a{display:none}", "{display:none", "},", ".a .b "])
def test_a_long_sheet_takes_no_long_time(piece: str) -> None:
    start = time.perf_counter()
    find_hiding([piece * (400_000 // len(piece))])
    assert time.perf_counter() - start < 2.0  # a quadratic reading takes minutes
