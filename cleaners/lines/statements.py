"""Lines about the page at the edges of a text: statements of rights and comments, accounts of its writer, imprints."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import fold, load_lexicon, texts
from cleaners.lines.punctuation import CHINESE_STOPS, CLOSING, unmarked
from cleaners.lines.sources import is_outlet
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.page.model import Line

_MAX_STATEMENT_CHARS = 1000
"""Longest statement; what is longer has swallowed other text."""
_STATEMENT_CHARS = 64
"""Characters of a line among which it is told."""
_MAX_SAID_CHARS = 20
"""Longest sentence that says how a page may be used."""
_MAX_NAME_AHEAD = 12
"""Characters of the outlet's name ahead of its statement."""
_MAX_ACCOUNT_AHEAD = 40
"""Characters between words that lead to a writer's account and the account: the writer's name, or the network's."""
_MAX_DISCLOSURE_CHARS = 500
"""Longest disclosure that links pay; it takes three sentences."""
_MAX_DISCLOSURES = 2
"""Most disclosures below one text."""
_MARK_AHEAD = re.compile(r"(?<!声明)[，。；：:,.;“”\"「」?？!！、]")
_NUMBER = re.compile(r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．]|注[:：])\s?")
"""Ahead of one statement of several, or of one set as a note."""

_REACHED = re.compile(
    r"(?:[联聯][系繫繋](?:方式|电话|電話|邮箱|我们|人)|(?:举报|投稿|电子)?(?:电话|電話|邮箱|信箱)|热线)\s?[:：].*\d"
)


class _Statements(NamedTuple):
    """The beginnings of statements."""

    starts: tuple[str, ...]
    honest: tuple[str, ...]
    """Those of honest lines as well."""
    named: re.Pattern[str]
    """Matches those before which a name may stand."""


@cache
def _statements() -> _Statements:
    named = re.compile("|".join(map(re.escape, _texts("named"))))
    return _Statements(tuple(_texts("head")), tuple(_texts("both")), named)


def _texts(match: str) -> list[str]:
    return list(map(fold, texts("statements", match=match)))


def states_rights(text: str) -> bool:
    """Whether a line is a site's statement of rights, or of what may be done with its comments.

    One in Chinese must also say what may not be done, or what the site answers for: news of copyright may begin with
    the same words. Behind words that any line may begin with (声明：, 本文) it must say two such things, at least one
    of which nobody but a site says: a report of a fraud ends in 投资有风险，需谨慎.

    >>> states_rights("版权与免责声明：本网所有内容，未经授权不得转载。"), states_rights("版权与免责声明：新规出台。")
    (True, False)
    """
    if len(text) > _MAX_STATEMENT_CHARS:
        return False
    starts, honest, named = _statements()
    head = unmarked(text[:_STATEMENT_CHARS])
    may_be_honest = False
    if not head.startswith(starts):
        match = named.search(head)
        if (
            match
            and match.start() <= _MAX_NAME_AHEAD
            and not _MARK_AHEAD.search(head, _number_end(head), match.start())
        ):
            if match.end() == len(head):
                return True
        elif head.startswith(honest):
            may_be_honest = True
        else:
            return False
    if max(head) < FIRST_WIDE:
        return True
    said = _said_of_rights(text)
    return len(said) > 1 and None in said if may_be_honest else bool(said)


def _said_of_rights(text: str) -> list[str | None]:
    """What a line says of rights: ``told`` for words of news as well, None for those of a site alone."""
    folded = fold(text)
    return [row.get("note") for row in load_lexicon("rights_words") if row["text"] in folded]


def heads_statement(text: str, behind: Iterable[str]) -> bool:
    """Whether a line is nothing but the title of a site's statement.

    An outlet's name may stand ahead of titles that only sites set. After others (郑重声明) one of the lines ``behind``
    must say what only sites say of rights: a company's own statement is news.

    >>> heads_statement("渡口新闻网建设声明：", []), heads_statement("郑重声明", ["公司没有收过押金。"])
    (True, False)
    """
    title = unmarked(text[:_STATEMENT_CHARS]).rstrip(CLOSING)
    titles, owned = _titles()
    names = (title.removesuffix(words) for words in owned if title.endswith(words))
    if any(not name or is_outlet(name) for name in names):
        return True
    return title in titles and any(None in _said_of_rights(line) for line in behind)


