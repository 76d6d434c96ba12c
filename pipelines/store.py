"""The store: one open database, visits in, outcomes out. The only module that writes articles.

Transactions are explicit: ``batch()`` opens one, everything inside is one commit or nothing. The frontier shares
``connection`` and so can commit its marks with the articles.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from cleaners.article import Integrity
from pipelines import places, rows, search_index
from pipelines.bands import Bands
from pipelines.compare import SentenceChanges, compare_sentences, text_digest
from pipelines.connection import AtRest, connect, explained, storage_trouble
from pipelines.hijacks import hijack_news, junk_of, stored_junk
from pipelines.redating import keep_day
from pipelines.rows import as_json, utc_text
from pipelines.stored import StoredArticle, decide
from pipelines.stories import find_story, same_story
from pipelines.transaction import transaction
from pipelines.values import CrawlCounts, Outcome, Site, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipelines.copies import Address
    from pipelines.items import Visit
    from pipelines.search_index import Entry

CACHE_MIB = 64
"""Page cache at most; a crawl uses a few megabytes of it. A bulk load of very many articles is faster with 512."""
GATHERED_AT_MOST = 5_000
"""New articles of one transaction that may wait for their entries in the indexes: bounds memory in a long one."""

_NO_CHANGES = SentenceChanges((), ())
_KNOW_PAGE = """
INSERT INTO pages (url, site, kind, state, found_at, found_on)
SELECT :to, site, 'article', 'done', last_fetched_at, url FROM pages WHERE url = :from
ON CONFLICT (url) DO NOTHING
"""
_TAKE_COPIES_ALONG = (
    "UPDATE pages SET redirected_to = :to WHERE redirected_to = :from AND outcome = 'copy' AND url != :to"
)
_MOVE_ARTICLE = "UPDATE articles SET normalised_url = :to, url = :url WHERE normalised_url = :from"


class _Batch:
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
        """Look at a site's row again, which has changed."""
        self._regions.pop(site, None)

    def add(self, entry: Entry, bands: list[int]) -> None:
        """Take a new article for both indexes."""
        self._entries.append(entry)
        self.bands.add(entry.article_id, bands)
        if len(self._entries) >= GATHERED_AT_MOST:
            self.write()

    def write(self) -> None:
        """Write what was gathered; to be called before the transaction ends."""
        search_index.add(self.connection, self._entries)
        self.bands.write()
        self._entries.clear()


