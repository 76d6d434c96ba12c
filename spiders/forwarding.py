"""Pages that show nothing themselves: where a meta refresh, a script or a frame leads instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Rejection
from pipelines.items import INDEX_KINDS
from spiders.discovery.listings import find_frames
from spiders.discovery.newspapers import MAX_FORWARDS, find_forward
from spiders.middlewares.scope import out_of_scope
from spiders.responses import document_of, header

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.http import Response

    from pipelines.items import FinishedPage, Page
    from spiders.profile import SiteProfile


OF_SHELLS = frozenset({Rejection.NO_BODY, Rejection.TOO_SHORT})
"""Why a page is no article that a script fills in."""


class Forward(NamedTuple):
    """Another address to be asked for in place of a page's own."""

    page: Page
    url: str
    times: int
    """How often the page has led on by now, this time included."""
    give_up: Callable[[], FinishedPage] | None = None
    """What the page comes to by itself, where what is asked for is what its own script would show in it, an article as
    data, which stays the page's; None where it is any other address."""


def forward_of(page: Page, response: Response, profile: SiteProfile) -> Forward | None:
    """Where the answer leads on to, within the site and :data:`MAX_FORWARDS` times at most; None where it does not.

    A frame is gone into for an article alone: those of a list are further lists.
    """
    times = response.meta.get("forwarded", 0)
    if times >= MAX_FORWARDS:
        return None
    document = document_of(response)
    link = find_forward(document, refresh=header(response, "Refresh"))
    if link is None and page.kind not in INDEX_KINDS:
        link = next(iter(find_frames(document)), None)
    return None if link is None or out_of_scope(link.url, profile) else Forward(page, link.url, times + 1)
