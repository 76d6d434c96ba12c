"""An article as it is stored, and what a visit to its page says of it. Pure: no SQL."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Self

from cleaners.article import Integrity, Rejection, RemovalKind
from cleaners.memory import STANDING_STEP, line_key
from pipelines.compare import digest_of, text_digest
from pipelines.rows import storable
from pipelines.stories import is_alike, same_story
from pipelines.values import Outcome

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from cleaners.article import Article
    from pipelines.items import Visit

GONE_STATUSES = frozenset({404, 410})
_MAX_OF_A_BEGINNING = 0.8
"""Share of an article up to which its beginning is one; who cuts a last line takes less away."""

_MIN_OF_A_SERIES = 3
"""Letters of a headline beside its day that name a series: 今日油价."""
_DAYS = re.compile(
    r"(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|[\d〇一二三四五六七八九十][\d〇一二三四五六七八九十年月日号號/.-]*"
)


STORED_ARTICLE = f"""
SELECT *, (SELECT group_concat(removals.text, char(10)) FROM removals
           WHERE article_id = articles.id AND (kind = '{RemovalKind.SPAM}' OR step = '{STANDING_STEP}')) AS known_lines
FROM articles WHERE normalised_url = ?
"""  # noqa: S608 - own names


class StoredArticle(NamedTuple):
    """What of a row of ``articles`` decides what a visit means. Times are text, as in the table."""

    id: int
    story_id: int
    title: str | None
    kicker: str | None
    deck: str | None
    text: str
    text_digest: str
    cleaner_version: str
    integrity: str
    published_at: str | None
    published_precision: str | None
    published_raw: str | None
    first_seen_at: str
    last_seen_at: str
    withdrawn_at: str | None
    """None while it stands."""
    revision: int
    known_lines: str | None
    """Lines that the stored reading cut because it knew them of other pages, a campaign's or the site's own, one a
    line; None without."""

    @classmethod
    def of(cls, row: sqlite3.Row) -> Self:
        """Take the columns that are compared out of a row of STORED_ARTICLE."""
        return cls(*(row[name] for name in cls._fields))

    def digest_beside(self, digest: str) -> str:
        """Digest of the text to compare with ``digest``; where they differ, by today's rules for what is no edit."""
        if self.text_digest == digest:
            return digest
        return digest_of(self.title, self.kicker, self.deck, self.text)


class Edit(NamedTuple):
    """Digests of an article's text as stored and as a visit found it; they differ."""

    before: str
    after: str


def decide(stored: StoredArticle | None, visit: Visit, digest: str, *, is_rereading: bool = False) -> Outcome:
    """Say what a visit means for the article at its address; ``stored`` is None when there is none yet.

    ``digest`` is that of the visit's text. ``is_rereading``: the answer is an archived one, so that another text is
    never the site's edit.
    """
    if is_gone(visit, has_article=stored is not None):
        return Outcome.GONE
    if visit.article.rejection is not None:
        return Outcome.REJECTED
    if stored is None:
        return Outcome.NEW
    if stored.digest_beside(digest) == digest:
        return Outcome.CHANGED if stored.withdrawn_at and not is_rereading else Outcome.UNCHANGED
    is_ours = is_rereading or stored.cleaner_version != visit.cleaner_version
    return Outcome.RECLEANED if is_ours or _is_read_otherwise(stored, visit.article) else Outcome.CHANGED


def without_known_lines(stored: StoredArticle, article: Article) -> tuple[str, str]:
    """The text as stored and that of a visit, both without the lines that one of the readings knew of other pages.

    What was cut as a campaign's, or as standing on many of the site's pages, was text of the articles read before; that
    it is none any more, or is again, is our reading and not the site's edit. What was cut for any other reason is left
    in: an outlet may take a sentence out of a text that stands in the list of related stories as well.
    """
    known = {line_key(line) for line in (stored.known_lines or "").split("\n")} | {
        line_key(storable(removal.text))
        for removal in article.removed
        if removal.kind is RemovalKind.SPAM or removal.step == STANDING_STEP
    }
    old, new = (
        "\n".join(line for line in text.split("\n") if line_key(line) not in known)
        for text in (stored.text, storable(article.text))
    )
    return old, new


