"""Why a run ends before its frontier is empty, and what could not be written."""

from __future__ import annotations

from pipelines.items import PageOutcome
from pipelines.values import StoreError
from spiders.archive import ArchiveError

_ENDED_BY_US = frozenset({"archive", "store_error", "shutdown"})
"""Reasons to stop for which a page that fails from then on is not to blame: our disk, our operator."""
MAX_REFUSED = 30
"""Pages in a row that could not be had, of whatever host, after which the run leaves the rest to the next one: a wall
has risen, or the server is down, and each further request makes either worse. Broken pages of an honest site lie among
others."""
_REFUSED = frozenset({PageOutcome.HTTP_ERROR, PageOutcome.UNREACHABLE})


class Ending:
    """How one run ends. The scheduler hands out no more once there is a ``reason``."""

    def __init__(self) -> None:
        self.reason: str | None = None
        """None while the run goes on."""
        self.storage_error: str | None = None
        """What could not be written, and where; None when all could."""
        self._refused_in_a_row = 0

    @property
    def is_ours(self) -> bool:
        """Whether the run has to end and its site is not to blame."""
        return self.reason in _ENDED_BY_US

    def end(self, reason: str) -> None:
        """End the run, unless something ended it before; what is not the site's fault goes before what may be."""
        if self.reason is None or (reason in _ENDED_BY_US and not self.is_ours):
            self.reason = reason

    def storage_failed(self, error: StoreError | ArchiveError) -> None:
        """End the run: database or archive cannot be written, whatever was about to end it. What was stored stays."""
        self.reason = "archive" if isinstance(error, ArchiveError) else "store_error"
        self.storage_error = str(error)

    def count_refusals(self, outcome: PageOutcome) -> None:
        """End the run when page after page, the one with this ``outcome`` included, cannot be had."""
        self._refused_in_a_row = self._refused_in_a_row + 1 if outcome in _REFUSED else 0
        if self._refused_in_a_row >= MAX_REFUSED:
            self.end("refusals")
