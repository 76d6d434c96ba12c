"""The articles of one run, read with what is remembered of their site's pages, and remembered in turn."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import cleaners
from cleaners.article import RemovalKind
from cleaners.memory import REMEMBERED_STEPS, remember
from spiders.responses import header

if TYPE_CHECKING:
    from scrapy.http import Response

    from cleaners import Article
    from cleaners.memory import SiteMemory
    from cleaners.site import Site

_REMEMBERED_TOGETHER = 20
"""Articles whose lines are added to the site's memory at a time: adding copies it."""


class SiteReader:
    """Cleans the pages of ``site``. ``memory``: lines that its articles have in common."""

    def __init__(self, site: Site, memory: SiteMemory):
        self._site = site
        self._memory = memory
        self._unremembered: list[list[str]] = []
        self._remembered: set[int] = set()
        """Hashes of the texts: an article that is met at several addresses, or under new sessions, counts once."""

    def read(self, response: Response) -> Article:
        """Read the article of an answer that has just come."""
        article = cleaners.clean_html(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            fetched_at=datetime.now(UTC),
            site=self._site,
            memory=self._memory,
        )
        if article.blocks and (text := hash(article.text)) not in self._remembered:
            self._remembered.add(text)
            self._remember(article)
        return article

    def _remember(self, article: Article) -> None:
        cut = (
            removal.text
            for removal in article.removed
            if removal.kind is RemovalKind.SPAM or removal.step in REMEMBERED_STEPS
        )
        self._unremembered.append([*(block.text for block in article.blocks), *cut])
        if len(self._unremembered) >= _REMEMBERED_TOGETHER:
            self._memory = remember(self._unremembered, self._memory)
            self._unremembered = []
