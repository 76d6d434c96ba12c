"""An article as a Markdown document. Pure."""

from __future__ import annotations

import json
import re
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

_URL_SAFE = ":/?#[]@!$&'()*+,;=%~-._"
_MARKDOWN_BLOCKS = {"heading": "## ", "list_item": "- ", "quote": "> "}
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&]|^\s*(?:[-+=]|\d+(?=[.)]))|(?<=\d)[.)](?=\s))")

_SHOWN = {"year": 4, "month": 7, "day": 10}
"""Characters of a time that its page states."""


def as_markdown(article: dict[str, Any]) -> str:
    """Write an article as a Markdown document. Its text is never taken for markup or HTML."""
    day = _shown_time(article["published_at"], article["published_precision"])
    byline = [day, article["source"], "、".join(json.loads(article["authors"]))]
    head = [
        _markdown_text(article["kicker"] or ""),
        f"# {_markdown_text(article['title'] or '(no title)')}",
        _markdown_text(article["deck"] or ""),
        _markdown_text(" · ".join(part for part in byline if part)),
        f"<{quote(article['url'], safe=_URL_SAFE)}>",
    ]
    kinds = json.loads(article["block_kinds"])
    lines = article["text"].split("\n") if article["text"] else []
    kinds += ["paragraph"] * (len(lines) - len(kinds))
    runs = groupby(zip(kinds, lines, strict=False), key=itemgetter(0))
    body = [block for kind, run in runs for block in _markdown_blocks(kind, [line for _, line in run])]
    return "\n\n".join(part for part in (*head, *body) if part) + "\n"


def _shown_time(published_at: str | None, precision: str | None) -> str | None:
    """A stored time as readers are shown it: no finer than its page states it, by the outlet's clock.

    >>> _shown_time("2024-03-05T00:00:00+08:00", "day"), _shown_time("2024-03-05T10:24:36+08:00", "second")
    ('2024-03-05', '2024-03-05 10:24')
    """
    return published_at and published_at[: _SHOWN.get(precision or "", 16)].replace("T", " ")


def _markdown_blocks(kind: str, lines: list[str]) -> list[str]:
    """Write a run of blocks of one kind: rows make a table, items a list, lines of code a listing."""
    if kind == "table_row":
        return [_markdown_table([line.split("\t") for line in lines])]
    if kind == "code":
        fence = "`" * (1 + max(2, *(len(ticks) for line in lines for ticks in re.findall("`+", line) or [""])))
        return ["\n".join((fence, *lines, fence))]
    written = [_MARKDOWN_BLOCKS.get(kind, "") + _markdown_text(line) for line in lines]
    return ["\n".join(written)] if kind == "list_item" else written


def _markdown_table(rows: list[list[str]]) -> str:
    """Write rows as a table of GitHub's Markdown, which wants a head: the first row is it. Missing cells are empty."""
    width = max(map(len, rows))
    head, *body = ([_markdown_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * width, *body))


def _markdown_text(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(lambda sign: f"\\{sign[0]}" if not sign[0][-1].isdigit() else sign[0], text.strip())
