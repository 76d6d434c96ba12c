"""The ids of our own visit that a site writes into its links: answers as they would be without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.links.urls import normalise_url
from pipelines.items import PageKind
from spiders.discovery.session_folders import (
    find_folder,
    links_without,
    longest_link,
    looks_like_id,
    place_of,
    shows,
    without_folder,
)
from spiders.forwarding import Forward
from spiders.responses import document_of, is_moved_for_good

if TYPE_CHECKING:
    from scrapy.http import Response

    from pipelines.items import Page
    from pipelines.ledger import Ledger
    from spiders.discovery.session_folders import Folder, Place


class _Look(NamedTuple):
    """What is known of a page that is looked at more than once."""

    folder: Folder
    """Of its first answer."""
    again: Response | None = None
    """Its second answer, where that has shown another folder: what is left to see is a page asked for without."""
    bare: str = ""
    """The address of that page."""
    text: str = ""
    """What the link to it says."""


class SessionWatch:
    """What one run knows of the folder that bears its visit's id.

    Costs two requests where a site looks as if it had one. ``books`` says which pages are known: those in an edition's
    folder are, after the first run.
    """

    def __init__(self, books: Ledger) -> None:
        self._books = books
        self._looks: dict[str, _Look] = {}
        """By the page's key."""
        self._place: Place | None = None
        """Where the ids stand; None as long as no page has shown two."""
        self._is_settled = False
        """No further page is looked at twice."""

    def next_look(self, page: Page, response: Response) -> Forward | None:
        """What to ask for before a page is read whose links may bear the id of a visit; None for others, and at last.

        First the page once more, then what it leads to without the folder: a server that shows nothing there is
        given its ids.
        """
        if look := self._looks.get(page.normalised_url):
            return self._look_on(look, page, response)
        if self._is_settled or page.kind is not PageKind.LISTING or response.status != 200:
            return None
        folder = find_folder(document_of(response), page.url)
        if folder is None or not self._is_suspect(page, folder):
            return None
        self._looks[page.normalised_url] = _Look(folder)
        return Forward(page, page.url, response.meta.get("forwarded", 0) + 1)

    def _look_on(self, look: _Look, page: Page, response: Response) -> Forward | None:
        if look.again is not None:
            self._is_settled = True
            is_there = response.status == 200 and urlsplit(response.url).path.endswith(urlsplit(look.bare).path)
            if is_there and shows(document_of(response), look.text):
                self._place = place_of(look.folder.path)
            return None
        folder = find_folder(document_of(response), page.url)
        if self._is_settled or folder is None or not folder.is_new_visit_of(look.folder):
            self._is_settled = True
            return None
        bare, text = longest_link(document_of(response), folder.path)
        self._looks[page.normalised_url] = _Look(look.folder, response, bare, text)
        return Forward(page, bare, response.meta.get("forwarded", 0) + 1)

    def without(self, page: Page, response: Response) -> Response:
        """The answer to a page, without the ids of the visit in address and links; as it is where there are none."""
        look = self._looks.pop(page.normalised_url, None)
        response = look.again if look and look.again is not None else response
        if response.status != 200:
            return response
        url = self._asked_address(page, response)
        folder = find_folder(document_of(response), url, self._place) if self._place else None
        body = links_without(response.body, folder.path) if folder else response.body
        return response.replace(url=url, body=body) if folder or url != response.url else response

    def _asked_address(self, page: Page, response: Response) -> str:
        """The address that answered, without an id that the server has put before the path of the page's own.

        A known page's is one by its looks alone: it may come before any that shows what the site does.
        """
        led_to = urlsplit(response.url).path
        put_in = led_to.removesuffix(urlsplit(page.url).path)
        if put_in in {"", led_to}:
            return response.url
        is_by_looks = page.was_read and looks_like_id(put_in) and not is_moved_for_good(response)
        is_id = place_of(put_in) == self._place if self._place else is_by_looks
        return without_folder(response.url, put_in) if is_id else response.url

    def _is_suspect(self, page: Page, folder: Folder) -> bool:
        """Whether a folder looks like an id, or leads to known pages; those of one that is there for good are known."""
        root = "://".join(urlsplit(page.url)[:2])
        is_old = any(self._books.knew(normalise_url(f"{root}{folder.path}{link}")) for link in folder.below)
        return not is_old and (
            looks_like_id(folder.path) or any(self._books.knew(normalise_url(f"{root}{link}")) for link in folder.below)
        )
