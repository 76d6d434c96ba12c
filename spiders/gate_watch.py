"""Tells whether an answer stands in place of the page asked for: by where it leads, what it says, what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners import Rejection
from pipelines.compare import text_digest
from spiders.gates import find_challenge, gate_reason, leads_back, refusal_reason, status_reason
from spiders.responses import plain_headers
from spiders.same_page import canonical_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.http import Response

    from cleaners import Article
    from pipelines.items import Page
    from spiders.profile import SiteProfile

MAY_LIST = frozenset({Rejection.LISTING, Rejection.PICTURE_ONLY})
"""Why a page taken for an article is none, when it may be a list: pictures may be those of its entries."""


class GateWatch:
    """What one run knows of gates, which ask strangers for something first, and of dead ends behind redirects."""

    def __init__(self, profile: SiteProfile) -> None:
        self._profile = profile
        self._gates: dict[str, str | None] = {}
        """Paths of gates; a digest of the text where an article may have stood."""
        self._dead_ends: set[str] = set()

    def note_dead_end(self, url: str) -> None:
        """Note an address that a redirect led to, and that is no article."""
        self._dead_ends.add(url)

    def is_known(self, asked: str, target: str) -> bool:
        """Whether a redirect from ``asked`` leads where none was found in this run."""
        is_gate = self._gates.get(urlsplit(target).path, "") is None and leads_back(asked, target)
        return is_gate or target in self._dead_ends

    def asks_first(self, asked: str, shown: str) -> str | None:
        """What the gate at ``shown``, which answered in the page's place, wants first; None where it is no gate."""
        if not leads_back(asked, shown):
            return None
        self._gates.setdefault(urlsplit(shown).path)
        return gate_reason(shown)

    def in_place_of(self, page: Page, response: Response, article: Article) -> str | None:
        """What stands in an article's place, for which it could not be had; None where nothing does.

        What states its day is an article, whatever its address carries along (the old one after a move), unless the
        same text stood there for another.
        """
        if not article.rejection:
            if article.published_at and leads_back(page.url, response.url):
                return gate_reason(response.url) if self._showed(response.url, text_digest(article)) else None
            is_itself = canonical_key(response.url, article, self._profile) == page.normalised_url
            return None if is_itself else self.asks_first(page.url, response.url)
        gate = self.asks_first(page.url, response.url)
        if article.rejection is Rejection.REFUSAL:
            return gate or _challenge_of(response) or refusal_reason(article.title)
        return gate or (None if article.rejection in MAY_LIST else _challenge_of(response))

    def _showed(self, url: str, digest: str) -> bool:
        """Whether the path of ``url`` last showed the very text with this digest, for another page."""
        path = urlsplit(url).path
        before, self._gates[path] = self._gates.get(path), digest
        return before == digest


def shut_out(response: Response, clean: Callable[[Response], Article]) -> str | None:
    """What a page that leads nowhere says to whoever asks, instead of listing anything; None where it does not.

    ``clean`` reads the answer as an article.
    """
    if challenge := _challenge_of(response):
        return challenge
    article = clean(response)
    return refusal_reason(article.title) if article.rejection is Rejection.REFUSAL else None


def _challenge_of(response: Response) -> str | None:
    """Name the challenge that was sent with a status of success; None when it is none."""
    headers = plain_headers(response.headers)
    is_one = find_challenge(headers, response.body) is not None
    return status_reason(response.status, headers, response.body) if is_one else None
