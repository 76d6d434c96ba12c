"""The store: one open database, visits in, outcomes out. The only module that writes articles.

Transactions are explicit: ``batch()`` opens one, everything inside is one commit or nothing. The frontier shares
``connection`` and so can commit its marks with the articles.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pipelines import places, search_index, stories
from pipelines.compare import Stored, compare_sentences, decide, text_digest
from pipelines.migrations import SCHEMA_VERSION, prepare, stored_version
from pipelines.search_index import Entry
from pipelines.stories import add_bands, find_story
from pipelines.values import CrawlCounts, Outcome, Site, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaners.article import Removal
    from pipelines.items import Visit

BUSY_SECONDS = 60
"""How long a writer waits for another one. Batches hold the lock for well under a second."""
CACHE_MIB = 64
"""Page cache at most; a crawl uses a few megabytes of it. A bulk load of very many articles is faster with 512."""
INDEX_BATCH = 5_000
"""New articles of one transaction that may wait for their index entries: bounds memory in a long one."""
MAX_REJECTED_TEXT = 2_000
"""Characters kept of a page that is no article: enough to see why, too few to fill the disk."""
MAX_REJECTED_REMOVALS = 50


class Store:
    """One open database. Use ``Store.open``; a context manager that closes."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._in_batch = False
        self._new: list[Entry] = []
        """Articles of the open batch that are not in the search index and in no story yet."""

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False, cache_mib: int = CACHE_MIB) -> Self:
        """Open the database, made or migrated as needed; read-only never writes a byte.

        Raises StoreError (one line) when the file cannot be opened, is another program's, or is newer than this code.
        """
        path = Path(path)
        if readonly and not path.is_file():
            raise StoreError(f"{path}: no database there; run a crawl first or set NEWS_DB")
        with _explained(path):
            if not readonly:
                path.parent.mkdir(parents=True, exist_ok=True)
            mode = "ro" if readonly else "rwc"
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
            )
            try:
                _configure(connection, readonly=readonly, cache_mib=cache_mib)
                if readonly:
                    _require_current(connection, path)
                else:
                    prepare(connection, path)
                    _renew_derived(connection)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path)

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction: committed at the end, undone on any error. Batches nest into the outermost one.

        Waits up to BUSY_SECONDS for another writer. Keep it short: no network, no waiting inside.
        """
        if self.connection.in_transaction:
            yield
            if not self._in_batch:  # somebody else's transaction: it may be committed without us
                self._index_new()
            return
        with _explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            self._in_batch = True
            try:
                yield
                self._index_new()
                self.connection.execute("COMMIT")
            except BaseException:
                self._new.clear()
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self._in_batch = False

    def save(self, visit: Visit) -> Outcome:
        """Store one visit and say what became of the page. Safe to repeat: the same visit again is ``unchanged``."""
        with self.batch():
            row = self._stored_article(visit.normalised_url)
            digest = text_digest(visit.article)
            stored = (
                Stored(row["text_digest"], row["cleaner_version"], row["withdrawn_at"] is not None) if row else None
            )
            outcome = decide(stored, visit, digest)
            self._know_site(visit.site)
            self._save_page(visit, outcome)
            if outcome is Outcome.NEW:
                self._insert_article(visit, digest)
            elif outcome is Outcome.REJECTED or (outcome is Outcome.GONE and row is None):
                self._save_rejection(visit, outcome)
            elif row is not None:
                self._update_article(visit, row, outcome, digest)
        return outcome

    def put_site(self, site: Site, updated_at: datetime) -> None:
        """Store the facts of a site profile over what was known of it."""
        values = {**site._asdict(), "updated_at": utc_text(updated_at)}
        with self.batch():
            self._execute(_upsert("sites", values, key="name"), values)

    def start_crawl(self, site: str, started_at: datetime) -> int:
        """Open the row of a run and return its id."""
        with self.batch():
            self._know_site(site)
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
            self._execute(f"UPDATE crawls SET {assignments} WHERE id = :id", {**values, "id": crawl_id})  # noqa: S608 - own names

    def check(self) -> list[str]:
        """Name what is wrong with the database, one line each; empty when it is sound.

        Reads everything: a minute for a million articles. Needs a store that is not read-only, because FTS5 takes its
        own check as a write (it writes nothing).
        """
        problems = [row[0] for row in self.connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        broken = self.connection.execute("PRAGMA foreign_key_check").fetchall()
        problems += [f"{row[0]}: row {row[1]} refers to nothing in {row[2]}" for row in broken]
        return problems + search_index.check(self.connection)

    def _know_site(self, name: str) -> None:
        """Make sure that a site has a row, for those without a profile."""
        if self.connection.execute("SELECT 1 FROM sites WHERE name = ?", (name,)).fetchone() is None:
            self.connection.execute("INSERT INTO sites (name) VALUES (?)", (name,))

    def _execute(self, sql: str, values: dict[str, Any]) -> sqlite3.Cursor:
        return self.connection.execute(sql, values)

    def _stored_article(self, normalised_url: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(
            "SELECT * FROM articles WHERE normalised_url = ?", (normalised_url,)
        ).fetchone()
        return row

    def _save_page(self, visit: Visit, outcome: Outcome) -> None:
        values = {
            "url": visit.normalised_url,
            "site": visit.site,
            "state": "done",
            "found_at": utc_text(visit.fetched_at),
            "last_fetched_at": utc_text(visit.fetched_at),
            "status": visit.status,
            "etag": visit.etag,
            "last_modified": visit.last_modified,
            "payload_digest": visit.payload_digest,
            "charset": visit.article.charset,
            "archive_file": visit.archive_file,
            "archive_offset": visit.archive_offset,
            "changed": outcome in {Outcome.CHANGED, Outcome.GONE},
            "unchanged": outcome is Outcome.UNCHANGED,
        }
        self._execute(_SAVE_PAGE, values)

    def _insert_article(self, visit: Visit, digest: str) -> None:
        article_id = self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM articles").fetchone()[0]
        seen = utc_text(visit.fetched_at)
        values = _article_values(visit, digest)
        found = find_story(self.connection, article_id, values["text"])
        values |= {
            "id": article_id,
            "first_seen_at": seen,
            "revision": 1,
            "story_id": found.story_id,
            "story_similarity": found.similarity,
        }
        self._execute(_insert("articles", values), values)
        self._add_parts(article_id, visit)
        add_bands(self.connection, article_id, found.bands)
        self._new.append(search_index.entry(article_id, values["title"], values["text"]))
        if len(self._new) >= INDEX_BATCH:
            self._index_new()
        self.connection.execute("DELETE FROM rejections WHERE normalised_url = ?", (visit.normalised_url,))

    def _update_article(self, visit: Visit, row: sqlite3.Row, outcome: Outcome, digest: str) -> None:
        """Bring a stored article to what the visit showed, and keep what it replaces."""
        article_id = row["id"]
        if outcome is Outcome.GONE:
            if row["withdrawn_at"] is None:
                self._add_revision(row, visit, "withdrawn")
                self.connection.execute(
                    "UPDATE articles SET withdrawn_at = ? WHERE id = ?", (utc_text(visit.fetched_at), article_id)
                )
            return
        if row["withdrawn_at"] is not None:
            self._add_revision(row, visit, "restored")
        same_text = row["text_digest"] == digest
        if not same_text:
            self._add_revision(row, visit, "recleaned" if outcome is Outcome.RECLEANED else "edited")
        same_reading = row["cleaner_version"] == visit.cleaner_version and row["integrity"] == visit.article.integrity
        if same_text and same_reading:
            self.connection.execute(
                "UPDATE articles SET last_seen_at = ?, withdrawn_at = NULL WHERE id = ?",
                (utc_text(visit.fetched_at), article_id),
            )
            return
        is_edit = not same_text and outcome is Outcome.CHANGED
        values = _article_values(visit, digest) | {"withdrawn_at": None, "revision": row["revision"] + is_edit}
        assignments = ", ".join(f"{name} = :{name}" for name in values)
        self._execute(f"UPDATE articles SET {assignments} WHERE id = :id", {**values, "id": article_id})  # noqa: S608 - own names
        if (row["title"], row["text"]) != (values["title"], values["text"]):
            self._reindex(row, values)
        self._replace_parts(article_id, visit)

    def _index_new(self) -> None:
        """Make the batch's new articles findable; together, because each lone entry would be a piece to merge."""
        new, self._new = self._new, []
        search_index.add(self.connection, new)

    def _reindex(self, row: sqlite3.Row, values: dict[str, Any]) -> None:
        self._index_new()  # the row may be of this very batch
        search_index.remove(self.connection, search_index.entry(row["id"], row["title"], row["text"]))
        search_index.add(self.connection, [search_index.entry(row["id"], values["title"], values["text"])])

    def _add_revision(self, row: sqlite3.Row, visit: Visit, cause: str) -> None:
        text_changed = cause in {"edited", "recleaned"}
        article = visit.article
        changes = (
            compare_sentences(
                _whole_text(row["title"], row["kicker"], row["deck"], row["text"]),
                _whole_text(article.title, article.kicker, article.deck, article.text),
            )
            if text_changed
            else ((), ())
        )
        values = {
            "article_id": row["id"],
            "cause": cause,
            "changed_at": utc_text(visit.fetched_at),
            "revision": row["revision"],
            **{
                name: row[name] if text_changed else None
                for name in ("title", "kicker", "deck", "text", "text_digest", "cleaner_version")
            },
            "added": as_json(changes[0]),
            "deleted": as_json(changes[1]),
            "status": visit.status,
        }
        self._execute(_ADD_REVISION, values)

    def _replace_parts(self, article_id: int, visit: Visit) -> None:
        """Write the pictures, removals and places of an article over those it had."""
        self.connection.execute("DELETE FROM images WHERE article_id = ?", (article_id,))
        self.connection.execute("DELETE FROM removals WHERE article_id = ?", (article_id,))
        self._add_parts(article_id, visit)

    def _add_parts(self, article_id: int, visit: Visit) -> None:
        article = visit.article
        places.add_places(self.connection, article_id, visit.site, article.dateline, article.title)
        for sql, parts in (
            ("INSERT INTO images VALUES (?, ?, ?, ?, ?)", article.images),
            ("INSERT INTO removals VALUES (?, ?, ?, ?, ?, ?)", article.removed),
        ):
            if parts:
                self.connection.executemany(
                    sql, [(article_id, position, *_storable_all(part)) for position, part in enumerate(parts, 1)]
                )

    def _save_rejection(self, visit: Visit, outcome: Outcome) -> None:
        article = visit.article
        reason = "gone" if outcome is Outcome.GONE else str(article.rejection)
        values = {
            "normalised_url": visit.normalised_url,
            "url": visit.url,
            "site": visit.site,
            "reason": reason,
            "status": visit.status,
            "title": None if article.title is None else _storable(article.title),
            "text": _storable(article.text[:MAX_REJECTED_TEXT]),
            "removed": as_json([_removal_values(removal) for removal in article.removed[:MAX_REJECTED_REMOVALS]]),
            "first_seen_at": utc_text(visit.fetched_at),
            "last_seen_at": utc_text(visit.fetched_at),
            "cleaner_version": visit.cleaner_version,
        }
        self._execute(_upsert("rejections", values, key="normalised_url", keep=("first_seen_at",)), values)


