"""An article as a Markdown document. Pure."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote


def as_markdown(article: dict[str, Any]) -> str:
    """Write an article as a Markdown document. Its text is never taken for markup or HTML."""
    byline = [article["published_at"], article["source"], "、".join(json.loads(article["authors"]))]
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
    body = [_MARKDOWN_BLOCKS.get(kind, "") + _markdown_text(line) for kind, line in zip(kinds, lines, strict=False)]
    return "\n\n".join(part for part in (*head, *body) if part) + "\n"


_URL_SAFE = ":/?#[]@!$&'()*+,;=%~-._"
_MARKDOWN_BLOCKS = {"heading": "## ", "list_item": "- ", "quote": "> "}
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&]|^\s*(?:[-+=]|\d+(?=[.)]))|(?<=\d)[.)](?=\s))")


def _markdown_text(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(lambda sign: f"\\{sign[0]}" if not sign[0][-1].isdigit() else sign[0], text.strip())
