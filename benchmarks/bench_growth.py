"""Show that cleaning takes time in proportion to a page's size and little memory, whatever the page is made of.

    python benchmarks/bench_growth.py [--largest 20000000]

Each hostile shape is cleaned at sizes that double up to the largest. Exits with 1 when the time a byte grows by more
than ``MAX_GROWTH`` from the smallest to the largest, or when it took more memory than ``MAX_MEMORY``.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cleaners import clean_html

if TYPE_CHECKING:
    from collections.abc import Callable

SMALLEST = 312_500
"""Bytes of the first page of each shape; small enough to be quick, large enough that fixed costs do not show."""

MAX_GROWTH = 3.0
"""Times as long a byte as at the smallest size. Caches and the collector's passes cost something; a square law would
give 64."""

MAX_MEMORY = 1_500_000_000
"""Bytes of memory for a process that reads one shape at all sizes. The parser's tree takes up to 50 bytes a byte of
page, the walk's own values are bounded by ``cleaners.page.walk._MAX_NODES``."""

SENTENCE = "停航三个月的城西渡口今天复航，早上六点半第一班渡船载着四十二名乘客离岸。"


def repeated(piece: str) -> Callable[[int], str]:
    """A page that repeats one piece up to a size in bytes."""
    return lambda size: "<body>" + piece * (size // len(piece.encode()))


def numbered(piece: str) -> Callable[[int], str]:
    """A page that repeats one piece with a number in it."""
    return lambda size: "<body>" + "".join(piece.format(n=n) for n in range(size // len(piece.encode())))


def inside(opening: str, piece: str, closing: str) -> Callable[[int], str]:
    """A numbered piece repeated inside one element, with an article behind it."""
    article = f"<body><h1>渡口复航</h1>{f'<p>{SENTENCE}</p>' * 5}"
    return lambda size: (
        opening + "".join(piece.format(n=n) for n in range(size // len(piece.encode()))) + closing + article
    )


SHAPES: dict[str, Callable[[int], str]] = {
    # text and elements
    "paragraphs": repeated(f"<p>{SENTENCE}</p>"),
    "deep nesting": repeated("<div>"),
    "deep nesting with text": repeated("<div>渡口"),
    "nesting at the limit": repeated("<div>" * 1_900 + "渡口" + "</div>" * 1_900),
    "rulers at the limit": lambda size: "<body>" + "<span>" * 1_900 + "<hr>" * (size // 4),
    "inline elements": repeated("<b>渡</b>"),
    "unclosed inline elements": repeated("<i>渡"),
    "unclosed everything": repeated("<div><p><b><a href=x><table><tr><td><ul><li><span><h2>渡口"),
    "one line": repeated(SENTENCE),
    "one word": repeated("a"),
    "links": numbered('<a href="/a{n}.html">渡口{n}</a> '),
    "list of links": numbered('<li class="c{n}"><a href="/a{n}.html">渡口{n}</a>'),
    "unclosed table": repeated("<table><tr><td>渡口"),
    "choices of one menu": inside("<select>", "<option>渡口{n}", "</select>"),
    "readings of nothing": repeated("<rt>"),
    "cells in cells": repeated(f"<table><tr><td><p>{SENTENCE}<th></th>"),
    "breaks": repeated("渡口复航<br>"),
    "names": numbered('<div class="x{n} y{n}" id="z{n}"><p>渡口复航'),
    "comments": repeated("<!-- 渡口 -->文"),
    "unclosed comments": repeated("<!--"),
    "angle brackets": repeated("<"),
    "white space": repeated("<b> </b>\n"),
    "preformatted": lambda size: "<body><pre>" + "渡口复航\n" * (size // 13),
    "images": numbered('<p>渡口</p><img src="/{n}.jpg" alt="渡船">'),
    # attributes and references
    "attributes": lambda size: "<body><p " + " ".join(f"a{n}=1" for n in range(size // 9)) + f">{SENTENCE}",
    "attributes with tags in them": inside("<body><p ", "a{n}='<b>' ", f">{SENTENCE}"),
    "attributes of the root": numbered("<html a{n}=1>"),
    "long tags": repeated(f'<p title="{"x" * 30_000}">{SENTENCE}</p>'),
    "entities": repeated("&amp;"),
    "numeric references": repeated("&#28193;&#x53e3;"),
    # styles
    "hidden": repeated('<span style="display:none">渡</span>口'),
    "hiding rules": inside("<style>", ".x{n} p{{display:none}}", "</style>"),
    "hiding rules of several names": inside("<style>", "div.x{n}.y{n}{{text-indent:-9999px}}", "</style>"),
    "unclosed rules": inside("<style>", ".x{n}{{display:none;", "</style>"),
    "styles that are met": numbered('<style>.x{n}{{display:none}}</style><p class="x{n}">渡口</p>'),
    # the head and scripts
    "meta elements": inside("<head>", '<meta name="n{n}" content="2026-03-10 渡口">', "</head>"),
    "json-ld": lambda size: '<script type="application/ld+json">' + "[" * size,
    "json-ld scripts": inside(
        "<head>",
        '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"渡口{n}"}}</script>',
        "</head>",
    ),
    "script state": lambda size: "<script>window.__STATE__=" + '{"a":[' * (size // 6),
    "script call": lambda size: "<script>window.__STATE__=(function(){return {" + 'a:"b",' * (size // 6),
    "title": inside("<head><title>", "渡口复航_{n}|", "</title></head>"),
    "title of a page of lines": lambda size: (
        f"<title>{'渡口|渡口复航以后的情形|' * (size // 72)}</title>" + "<p>渡口复航。</p>" * (size // 72)
    ),
    # what the steps look for
    "headings": numbered("<h1>渡口{n}复航</h1>"),
    "times": numbered("<p>2026-03-10 09:{n}</p>"),
    "digits": repeated("1-1:1/"),
    "bylines": numbered("<p>记者 卫长庚 责任编辑：卜舟{n}</p>"),
    "list of keywords": numbered("<p>开户{n},娱乐{n},平台{n},注册{n},官网{n}</p>"),
    "keywords in one line": numbered("开户{n} 娱乐{n} | "),
    "phrases between sentences": repeated(f"{SENTENCE} 注册开户官网 "),
    "lists behind prose": numbered(f"<p>{SENTENCE}开户{{n}} 娱乐{{n}} 平台{{n}} 注册{{n}}</p>"),
    "lists in references": numbered(f"<p>{SENTENCE}开&#25143;{{n}}-娱&#20048;{{n}}-平台{{n}}-注册{{n}}</p>"),
    "short lines between prose": numbered(
        f"<p>{SENTENCE}</p><p>开户{{n}}官网</p><p>娱乐{{n}}平台</p><p>注册{{n}}</p><p>时时彩{{n}}</p>"
    ),
    "foreign links in one line": numbered(f'{SENTENCE}<a href="http://a{{n}}.example.net/">真人{{n}}百家乐开户</a>'),
    "foreign words in one line": numbered(f"{SENTENCE}buy pills a{{n}}b online casino "),
    "pieces of a headline": numbered(
        "<h1>城西渡口停航复航</h1><p>停航{n}个月，城西复航停航今天到了，渡口停航城西早上。</p>"
    ),
    "hidden blocks in paragraphs": numbered(f"<p>{SENTENCE}<div style='display:none'>开户{{n}}</div>{SENTENCE}</p>"),
    # corruption by mirrors
    "traditional": repeated("<p>國會來為這開動個們员于后里，發說點經單。</p>"),
    "readings": repeated("國(guó)會(huì)來(lái)。"),
    "invisible characters": repeated("渡\u200b口\ufeff复航，"),
    "strewn symbols": repeated("渡口★，复航※。"),
    "runs out of step": repeated("推?耙粠ㄔO，"),
    "indents of question marks": repeated("<p>????渡口复航。</p>"),
    "addresses": repeated("<p>http://www.a.example渡口复航。</p>"),
}


def seconds(page: bytes) -> float:
    """Processor time to clean a page once: other work on the machine does not count."""
    start = time.process_time()
    clean_html(page, "https://news.example/1.html")
    return time.process_time() - start


def measure(largest: int, name: str) -> tuple[list[float], int]:
    """Clean one shape at sizes that double up to ``largest``: nanoseconds a byte of each, bytes of memory at most.

    In a process of its own: what the allocator keeps of one shape's tree is not the next one's.
    """
    speeds = []
    size = SMALLEST
    while size <= largest:
        page = SHAPES[name](size).encode()
        speeds.append(seconds(page) / len(page) * 1e9)
        size *= 2
    return speeds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Measure each shape and say which ones break the rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=20_000_000)
    parser.add_argument("--shapes", help="names, parted by commas; all by default")
    options = parser.parse_args()
    seconds(SHAPES["paragraphs"](SMALLEST).encode())  # loads models and lexicons
    failed = []
    shapes = options.shapes.split(",") if options.shapes else list(SHAPES)
    for name in shapes:
        with get_context("fork").Pool(1) as fresh:  # by the main thread: others copy more to grow
            speeds, memory = fresh.apply(measure, (options.largest, name))
        growth = speeds[-1] / speeds[0]
        shown = " ".join(f"{speed:6.0f}" for speed in speeds)
        print(f"{name:28s} ns a byte {shown}   growth {growth:4.1f}   memory {memory / 1e6:5.0f} MB", flush=True)
        if growth > MAX_GROWTH or memory > MAX_MEMORY:
            failed.append(name)
    if failed:
        print(f"not in proportion to size: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
