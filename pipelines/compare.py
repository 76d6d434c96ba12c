"""How two texts of one article are compared: by a digest, and sentence by sentence. Pure, no SQL.

White space, character width and counters are ignored, so that noise is no edit.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import words
from pipelines.folding import fold_width

if TYPE_CHECKING:
    from cleaners.article import Article

_MAX_COUNTER_CHARS = 60
"""Characters of a line of counts; bounds the matching too."""
_DIGEST_BYTES = 16
"""Length of a text digest; at 16 bytes two different texts never meet by chance."""
_MAX_ALIGNED_SENTENCES = 300
"""Sentences up to which order counts in a comparison; aligning takes cubic time on hostile texts, so that longer ones
are compared as sets."""

_SENTENCE_END = re.compile(r"(?<=[。！？!?；;])|\n")


class SentenceChanges(NamedTuple):
    """Sentences that came in and went, each in reading order."""

    added: tuple[str, ...]
    deleted: tuple[str, ...]


def text_digest(article: Article) -> str:
    """Hex digest of title, kicker, deck and text: equal for texts that differ only in white space, width or counts."""
    return digest_of(article.title, article.kicker, article.deck, article.text)


@lru_cache(maxsize=4)  # asked for a new article by each look at what is stored
def digest_of(title: str | None, kicker: str | None, deck: str | None, text: str) -> str:
    """Give the digest of the parts of an article; see :func:`text_digest`."""
    parts = (title, kicker, deck, _without_counters(text))
    plain = "\x1f".join(_without_noise(part or "") for part in parts)
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def compare_sentences(old: str, new: str) -> SentenceChanges:
    """Name the sentences that only one of two texts has, lines of counts aside; a rewritten one is in both lists."""
    before, after = _split_sentences(_without_counters(old)), _split_sentences(_without_counters(new))
    if max(len(before), len(after)) > _MAX_ALIGNED_SENTENCES:
        return SentenceChanges(_only_in(after, before), _only_in(before, after))
    added: list[str] = []
    deleted: list[str] = []
    matcher = difflib.SequenceMatcher(
        None, [*map(_without_noise, before)], [*map(_without_noise, after)], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            deleted += before[i1:i2]
            added += after[j1:j2]
    return SentenceChanges(tuple(added), tuple(deleted))


def _only_in(one: list[str], other: list[str]) -> tuple[str, ...]:
    known = set(map(_without_noise, other))
    return tuple(sentence for sentence in one if _without_noise(sentence) not in known)


def _split_sentences(text: str) -> list[str]:
    """Sentences of a text, end marks kept; a line end ends a sentence too."""
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence and sentence.strip()]


def is_counter(line: str) -> bool:
    """Whether a line is nothing but a count of readers or of what they did, as 阅读 1.2万 评论(3)."""
    return len(line) <= _MAX_COUNTER_CHARS and _counters().whole.fullmatch(line) is not None


def _without_counters(text: str) -> str:
    lines = (line for line in text.split("\n") if not is_counter(line))
    return "\n".join(_counters().labelled.sub("", line) if len(line) <= _MAX_COUNTER_CHARS else line for line in lines)


class _Counters(NamedTuple):
    whole: re.Pattern[str]
    """Matches a line of one or more counts: word and number in either order, with the signs that stand between them."""
    labelled: re.Pattern[str]
    """Matches one count with a colon, as it stands in a line with other things: 点击：231 发布时间：12:00."""


@cache
def _counters() -> _Counters:
    word = "|".join(sorted(map(re.escape, words("counters")), key=len, reverse=True))
    number = r"[0-9０-９][0-9０-９,.，．]{0,12}\s?[万亿kKwW]?\+?"
    kind, unit = "(?:量|数|率|指数|次数|人数)?", r"\s?[次人条个位℃]?"
    labelled = rf"(?:{word}){kind}\s?[:：]\s?{number}{unit}"
    after = rf"(?:本文|文章)?[已被共]{{0,2}}(?:{word}){kind}\s?[:：(（]?\s?{number}{unit}[)）]?"
    before = rf"(?:您是第|已有|共有|已)?{number}{unit}\s?(?:{word})"
    whole = rf"\s*[(（]?(?:(?:{after}|{before})[\s|｜·/]*){{1,6}}[)）]?"
    return _Counters(re.compile(whole, re.IGNORECASE), re.compile(labelled, re.IGNORECASE))


def _without_noise(text: str) -> str:
    return "".join(fold_width(text).split())