class Store:
    """One open database. Use ``Store.open``; a context manager that closes."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._bands = Bands(connection)
        self._batch: _Batch | None = None

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False, cache_mib: int = CACHE_MIB) -> Self:
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
    def _in_batch(self) -> Iterator[_Batch]:
        if self._batch is not None:
            yield self._batch
        elif self.connection.in_transaction:  # somebody else's transaction: it may be committed without us
            with self._gather() as batch:
                yield batch
        else:
            with explained(self.path), transaction(self.connection), self._gather() as batch:
                yield batch

    @contextmanager
    def _gather(self) -> Iterator[_Batch]:
        self._batch = batch = _Batch(self.connection, self._bands)
        try:
            yield batch
            batch.write()
        finally:
            self._batch = None

    def save(self, visit: Visit) -> Outcome:
        """Store one visit and say what became of the page. Safe to repeat: the same visit again is ``unchanged``."""
        return self._store(visit, None)

    def reread(self, visit: Visit, now: datetime) -> Outcome:
        """Store what a newer reading of an archived page gives; a text it replaces becomes a revision of ``now``.

        No visit: nothing counts as a fetch or as an edit of the site's, and a withdrawn page stays withdrawn.
        """
        return self._store(visit, now)

    def _store(self, visit: Visit, reread_at: datetime | None) -> Outcome:
        with self._in_batch() as batch:
            stored = self.article_at(visit.normalised_url)
            visit = keep_day(visit, stored) if stored else visit
            digest = text_digest(visit.article)
            outcome = decide(stored, visit, digest, is_rereading=reread_at is not None)
            home = batch.region(visit.site)
            if stored and reread_at is None and outcome in {Outcome.UNCHANGED, Outcome.CHANGED}:
                news = hijack_news(self.connection, stored, visit)
                if news is not None:
                    self._add_revision(visit, stored, news.cause, utc_text(visit.fetched_at), news.changes)
            if reread_at is None or not self._knows_page(visit.normalised_url):
                self.connection.execute(rows.SAVE_PAGE, rows.page_values(visit, outcome))
            if outcome is Outcome.NEW:
                self._insert_article(batch, visit, digest, home)
            elif outcome is Outcome.REJECTED or (outcome is Outcome.GONE and stored is None):
                values = rows.rejection_values(visit, outcome)
                sql = rows.upsert("rejections", values, key="normalised_url", keep=("first_seen_at",))
                self.connection.execute(sql, values)
            elif stored is not None:
                self._update_article(batch, visit, stored, outcome, digest, reread_at)
        return outcome

    def article_at(self, normalised_url: str) -> StoredArticle | None:
        """The article that is stored under an address; None without one."""
        row = self.connection.execute("SELECT * FROM articles WHERE normalised_url = ?", (normalised_url,)).fetchone()
        return StoredArticle.of(row) if row else None

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
        """Delete an article that this run stored and then knew for none; nothing is done when it has a history."""
        with self._in_batch() as batch:
            stored = self.article_at(normalised_url)
            if stored is None or stored.revision > 1:
                return False
            others = "SELECT min(id) FROM articles WHERE story_id = ? AND id != ?"
            self._delete(batch, stored, self.connection.execute(others, (stored.id, stored.id)).fetchone()[0])
        return True

    def _delete(self, batch: _Batch, stored: StoredArticle, story_id: int | None) -> None:
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
        self.connection.execute("DELETE FROM rejections WHERE normalised_url = ?", (normalised_url,))

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
        exit_code: int | None = None,
        stats: dict[str, Any] | None = None,
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

    def check(self) -> list[str]:
        """Name what is wrong with the database, one line each; empty when it is sound.

        Reads everything: a minute for a million articles. A read-only store leaves out FTS5's check of its own
        structure, which FTS5 takes as a write (it writes nothing).
        """
        problems = []
        for look in (_broken_pages, _broken_references, search_index.check):
            try:
                for problem in look(self.connection):
                    problems.append(problem)  # noqa: PERF402 - those found before it raises are kept
            except sqlite3.DatabaseError as error:  # SQLite names some of what is broken, and ends at other
                problems.append(str(error))
        return list(dict.fromkeys(problems))

    def _knows_page(self, url: str) -> bool:
        return self.connection.execute("SELECT 1 FROM pages WHERE url = ?", (url,)).fetchone() is not None

    def _insert_article(self, batch: _Batch, visit: Visit, digest: str, home: str | None) -> None:
        article_id = batch.take_id()
        article = visit.article
        values = rows.article_values(visit, digest)
        title, text = rows.storable_or_none(article.title), rows.storable(article.text)
        found = find_story(batch.bands, article_id, text)
        own = (article_id, utc_text(visit.fetched_at), 1, found.story_id, found.similarity)
        self.connection.execute(rows.INSERT_ARTICLE, values + own)
        self._add_parts(article_id, visit, home)
        batch.add(search_index.entry(article_id, title, text), found.bands)
        self.forget_rejection(visit.normalised_url)

    def _update_article(
        self,
        batch: _Batch,
        visit: Visit,
        stored: StoredArticle,
        outcome: Outcome,
        digest: str,
        reread_at: datetime | None,
    ) -> None:
        """Bring a stored article to what the visit or the rereading showed, and keep what it replaces."""
        changed_at = utc_text(reread_at or visit.fetched_at)
        if outcome is Outcome.GONE:
            self._withdraw(visit, stored, changed_at)
            return
        self.forget_rejection(visit.normalised_url)
        if not reread_at:
            self.connection.execute(rows.SEEN_NO_LATER, {"url": visit.normalised_url, "now": changed_at})
        withdrawn_at = stored.withdrawn_at if reread_at else None
        if stored.withdrawn_at != withdrawn_at:
            self._add_revision(visit, stored, "restored", changed_at)
        same_text = stored.digest_beside(digest) == digest
        if not same_text:
            self._add_revision(visit, stored, "recleaned" if outcome is Outcome.RECLEANED else "edited", changed_at)
        if same_text and not reread_at and self._reads_as_stored(visit, stored):
            self.connection.execute(
                "UPDATE articles SET last_seen_at = ?, withdrawn_at = NULL WHERE id = ?", (changed_at, stored.id)
            )
            return
        is_edit = not same_text and outcome is Outcome.CHANGED
        values = rows.article_values(visit, digest)
        self.connection.execute(rows.UPDATE_ARTICLE, (*values, withdrawn_at, stored.revision + is_edit, stored.id))
        self._index_again(batch, visit, stored)
        self._replace_parts(stored.id, visit, batch.region(visit.site))

    def _withdraw(self, visit: Visit, stored: StoredArticle, changed_at: str) -> None:
        """Note that an article is gone, unless that is known."""
        if stored.withdrawn_at is None:
            self._add_revision(visit, stored, "withdrawn", changed_at)
            self.connection.execute("UPDATE articles SET withdrawn_at = ? WHERE id = ?", (changed_at, stored.id))

    def _reads_as_stored(self, visit: Visit, stored: StoredArticle) -> bool:
        """Whether the same cleaner found the same junk around a text that is the stored one."""
        if (stored.cleaner_version, stored.integrity) != (visit.cleaner_version, visit.article.integrity):
            return False
        return stored.integrity != Integrity.INJECTED or (
            stored_junk(self.connection, stored.id) == junk_of(visit.article)
        )

    def _index_again(self, batch: _Batch, visit: Visit, stored: StoredArticle) -> None:
        """Have searches find an article by its new title and text, where these have changed."""
        title, text = rows.storable_or_none(visit.article.title), rows.storable(visit.article.text)
        if (stored.title, stored.text) != (title, text):
            batch.write()  # the row may be of this very batch
            search_index.remove(self.connection, search_index.entry(stored.id, stored.title, stored.text))
            search_index.add(self.connection, [search_index.entry(stored.id, title, text)])

    def _add_revision(
        self,
        visit: Visit,
        stored: StoredArticle,
        cause: str,
        changed_at: str,
        changes: SentenceChanges = _NO_CHANGES,
    ) -> None:
        article = visit.article
        if text_changed := cause in {"edited", "recleaned"}:
            changes = compare_sentences(
                _whole_text(stored.title, stored.kicker, stored.deck, stored.text),
                _whole_text(article.title, article.kicker, article.deck, article.text),
            )
        values = {
            "article_id": stored.id,
            "cause": cause,
            "changed_at": changed_at,
            "revision": stored.revision,
            **{
                name: getattr(stored, name) if text_changed else None
                for name in ("title", "kicker", "deck", "text", "text_digest", "cleaner_version")
            },
            "added": as_json(changes.added),
            "deleted": as_json(changes.deleted),
            "status": visit.status,
        }
        self.connection.execute(rows.ADD_REVISION, values)

    def _replace_parts(self, article_id: int, visit: Visit, home: str | None) -> None:
        """Write the pictures, removals and places of an article over those it had."""
        for table in ("images", "removals", "article_places"):
            self.connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - own names
        self._add_parts(article_id, visit, home)

    def _add_parts(self, article_id: int, visit: Visit, home: str | None) -> None:
        article = visit.article
        places.add_places(self.connection, article_id, home, article.dateline, article.title)
        for sql, parts in (
            ("INSERT INTO images VALUES (?, ?, ?, ?, ?)", article.images),
            ("INSERT INTO removals VALUES (?, ?, ?, ?, ?, ?)", article.removed),
        ):
            if parts:
                self.connection.executemany(sql, rows.part_values(article_id, parts))


def _broken_pages(connection: sqlite3.Connection) -> Iterator[str]:
    return (row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok")


def _broken_references(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table}: row {row} refers to nothing in {parent}"


def _whole_text(title: str | None, kicker: str | None, deck: str | None, text: str) -> str:
    return "\n".join(part for part in (kicker, title, deck, text) if part)
