"""A response as those take it who look for links in it: plain facts, no Scrapy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pipelines.items import PageKind
from spiders.document import Document

_RECENT = timedelta(days=7)
"""How far back issues of a newspaper are looked for, and lists are read on, without ``since``."""
_MAX_MISSED = timedelta(days=60)
"""The same after a time in which none could be read, at most: who was away for longer says ``since``."""


class Answer(NamedTuple):
    """A response as plain facts."""

    kind: PageKind
    url: str
    body: bytes
    content_type: str | None
    depth: int
    today: date
    """Day at the outlet."""
    is_home: bool = False
    """It is what the home page shows, wherever that forwards to, or what a home page without articles leads to."""
    is_behind: bool = False
    """It is not the home page itself but what that leads to or frames."""
    last_read: date | None = None
    """Day on which an earlier run last read any page of this kind; None before the first."""
    scripts: tuple[str, ...] = ()
    """Texts of the page's own script files, where they were asked for because it lists nothing."""

    @property
    def document(self) -> Document:
        """What finds links takes of it."""
        return Document(self.body, self.url, self.content_type, self.scripts)

    @property
    def recent(self) -> date:
        """First of the days whose news runs may have missed: a week ago, earlier where none has read since."""
        week = self.today - _RECENT
        return week if self.last_read is None else min(week, max(self.last_read, self.today - _MAX_MISSED))
