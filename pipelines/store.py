"""The store: one open database, visits in, outcomes out. What a visit changes in it, ``pipelines.saving`` says.

Transactions are explicit: ``batch()`` opens one, everything inside is one commit or nothing. The frontier shares
``connection`` and so can commit its marks with the articles.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pipelines import rows, search_index
from pipelines.bands import Bands
from pipelines.batch import Batch
from pipelines.connection import AtRest, connect, explained, storage_trouble
from pipelines.rows import utc_text
from pipelines.saving import forget_rejection, save_visit, stored_article
from pipelines.soundness import find_damage
from pipelines.stored import StoredArticle
from pipelines.stories import same_story
from pipelines.transaction import transaction
from pipelines.values import CrawlCounts, Outcome, Site, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipelines.copies import Address
    from pipelines.items import Visit

_CACHE_MIB = 64
"""Page cache at most; a crawl uses a few megabytes of it. A bulk load of very many articles is faster with 512."""

_KNOW_PAGE = """
INSERT INTO pages (url, site, kind, state, found_at, found_on)
SELECT :to, site, 'article', 'done', last_fetched_at, url FROM pages WHERE url = :from
ON CONFLICT (url) DO NOTHING
"""
_TAKE_COPIES_ALONG = (
    "UPDATE pages SET redirected_to = :to WHERE redirected_to = :from AND outcome = 'copy' AND url != :to"
)
_MOVE_ARTICLE = "UPDATE articles SET normalised_url = :to, url = :url WHERE normalised_url = :from"


class Store:
    """One open database. Use ``Store.open``; a context manager that closes."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._bands = Bands(connection)
        self._batch: Batch | None = None

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False, cache_mib: int = _CACHE_MIB) -> Self:
        """Open the database, made or migrated as needed; read-only never writes a byte.

        Raises StoreError (one line) when the file cannot be opened, is another program's, or is newer than this code.
        """
        path = Path(path)
        return cls(connect(path, readonly=readonly, cache_mib=cache_mib), path)

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Close the file. What SQLite could not read or write meanwhile becomes a StoreError.

        So does a file that was taken for one at rest and was written into.
        """
        has_changed = isinstance(self.connection, AtRest) and self.connection.has_changed()
        self.close()
        if has_changed:
            raise StoreError(f"{self.path}: was written into while it was read; run it again") from error
        if trouble := storage_trouble(error, self.path):
            raise trouble from error

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction: committed at the end, undone on any error. Batches nest into the outermost one.

        Waits up to BUSY_SECONDS for another writer. Keep it short: no network, no waiting inside.
        """
        with self._in_batch():
            yield

    @contextmanager
    def _in_batch(self) -> Iterator[Batch]:
        if self._batch is not None:
            yield self._batch
        elif self.connection.in_transaction:  # somebody else's transaction: it may be committed without us
            with self._gather() as batch:
                yield batch
        else:
            with explained(self.path), transaction(self.connection), self._gather() as batch:
                yield batch

    @contextmanager
    def _gather(self) -> Iterator[Batch]:
        self._batch = batch = Batch(self.connection, self._bands)
        try:
            yield batch
            batch.write()
        finally:
            self._batch = None

    def save(self, visit: Visit) -> Outcome:
        """Store one visit and say what became of the page. Safe to repeat: the same visit again is ``unchanged``."""
        with self._in_batch() as batch:
            return save_visit(batch, visit, None)

    def reread(self, visit: Visit, now: datetime) -> Outcome:
        """Store what a newer reading of an archived page gives; a text it replaces becomes a revision of ``now``.

        No visit: nothing counts as a fetch or as an edit of the site's, and a withdrawn page stays withdrawn.
        """
        with self._in_batch() as batch:
            return save_visit(batch, visit, now)

    def article_at(self, normalised_url: str) -> StoredArticle | None:
        """The article that is stored under an address; None without one."""
        return stored_article(self.connection, normalised_url)

    def knows_later(self, visit: Visit) -> bool:
        """Whether the page of a visit was fetched later as well, or then by a crawl: the visit tells nothing new.

        What a crawl did not archive can be cleaned again in no other way than from its file.
        """
        row = self.connection.execute(
            "SELECT last_fetched_at > :at OR (last_fetched_at = :at AND archive_file IS NOT NULL) FROM pages"
            " WHERE url = :url",
            {"at": utc_text(visit.fetched_at), "url": visit.normalised_url},
        ).fetchone()
        return row is not None and bool(row[0])

    def merge(self, normalised_url: str, to: Address) -> bool:
        """Make one article of two, and say so: the one stored under this address leads to another's, stored since.

        Nothing is done when the later one has a history of its own, or they do not tell the same.
        """
        with self._in_batch() as batch:
            earlier, later = self.article_at(normalised_url), self.article_at(to.normalised_url)
            if earlier is None or later is None or earlier.id > later.id or later.revision > 1:
                return False
            if later.withdrawn_at is not None or not same_story(earlier.text, later.text):
                return False
            self._delete(batch, later, earlier.story_id)
            last_seen_at = max(earlier.last_seen_at, later.last_seen_at)
            self.connection.execute("UPDATE articles SET last_seen_at = ? WHERE id = ?", (last_seen_at, earlier.id))
            self.move(normalised_url, to)
        return True

    def take_back(self, normalised_url: str) -> bool:
        """Delete an article that this run stored before it knew that it is none. One with a history stays."""
        with self._in_batch() as batch:
            stored = self.article_at(normalised_url)
            if stored is None or stored.revision > 1:
                return False
            others = "SELECT min(id) FROM articles WHERE story_id = ? AND id != ?"
            self._delete(batch, stored, self.connection.execute(others, (stored.id, stored.id)).fetchone()[0])
        return True

    def _delete(self, batch: Batch, stored: StoredArticle, story_id: int | None) -> None:
        """Delete an article; what is one story with it belongs to ``story_id`` from now on."""
        batch.write()  # the row may be of this very batch
        search_index.remove(self.connection, search_index.entry(stored.id, stored.title, stored.text))
        values = (story_id, stored.id, stored.id)
        self.connection.execute("UPDATE articles SET story_id = ? WHERE story_id = ? AND id != ?", values)
        self.connection.execute("DELETE FROM articles WHERE id = ?", (stored.id,))

    def move(self, normalised_url: str, to: Address) -> None:
        """Keep an article under another address of its site from now on, with all that is known of it.

        Pages that showed it as well are copies of that address.
        """
        with self._in_batch():
            values = {"from": normalised_url, "to": to.normalised_url, "url": to.url}
            for sql in (_KNOW_PAGE, _TAKE_COPIES_ALONG, _MOVE_ARTICLE):
                self.connection.execute(sql, values)
            self.forget_rejection(to.normalised_url)

    def forget_rejection(self, normalised_url: str) -> None:
        """Drop why a page was no article: it shows one now."""
        forget_rejection(self.connection, normalised_url)

    def put_site(self, site: Site, updated_at: datetime) -> None:
        """Store the facts of a site profile over what was known of it."""
        values = {**site._asdict(), "updated_at": utc_text(updated_at)}
        with self._in_batch() as batch:
            self.connection.execute(rows.upsert("sites", values, key="name"), values)
            batch.forget_site(site.name)

    def link_rules(self, site: str) -> str | None:
        """``Site.link_rules`` as last stored; None when nothing is known of the site or of its rules."""
        row = self.connection.execute("SELECT link_rules FROM sites WHERE name = ?", (site,)).fetchone()
        return row[0] if row else None

    def an_archived_file(self) -> str | None:
        """A member of the archive that some page lies in; None when nothing was archived."""
        row = self.connection.execute(
            "SELECT archive_file FROM pages WHERE archive_file IS NOT NULL LIMIT 1"
        ).fetchone()
        return row[0] if row else None

    def start_crawl(self, site: str, started_at: datetime) -> int:
        """Open the row of a run and return its id."""
        with self._in_batch() as batch:
            batch.region(site)
            cursor = self.connection.execute(
                "INSERT INTO crawls (site, started_at) VALUES (?, ?)", (site, utc_text(started_at))
            )
        assert cursor.lastrowid is not None  # noqa: S101 - an INSERT into a rowid table has one
        return cursor.lastrowid

    def finish_crawl(
        self,
        crawl_id: int,
        finished_at: datetime,
        reason: str,
        counts: CrawlCounts,
        exit_code: int | None,
        stats: dict[str, Any] | None,
    ) -> None:
        """Close the row of a run. ``stats`` values that JSON has no form for are written as text."""
        values = {
            **counts._asdict(),
            "finished_at": utc_text(finished_at),
            "reason": reason,
            "exit_code": exit_code,
            "stats": json.dumps(stats, ensure_ascii=False, default=str) if stats is not None else None,
        }
        assignments = ", ".join(f"{name} = :{name}" for name in values)
        with self.batch():
            self.connection.execute(f"UPDATE crawls SET {assignments} WHERE id = :id", {**values, "id": crawl_id})  # noqa: S608 - own names

    def merge_search(self) -> None:
        """Make the search index small again after many articles were read anew; a crawl may store meanwhile."""
        is_left = True
        while is_left:
            with self.batch():
                is_left = search_index.merge(self.connection)

    def check(self) -> list[str]:
        """Name what is wrong with the database, one line each; empty when it is sound. Waits for other writers."""
        with explained(self.path):
            return find_damage(self.connection)
