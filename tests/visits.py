"""Short ways to write articles and visits in tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cleaners.article import Article, Block, BlockKind
from pipelines.items import Visit

NOON = datetime(2024, 8, 29, 4, 0, tzinfo=UTC)


def article_of(*paragraphs: str, **fields: Any) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return Article(title=fields.pop("title", "清河大桥通车"), text="\n".join(paragraphs), blocks=blocks, **fields)


def visit_of(article: Article, *, path: str = "1.html", hours: int = 0, **fields: Any) -> Visit:
    url = f"https://news.qinghe.example/{path}"
    defaults: dict[str, Any] = {
        "site": "qinghe",
        "url": url,
        "normalised_url": url,
        "status": 200,
        "cleaner_version": "1",
    }
    return Visit(article=article, fetched_at=NOON + timedelta(hours=hours), **(defaults | fields))