@lru_cache(maxsize=8)
def utc_text(time: datetime) -> str:
    """ISO 8601 in UTC to the second, the form of every time of ours; ``time`` must be aware."""
    if time.tzinfo is None:
        raise ValueError(f"a time without zone cannot be stored: {time!r}")
    return time.astimezone(UTC).isoformat(timespec="seconds")


def as_json(values: Iterable[Any]) -> str:
    """Write a JSON list, Chinese readable."""
    listed = list(values)
    return _storable(_JSON.encode(listed)) if listed else "[]"


_JSON = json.JSONEncoder(ensure_ascii=False)


def _configure(connection: sqlite3.Connection, *, readonly: bool, cache_mib: int) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{cache_mib * 1024}")
    if not readonly:
        # WAL: readers never wait for the crawl. NORMAL: a power cut may undo the last batches but never breaks the
        # file, and what was undone is fetched again, because page states are in the same transactions.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # Debian's SQLite overwrites what it deletes; that is most of what merging the search index would write.
        connection.execute("PRAGMA secure_delete = OFF")


def _require_current(connection: sqlite3.Connection, path: Path) -> None:
    version = stored_version(connection, path)
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"{path}: schema version {version}, this code reads {SCHEMA_VERSION}; open it once with a crawl"
        )


def _renew_derived(connection: sqlite3.Connection) -> None:
    """Make index and bands again when the code that derives them from the texts has changed."""
    for derived in (search_index, stories, places):
        if not derived.is_current(connection):
            connection.execute("BEGIN IMMEDIATE")
            try:
                derived.rebuild(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn the SQLite errors that an operator can mend into one clear line."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise  # ours to mend
        raise StoreError(f"{path}: {error}; {_advice(str(error))}") from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; check the path and its rights") from error


_ADVICE = (
    ("full", "free some disk space and run again, nothing stored so far is lost"),
    ("locked", "another process has been writing for too long; look for a hanging one and run again"),
    ("readonly", "the file or its folder is not writable for this user"),
    ("unable to open", "check the path and its rights"),
    ("not a database", "choose another NEWS_DB"),
    ("malformed", "restore a backup, or rebuild from the archive"),
    ("disk I/O", "check the disk's space and health, then run again"),
)


def _advice(message: str) -> str:
    return next((advice for sign, advice in _ADVICE if sign in message), "look at the file with `sqlite3`")


def _article_values(visit: Visit, digest: str) -> dict[str, Any]:
    """Give the columns of ``articles`` that an extraction sets."""
    article = visit.article
    plain = (
        "canonical_url",
        "title",
        "kicker",
        "deck",
        "text",
        "published_raw",
        "source",
        "source_raw",
        "source_url",
        "dateline",
        "section",
        "lang",
        "script",
        "charset",
        "mirror_of",
    )
    lists = ("authors", "photographers", "editors", "proofreaders", "keywords", "trace")
    return {
        **dict(zip(plain, _storable_all(getattr(article, name) for name in plain), strict=True)),
        **{name: as_json(getattr(article, name)) for name in lists},
        "normalised_url": visit.normalised_url,
        "url": visit.url,
        "site": visit.site,
        "block_kinds": as_json(block.kind for block in article.blocks),
        "published_at": article.published_at.isoformat(timespec="seconds") if article.published_at else None,
        "published_precision": article.published_precision,
        "modified_at": article.modified_at.isoformat(timespec="seconds") if article.modified_at else None,
        "integrity": article.integrity,
        "last_seen_at": utc_text(visit.fetched_at),
        "text_digest": digest,
        "cleaner_version": visit.cleaner_version,
    }


def _storable(text: str) -> str:
    """Take out what SQLite cannot hold as text: NUL, and surrogates that stand alone."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _storable_all(values: Iterable[str | None]) -> list[str | None]:
    return [value if value is None else _storable(value) for value in values]


def _whole_text(title: str | None, kicker: str | None, deck: str | None, text: str) -> str:
    return "\n".join(part for part in (kicker, title, deck, text) if part)


def _removal_values(removal: Removal) -> dict[str, str]:
    return {"kind": removal.kind, "text": removal.text, "place": removal.where, "step": removal.step}


def _insert(table: str, values: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(f':{name}' for name in values)})"  # noqa: S608 - own names


def _upsert(table: str, values: dict[str, Any], *, key: str, keep: tuple[str, ...] = ()) -> str:
    """Write an insert that overwrites the row with the same key, all columns but ``keep``."""
    assignments = ", ".join(f"{name} = excluded.{name}" for name in values if name not in (key, *keep))
    return f"{_insert(table, values)} ON CONFLICT ({key}) DO UPDATE SET {assignments}"


_SAVE_PAGE = """
INSERT INTO pages (url, site, kind, state, found_at, last_fetched_at, status, etag, last_modified, payload_digest,
                   charset, archive_file, archive_offset, fetch_count)
VALUES (:url, :site, 'article', :state, :found_at, :last_fetched_at, :status, :etag, :last_modified, :payload_digest,
        :charset, :archive_file, :archive_offset, 1)
ON CONFLICT (url) DO UPDATE SET
    state = excluded.state,
    last_fetched_at = excluded.last_fetched_at,
    status = excluded.status,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    payload_digest = excluded.payload_digest,
    charset = excluded.charset,
    archive_file = coalesce(excluded.archive_file, archive_file),
    archive_offset = coalesce(excluded.archive_offset, archive_offset),
    fetch_count = fetch_count + 1,
    change_count = change_count + :changed,
    unchanged_streak = CASE WHEN :unchanged THEN unchanged_streak + 1 ELSE 0 END,
    error = NULL,
    error_count = 0
"""
_ADD_REVISION = """
INSERT INTO revisions (article_id, number, cause, changed_at, revision, title, kicker, deck, text, added, deleted,
                       text_digest, cleaner_version, status)
VALUES (:article_id, (SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE article_id = :article_id),
        :cause, :changed_at, :revision, :title, :kicker, :deck, :text, :added, :deleted,
        :text_digest, :cleaner_version, :status)
"""
