"""What one transaction knows, and gathers for the indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines import search_index

if TYPE_CHECKING:
    import sqlite3

    from pipelines.bands import Bands
    from pipelines.search_index import Entry

_MAX_GATHERED = 5_000
"""New articles of one transaction that may wait for their entries in the indexes: bounds memory in a long one."""


class Batch:
    """What one transaction knows, and what it has gathered for the indexes.

    New articles enter search index and fingerprints together: each lone entry would be a piece to merge and some
    thirty scattered pages to write. Nobody else writes meanwhile, so what was read once stays true.
    """

    def __init__(self, connection: sqlite3.Connection, bands: Bands) -> None:
        self.connection = connection
        self.bands = bands
        bands.begin()
        self._entries: list[Entry] = []
        self._regions: dict[str, str | None] = {}
        self._next_id = int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM articles").fetchone()[0])

    def take_id(self) -> int:
        """Give the id of the next new article."""
        self._next_id += 1
        return self._next_id - 1

    def region(self, site: str) -> str | None:
        """Give a site's region, None when unknown. A site without a profile gets a row of its own."""
        if site not in self._regions:
            row = self.connection.execute("SELECT region FROM sites WHERE name = ?", (site,)).fetchone()
            if row is None:
                self.connection.execute("INSERT INTO sites (name) VALUES (?)", (site,))
            self._regions[site] = row[0] if row else None
        return self._regions[site]

    def forget_site(self, site: str) -> None:
        """Have a site's region read anew when it is asked for next: its row has changed."""
        self._regions.pop(site, None)

    def add(self, entry: Entry, bands: list[int]) -> None:
        """Take a new article for both indexes."""
        self._entries.append(entry)
        self.bands.add(entry.article_id, bands)
        if len(self._entries) >= _MAX_GATHERED:
            self.write()

    def write(self) -> None:
        """Write what was gathered; to be called before the transaction ends."""
        search_index.add(self.connection, self._entries)
        self.bands.write()
        self._entries.clear()
