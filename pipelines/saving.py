"""A visit into the tables: what it means for the article at its address, and every row that changes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.article import Integrity
from pipelines import places, rows, search_index
from pipelines.compare import SentenceChanges, compare_sentences, text_digest
from pipelines.hijacks import hijack_news, junk_of, stored_junk
from pipelines.redating import keep_day
from pipelines.rows import as_json, storable, storable_or_none, utc_text
from pipelines.stored import STORED_ARTICLE, StoredArticle, decide, without_known_lines
from pipelines.stories import find_story
from pipelines.values import Outcome

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from pipelines.batch import Batch
    from pipelines.items import Visit

_NO_CHANGES = SentenceChanges((), ())


def save_visit(batch: Batch, visit: Visit, reread_at: datetime | None) -> Outcome:
    """Store a visit, or what a newer reading of an archived page gives at ``reread_at``; None for a visit."""
    connection = batch.connection
    stored = stored_article(connection, visit.normalised_url)
    visit = keep_day(visit, stored) if stored else visit
    digest = text_digest(visit.article)
    outcome = decide(stored, visit, digest, is_rereading=reread_at is not None)
    home = batch.region(visit.site)
    if stored and reread_at is None and outcome in {Outcome.UNCHANGED, Outcome.CHANGED, Outcome.RECLEANED}:
        news = hijack_news(connection, stored, visit)
        if news is not None:
            _add_revision(connection, visit, stored, news.cause, utc_text(visit.fetched_at), news.changes)
    if reread_at is None or not _knows_page(connection, visit.normalised_url):
        connection.execute(rows.SAVE_PAGE, rows.page_values(visit, outcome))
    if outcome is Outcome.NEW:
        _insert_article(batch, visit, digest, home)
    elif outcome is Outcome.REJECTED or (outcome is Outcome.GONE and stored is None):
        values = rows.rejection_values(visit, outcome)
        sql = rows.upsert("rejections", values, key="normalised_url", keep=("first_seen_at",))
        connection.execute(sql, values)
    elif stored is not None:
        _update_article(batch, visit, stored, outcome, digest, reread_at)
    return outcome


def stored_article(connection: sqlite3.Connection, normalised_url: str) -> StoredArticle | None:
    """The article that is stored under an address; None without one."""
    row = connection.execute(STORED_ARTICLE, (normalised_url,)).fetchone()
    return StoredArticle.of(row) if row else None


def forget_rejection(connection: sqlite3.Connection, normalised_url: str) -> None:
    """Drop why a page was no article: it shows one now."""
    connection.execute("DELETE FROM rejections WHERE normalised_url = ?", (normalised_url,))


def _knows_page(connection: sqlite3.Connection, url: str) -> bool:
    return connection.execute("SELECT 1 FROM pages WHERE url = ?", (url,)).fetchone() is not None


def _insert_article(batch: Batch, visit: Visit, digest: str, home: str | None) -> None:
    """Store an article for the first time; ``home``: region of its site, None when unknown."""
    connection, article_id, article = batch.connection, batch.take_id(), visit.article
    title, text = storable_or_none(article.title), storable(article.text)
    found = find_story(batch.bands, article_id, text)
    own = (article_id, utc_text(visit.fetched_at), 1, found.story_id, found.similarity)
    connection.execute(rows.INSERT_ARTICLE, rows.article_values(visit, digest) + own)
    _add_parts(connection, article_id, visit, home)
    batch.add(search_index.entry(article_id, title, text), found.bands)
    forget_rejection(connection, visit.normalised_url)


def _update_article(
    batch: Batch, visit: Visit, stored: StoredArticle, outcome: Outcome, digest: str, reread_at: datetime | None
) -> None:
    """Bring a stored article to what the visit or the rereading showed, and keep what it replaces."""
    connection = batch.connection
    changed_at = utc_text(reread_at or visit.fetched_at)
    if outcome is Outcome.GONE:
        _withdraw(connection, visit, stored, changed_at)
        return
    forget_rejection(connection, visit.normalised_url)
    if not reread_at:
        connection.execute(rows.SEEN_NO_LATER, {"url": visit.normalised_url, "now": changed_at})
    withdrawn_at = stored.withdrawn_at if reread_at else None
    if stored.withdrawn_at != withdrawn_at:
        _add_revision(connection, visit, stored, "restored", changed_at)
    same_text = stored.digest_beside(digest) == digest
    if not same_text:
        cause = "recleaned" if outcome is Outcome.RECLEANED else "edited"
        _add_revision(connection, visit, stored, cause, changed_at)
    if same_text and not reread_at and _reads_as_stored(connection, visit, stored):
        sql = "UPDATE articles SET last_seen_at = ?, withdrawn_at = NULL WHERE id = ?"
        connection.execute(sql, (changed_at, stored.id))
        return
    is_edit = not same_text and outcome is Outcome.CHANGED
    values = rows.article_values(visit, digest)
    connection.execute(rows.UPDATE_ARTICLE, (*values, withdrawn_at, stored.revision + is_edit, stored.id))
    _index_again(batch, visit, stored)
    _replace_parts(connection, stored.id, visit, batch.region(visit.site))


def _withdraw(connection: sqlite3.Connection, visit: Visit, stored: StoredArticle, changed_at: str) -> None:
    """Note that an article is gone, unless that is known."""
    if stored.withdrawn_at is None:
        _add_revision(connection, visit, stored, "withdrawn", changed_at)
        connection.execute("UPDATE articles SET withdrawn_at = ? WHERE id = ?", (changed_at, stored.id))


def _reads_as_stored(connection: sqlite3.Connection, visit: Visit, stored: StoredArticle) -> bool:
    """Whether the same cleaner found the same junk around a text that is the stored one."""
    if (stored.cleaner_version, stored.integrity) != (visit.cleaner_version, visit.article.integrity):
        return False
    return stored.integrity != Integrity.INJECTED or stored_junk(connection, stored.id) == junk_of(visit.article)


def _index_again(batch: Batch, visit: Visit, stored: StoredArticle) -> None:
    """Have searches find an article by its new title and text, where these have changed."""
    title, text = storable_or_none(visit.article.title), storable(visit.article.text)
    if (stored.title, stored.text) != (title, text):
        batch.write()  # the row may be of this very batch
        search_index.remove(batch.connection, search_index.entry(stored.id, stored.title, stored.text))
        search_index.add(batch.connection, [search_index.entry(stored.id, title, text)])


def _add_revision(
    connection: sqlite3.Connection,
    visit: Visit,
    stored: StoredArticle,
    cause: str,
    changed_at: str,
    changes: SentenceChanges = _NO_CHANGES,
) -> None:
    """Keep what an article was, and why that ended; ``cause`` as in ``revisions``.

    ``changes`` are told by the texts where these differ; an edit's without the lines that only our reading cut.
    """
    article = visit.article
    if text_changed := cause in {"edited", "recleaned"}:
        old, new = without_known_lines(stored, article) if cause == "edited" else (stored.text, article.text)
        changes = compare_sentences(
            _whole_text(stored.title, stored.kicker, stored.deck, old),
            _whole_text(article.title, article.kicker, article.deck, new),
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
    connection.execute(rows.ADD_REVISION, values)


def _whole_text(title: str | None, kicker: str | None, deck: str | None, text: str) -> str:
    return "\n".join(part for part in (kicker, title, deck, text) if part)


def _replace_parts(connection: sqlite3.Connection, article_id: int, visit: Visit, home: str | None) -> None:
    """Write the pictures, removals and places of an article over those it had."""
    for table in ("images", "removals", "article_places"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - own names
    _add_parts(connection, article_id, visit, home)


def _add_parts(connection: sqlite3.Connection, article_id: int, visit: Visit, home: str | None) -> None:
    article = visit.article
    places.add_places(connection, article_id, home, article.dateline, article.title)
    for sql, parts in (
        ("INSERT INTO images VALUES (?, ?, ?, ?, ?)", article.images),
        ("INSERT INTO removals VALUES (?, ?, ?, ?, ?, ?)", article.removed),
    ):
        if parts:
            connection.executemany(sql, rows.part_values(article_id, parts))
