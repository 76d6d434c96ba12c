"""The values that cleaning makes: one article, its parts, and the closed sets they draw on.

Holds no rule and no behaviour beyond a few derived views. Every value is frozen; absence is
``None`` for a single value and an empty tuple for many, never ``""`` or ``0``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE_ROW = "table_row"
    CODE = "code"


class RemovalKind(StrEnum):
    """Why a piece of text was cut."""

    SPAM = "spam"
    """Put there by a hijacker."""
    BOILERPLATE = "boilerplate"
    """The page's own furniture: share lines, statements, related links, credits moved to fields."""
    MIRROR = "mirror"
    """Left by a mirror script: its address, readings in brackets, symbols, a repair that had to guess."""


class Integrity(StrEnum):
    """What happened to the page before it reached us."""

    CLEAN = "clean"
    INJECTED = "injected"
    """Junk was found and cut."""
    MIRROR = "mirror"
    """A copy under a foreign name, or corrupted by a mirror script."""


class Precision(StrEnum):
    """How exactly a page states a time. The parts below it are zero in the datetime."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Rejection(StrEnum):
    """Why a page is not an article."""

    EMPTY = "empty"
    """No bytes, or nothing but white space."""
    BINARY = "binary"
    """Not text: an image, an archive, a PDF."""
    TOO_LARGE = "too_large"
    """Larger than a page may be; not read."""
    LISTING = "listing"
    """The main content is links to other pages."""
    SOFT_404 = "soft_404"
    """"Not found" sent with status 200."""
    REFUSAL = "refusal"
    """A guard's answer sent with status 200: a ban, a block, a demand to prove that one is no program."""
    NO_BODY = "no_body"
    """No main content was found."""
    TOO_SHORT = "too_short"
    """Main content too short to be an article, and nothing (date, byline, picture) that says it is one."""
    PICTURE_ONLY = "picture_only"
    """Pictures without a word of text."""
    SPAM_ONLY = "spam_only"
    """Nothing but junk."""
    STANDING_PAGE = "standing_page"
    """One page in place of many articles: maintenance, a domain for sale. Told when storing, not by cleaning."""
    OTHER_ARTICLE = "other_article"
    """Another article in place of one that is stored, at several addresses at once. Told when storing."""


class Block(NamedTuple):
    """One block of the body, in reading order."""

    kind: BlockKind
    text: str


class Removal(NamedTuple):
    """One piece that stood in the article's reach and was cut."""

    kind: RemovalKind
    text: str
    """As it stood on the page, before any repair."""
    where: str
    """Where it stood: ``before``, ``body``, ``inline``, ``after``, ``hidden``, ``title``, ``meta``; a repair that
    had to guess adds ``?``."""
    step: str
    """Name of the step that cut it."""


class Image(NamedTuple):
    """One picture of the body."""

    url: str
    """Absolute where the page's address is known, else as written."""
    alt: str | None
    caption: str | None


@dataclass(frozen=True)
class Article:
    """One news article as first published, and how it was recovered from its page."""

    url: str | None = None
    """Address it was fetched from; None for text without one."""
    canonical_url: str | None = None
    """Address the page declares for itself, absolute."""
    title: str | None = None
    """Headline as set on the page, without site name."""
    kicker: str | None = None
    """Short line above the headline (引题)."""
    deck: str | None = None
    """Line below the headline (副题)."""
    text: str = ""
    """The blocks' text, one a line. Empty when there is no body."""
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    published_at: datetime | None = None
    """Aware, in the outlet's zone; parts finer than ``published_precision`` are zero."""
    published_precision: Precision | None = None
    published_raw: str | None = None
    """The time as the page writes it."""
    modified_at: datetime | None = None
    authors: tuple[str, ...] = ()
    """People who wrote it, roles removed."""
    photographers: tuple[str, ...] = ()
    source: str | None = None
    """Outlet credited for the text (来源), normalised; never a person."""
    source_raw: str | None = None
    """The source as the page writes it."""
    source_url: str | None = None
    editors: tuple[str, ...] = ()
    """People who handled it (责任编辑)."""
    proofreaders: tuple[str, ...] = ()
    dateline: str | None = None
    """Agency, place and date at the lede's start (电头), e.g. ``新华社北京4月24日电``."""
    section: str | None = None
    """Channel it ran in (栏目)."""
    keywords: tuple[str, ...] = ()
    lang: str | None = None
    """BCP 47 language without script, e.g. ``zh``, ``en``."""
    script: str | None = None
    """``zh-Hans`` or ``zh-Hant`` as first published; None when the text is not Chinese."""
    charset: str | None = None
    """Charset the bytes were read with; None when text was given."""
    integrity: Integrity = Integrity.CLEAN
    mirror_of: str | None = None
    """Outlet (name or host) this page copies, where it gives that away."""
    removed: tuple[Removal, ...] = ()
    trace: tuple[str, ...] = ()
    """Names of the steps that changed something, in order."""
    rejection: Rejection | None = None
    """None for an article; else why it is not one. A rejected page keeps whatever was found."""

    def as_dict(self) -> dict[str, Any]:
        """The article as JSON-ready values.

        ``published_at`` is written as exactly as the page states it (``2024-08-29`` for a day), ``paragraphs``
        repeats the blocks' text as a plain list for readers that need no kinds.
        """
        values: dict[str, Any] = {name: getattr(self, name) for name in _FIELDS}
        values["published_at"] = _format_stated(self.published_at, self.published_precision)
        values["modified_at"] = self.modified_at.isoformat() if self.modified_at else None
        values["blocks"] = [block._asdict() for block in self.blocks]
        values["paragraphs"] = [block.text for block in self.blocks]
        values["images"] = [image._asdict() for image in self.images]
        values["removed"] = [removal._asdict() for removal in self.removed]
        return values


_FIELDS = tuple(field.name for field in fields(Article))
_STATED_LENGTH = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}
"""Characters of an ISO 8601 time that a coarse precision states."""


def _format_stated(time: datetime | None, precision: Precision | None) -> str | None:
    """ISO 8601 text of ``time``, cut to what the page stated; None for None."""
    if time is None:
        return None
    return time.isoformat()[: _STATED_LENGTH.get(precision) if precision else None]