def _is_read_otherwise(stored: StoredArticle, article: Article) -> bool:
    """Whether the texts differ by nothing but lines that one of the readings knew of other pages."""
    old, new = without_known_lines(stored, article)
    before = digest_of(stored.title, stored.kicker, stored.deck, old)
    return before == digest_of(article.title, article.kicker, article.deck, new)


def is_gone(visit: Visit, *, has_article: bool) -> bool:
    """Whether the answer says that nothing is there (any more). A soft 404 counts only where an article was."""
    return visit.status in GONE_STATUSES or (has_article and visit.article.rejection is Rejection.SOFT_404)


def is_loss(stored: StoredArticle, visit: Visit) -> bool:
    """Whether a visit says that an article is gone which stood until now."""
    return stored.withdrawn_at is None and is_gone(visit, has_article=True)


def edit_of(stored: StoredArticle, visit: Visit) -> Edit | None:
    """What a visit shows that the site would have changed of the article's text; None when it changed none."""
    if visit.article.rejection is not None:
        return None
    digest = text_digest(visit.article)
    before = stored.digest_beside(digest)
    if before == digest or _is_read_otherwise(stored, visit.article):
        return None
    return Edit(before, digest)


def standing_texts(edits: Iterable[Edit]) -> frozenset[str]:
    """Digests to which articles that differed have come: no edits, one page stands in place of them all."""
    befores: defaultdict[str, set[str]] = defaultdict(set)
    for edit in edits:
        befores[edit.after].add(edit.before)
    return frozenset(after for after, texts in befores.items() if len(texts) > 1)


def is_takeover(stored: StoredArticle, visit: Visit) -> bool:
    """Whether the page now shows junk and nothing of the article: somebody else's page in its place."""
    if visit.article.integrity is not Integrity.INJECTED or stored.title == visit.article.title:
        return False
    return not is_alike(stored.text, storable(visit.article.text))


def is_other(stored: StoredArticle, visit: Visit) -> bool:
    """Whether the page now shows another article, with neither the headline nor the text of the one that is stored.

    Pages that show each day's weather or prices are left to be edited: they were edited before, or their headline is
    the stored one but for its day.
    """
    if stored.revision > 1 or not stored.title or not visit.article.title:
        return False
    if _undated(stored.title) == _undated(visit.article.title):
        return False
    return not is_alike(stored.text, storable(visit.article.text))


def _undated(title: str) -> str:
    """A headline without days and numbers; as it is where little else stands in it.

    >>> _undated("8月29日白羊座运势"), _undated("8月29日"), _undated("Fuel prices 29/08")
    ('白羊座运势', '8月29日', 'Fuel prices ')
    """
    words = _DAYS.sub("", title)
    return words if sum(map(str.isalpha, words)) >= _MIN_OF_A_SERIES else title


def is_beginning(stored: StoredArticle, visit: Visit) -> bool:
    """Whether the page now shows no more than the beginning of the article, under its headline."""
    if stored.title != visit.article.title:
        return False
    whole, shown = ("".join(text.split()) for text in (stored.text, visit.article.text))
    return len(shown) <= _MAX_OF_A_BEGINNING * len(whole) and whole.startswith(shown)


def has_more(stored: StoredArticle, visit: Visit) -> bool:
    """Whether more text is stored than a visit shows."""
    return len(stored.text) > len(visit.article.text)


def is_article_of(stored: StoredArticle, visit: Visit, *, any_day: bool = True) -> bool:
    """Whether a visit shows, at whatever address, the stored article, edited perhaps.

    Without ``any_day`` the same headline on another day is no proof: notices and weather reports have one for all.
    """
    if visit.article.rejection is not None:
        return False
    days = {text[:10] for text in (stored.published_at, str(visit.article.published_at or "")) if text}
    same_title = bool(stored.title) and stored.title == visit.article.title and (any_day or len(days) < 2)
    return same_title or same_story(stored.text, storable(visit.article.text))