@cache
def _titles() -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset((*_texts("title"), *_texts("both"))), tuple(_texts("owned"))


def _number_end(head: str) -> int:
    number = _NUMBER.match(head)
    return number.end() if number else 0


def is_imprint(text: str) -> bool:
    """Whether a line at the foot of a page says whose the page is, or how it may be used; news of it is a sentence.

    >>> is_imprint("Copyright © 2026 渡口网 All Rights Reserved"), is_imprint("版权保护条例昨天出台。")
    (True, False)
    """
    if len(text) > (_MAX_SAID_CHARS if text.endswith(CHINESE_STOPS) else _MAX_STATEMENT_CHARS):
        return False
    told = fold(text)
    return any(words in told for words in _imprints())


@cache
def _imprints() -> tuple[str, ...]:
    return tuple(_texts("imprint"))


def reaches_site(text: str) -> bool:
    """Whether a line gives a telephone number or address; behind a statement of rights it is the site's."""
    return _REACHED.match(text) is not None and not text.endswith(CHINESE_STOPS)


def is_note(text: str) -> bool:
    """Whether a line above the text speaks to its readers of the page, the newsletter or the writing, not of the news.

    >>> is_note("Correction: An earlier version misnamed the boat."), is_note("The correction came a day late.")
    (True, False)
    """
    told = fold(text)
    return any(note in told for note in _notes())


@cache
def _notes() -> tuple[str, ...]:
    return tuple(_texts("note"))


def find_disclosures(lines: Sequence[Line], taken: Sequence[int], last: int, title: str | None) -> set[int]:
    """Which of the ``last`` lines of a text (``taken``) say that the page's links pay its outlet.

    Such a line speaks of pay, links, and who earns. None where the headline or another line speaks of such pay, or more
    than two lines do: the article is about it.
    """
    found = {at for at in taken[-last:] if _discloses_pay(lines[at].text)}
    if not 0 < len(found) <= _MAX_DISCLOSURES:
        return set()
    pay = _disclosures()[0]
    others = [title or "", *(lines[at].text for at in taken if not _discloses_pay(lines[at].text))]
    return set() if any(pay.search(fold(text)) for text in others) else found


def _discloses_pay(text: str) -> bool:
    if len(text) > _MAX_DISCLOSURE_CHARS:
        return False
    told = fold(text)
    # Looked for as they are, the few words of pay cost a tenth of the patterns.
    return any(word in told for word in _pay()) and all(pattern.search(told) for pattern in _disclosures())


@cache
def _pay() -> tuple[str, ...]:
    return tuple(_texts("pay"))


@cache
def _disclosures() -> tuple[re.Pattern[str], ...]:
    said = (_texts(kind) for kind in ("pay", "link", "earn"))
    return tuple(re.compile("|".join(_word_start(word) for word in words)) for words in said)


def _word_start(word: str) -> str:
    """What matches a word that begins so, in ideographs wherever it stands."""
    return (r"\b" if word[0] < FIRST_WIDE else "") + re.escape(word)


@cache
def _contacts() -> re.Pattern[str]:
    ahead = r"^|[.!?|–—-]\s+|\b(?:you (?:can|may) (?:also )?|(?:may|can) be |and (?=followed))"
    return re.compile(rf"(?:{ahead})(?:{'|'.join(map(re.escape, _texts('contact')))})\b")


def gives_contact(line: Line) -> bool:
    """Whether a last line says where its writer is followed or written to: "Follow her on X @amoss".

    A sentence begins so, and right behind stands the account, or a network's name with a link. Not so where arrests
    "followed on Tuesday", where who saw a man "can email her at" the police, or where a count "can be followed on our
    live page".
    """
    if len(line.text) > _MAX_STATEMENT_CHARS or not (line.links or "@" in line.text):
        return False
    told = fold(line.text)
    for match in _contacts().finditer(told):
        end, near = match.end(), match.end() + _MAX_ACCOUNT_AHEAD
        if told.find("@", end, near) >= 0:
            return True
        if line.text[end + 1 : end + 2].isupper() and any(end <= start < near for start, _, _ in line.links):
            return True
    return False
