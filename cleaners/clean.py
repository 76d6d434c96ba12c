"""The two ways in: a page's bytes, or plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cleaners.article import Article, Block, Integrity, Rejection
from cleaners.draft import Draft
from cleaners.embedded.data_page import as_page
from cleaners.memory import SiteMemory
from cleaners.page.parse import parse_page, text_page
from cleaners.page.shown_escapes import shows_paragraphs, shows_references
from cleaners.repairs.repair import as_it_stood, repair_source
from cleaners.site import Site
from cleaners.source.charset import decode
from cleaners.source.escaped import unescape_markup, unescape_references
from cleaners.source.stray_cells import without_stray_cells
from cleaners.source.taming import is_too_deep, tame
from cleaners.steps import run_steps
from cleaners.text.script import detect_script
from cleaners.verdict import refuse_data, refuse_input

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaners.page.model import Page
    from cleaners.repairs.repair import Repair

_UNKNOWN_SITE = Site()
_NO_MEMORY = SiteMemory()
_ESCAPED = ((shows_paragraphs, unescape_markup), (shows_references, unescape_references))
"""What shows that a page was escaped once too often, and what undoes it: first tags, whose text may hold references."""


class _ReadPage(NamedTuple):
    """A page as far as it is read before any step."""

    tamed: str
    """Its source without what would stall the parser."""
    repair: Repair
    """What became of that, and how."""
    page: Page
    """What was parsed of the repaired source."""


def clean_html(
    raw: bytes | bytearray | memoryview | str,
    url: str | None = None,
    *,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    site: Site | None = None,
    memory: SiteMemory | None = None,
) -> Article:
    """Read a page into an Article.

    ``raw`` is the page's bytes as received (or text already decoded), ``url`` where it came from, ``content_type``
    the HTTP header, ``fetched_at`` an aware time for 昨天 and 3小时前, ``site`` what is known of the outlet,
    ``memory`` what is remembered of its other pages. A page whose address cannot be taken apart has none.
    Total: any bytes and any text give an Article, one that cannot be read has a ``rejection``. Deterministic.
    Raises ``TypeError`` for what is neither, for an address that is no text, and for a time that is none.
    """
    raw = _bytes_or_text(raw)
    url = _readable_address(url)
    _check_time(fetched_at)
    if rejection := refuse_input(raw):
        return Article(url=url, rejection=rejection)
    if isinstance(raw, bytes):
        source, charset = decode(raw, content_type)
    else:
        source, charset = raw, None
    source = as_page(source)
    if rejection := refuse_data(source):
        return Article(url=url, charset=charset, rejection=rejection)
    read = _read_page(source, url, site)
    if read is None:
        return Article(url=url, charset=charset, rejection=Rejection.TOO_LARGE)
    for is_shown, undo in _ESCAPED:
        if is_shown(read.page, read.repair.source):
            read = _read_page(undo(read.tamed), url, site) or read
    tamed, repair, page = read
    draft = Draft(page, page.lines, site or _UNKNOWN_SITE, fetched_at, memory or _NO_MEMORY)
    article = _finish(draft.note(charset=charset), repair)
    return _with_removals_as_they_stood(article, repair, lambda: parse_page(tamed, url, site))


def clean_text(
    text: str,
    url: str | None = None,
    *,
    fetched_at: datetime | None = None,
    site: Site | None = None,
    memory: SiteMemory | None = None,
) -> Article:
    """Read the plain text of a page, as a reader would copy it, into an Article. As total as ``clean_html``."""
    if not isinstance(text, str):
        raise TypeError(f"plain text is a str, not {type(text).__name__}")
    url = _readable_address(url)
    _check_time(fetched_at)
    if rejection := refuse_input(text):
        return Article(url=url, rejection=rejection)
    repair = repair_source(text, markup=False)
    page = text_page(repair.source, url)
    draft = Draft(page, page.lines, site or _UNKNOWN_SITE, fetched_at, memory or _NO_MEMORY)
    article = _finish(draft, repair)
    return _with_removals_as_they_stood(article, repair, lambda: text_page(text))


def _read_page(source: str, url: str | None, site: Site | None) -> _ReadPage | None:
    """Parse a page, first tamed, then repaired; None where its elements stand too deep inside each other."""
    tags = source.count("<")
    if is_too_deep(source, tags):
        return None
    tamed = without_stray_cells(tame(source, tags))
    repair = repair_source(tamed)
    return _ReadPage(tamed, repair, parse_page(repair.source, url, site))


def _bytes_or_text(raw: object) -> bytes | str:
    """Take what holds bytes (a buffer of a socket or of a mapped file) as bytes."""
    if isinstance(raw, bytes | str):
        return raw
    if isinstance(raw, bytearray | memoryview):
        return bytes(raw)
    raise TypeError(f"a page is its bytes or its text, not {type(raw).__name__}")


def _readable_address(url: str | None) -> str | None:
    """``url``, or None where its host cannot be told from the rest (``http://[daily``, RFC 3986 section 3.2.2)."""
    if not isinstance(url, str | None):
        raise TypeError(f"an address is a str, not {type(url).__name__}")
    try:
        urlsplit(url or "")
    except ValueError:
        return None
    return url


def _check_time(fetched_at: object) -> None:
    """Refuse what is no time at once, and not on the first page that says 昨天."""
    if not isinstance(fetched_at, datetime | None):
        raise TypeError(f"fetched_at is a datetime, not {type(fetched_at).__name__}")


def _finish(draft: Draft, repair: Repair) -> Article:
    """The article that the steps make of a draft whose page was repaired."""
    integrity = Integrity.MIRROR if repair.mirror else Integrity.CLEAN
    draft = run_steps(draft.note(url=draft.page.url, integrity=integrity, removed=repair.removed, trace=repair.trace))
    blocks = tuple(Block(body_line.kind, body_line.line.text) for body_line in draft.body)
    text = "\n".join(block.text for block in blocks)
    script = detect_script(f"{draft.article.title or ''}\n{text}")
    return draft.note(blocks=blocks, text=text, script=script).article


def _with_removals_as_they_stood(article: Article, repair: Repair, read_unrepaired: Callable[[], Page]) -> Article:
    """Put back what the repairs changed in the text of later removals; the page is read again only when they did."""
    own = len(repair.removed)
    if not repair.mirror or len(article.removed) == own:
        return article
    stood = (line.text for line in read_unrepaired().lines)
    return replace(article, removed=repair.removed + as_it_stood(article.removed[own:], stood, repair))
