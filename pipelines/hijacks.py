"""When junk of hijackers comes into a stored article's page, and when it is out of it again.

The text is the same both times, so neither is an edit; ``pipelines.saving`` keeps each as a row of ``revisions``, of
which the view ``hijacks`` makes stretches of time.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Integrity, RemovalKind
from cleaners.memory import line_key
from pipelines.compare import SentenceChanges
from pipelines.rows import MAX_KEPT_REMOVALS, storable

if TYPE_CHECKING:
    import sqlite3

    from cleaners.article import Article
    from pipelines.items import Visit
    from pipelines.stored import StoredArticle


class HijackNews(NamedTuple):
    """What a visit shows that the one before did not."""

    cause: str
    """'injected' or 'cleared', as in ``revisions``."""
    changes: SentenceChanges
    """The pieces of junk that came or went, at most MAX_KEPT_REMOVALS."""


def hijack_news(connection: sqlite3.Connection, stored: StoredArticle, visit: Visit) -> HijackNews | None:
    """Say whether junk has come into the page of a stored article or is out of it again.

    What only our reading found is neither: another version of the cleaners, the very bytes of the visit before, or a
    line of the other reading's text. ``pages`` must still hold the digest of the visit before.
    """
    was, carries = (integrity == Integrity.INJECTED for integrity in (stored.integrity, visit.article.integrity))
    if was == carries or stored.cleaner_version != visit.cleaner_version or _had_these_bytes(connection, visit):
        return None
    if was:
        went = _not_lines_of(visit.article.text, stored_junk(connection, stored.id))
        return HijackNews("cleared", SentenceChanges((), went)) if went else None
    came = _not_lines_of(stored.text, junk_of(visit.article))
    return HijackNews("injected", SentenceChanges(came, ())) if came else None


def _not_lines_of(text: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    lines = {line_key(line) for line in text.split("\n")}
    return tuple(piece for piece in pieces if line_key(piece) not in lines)


def junk_of(article: Article) -> tuple[str, ...]:
    """The pieces of junk cut from an article, in reading order, the first MAX_KEPT_REMOVALS, as they are stored."""
    pieces = (storable(removal.text) for removal in article.removed if removal.kind is RemovalKind.SPAM)
    return tuple(islice(pieces, MAX_KEPT_REMOVALS))


def stored_junk(connection: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """The pieces of junk cut from a stored article, in reading order, the first MAX_KEPT_REMOVALS."""
    sql = "SELECT text FROM removals WHERE article_id = ? AND kind = 'spam' ORDER BY position LIMIT ?"
    return tuple(row[0] for row in connection.execute(sql, (article_id, MAX_KEPT_REMOVALS)))


def _had_these_bytes(connection: sqlite3.Connection, visit: Visit) -> bool:
    sql = "SELECT 1 FROM pages WHERE url = ? AND payload_digest = ?"
    return connection.execute(sql, (visit.normalised_url, visit.received.payload_digest)).fetchone() is not None
