"""Lines that stand where a text should, and speak to the visitor of the page: on its player, its log-in, its rights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.lexicons import fold, words
from cleaners.lines.notices import is_notice
from cleaners.text.about import units_of
from cleaners.text.character_tables import HAN
from cleaners.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_BUTTON_CHARS = 16
"""Longest button in an alphabet; in ideographs as many are a sentence."""

_SENTENCE = re.compile(r"(?:[^。！？!?.]|\.(?!\s|\Z))+")
_TOLD_TIME = re.compile(
    r"[\d一二三四五六七八九十]\s?[年月日号时點点:：]|[昨今明]天|[昨今明]日|[今当昨]晚|[上下本]周|日前|近日|近期|今年|去年|即日|[今明]起"
    r"|\d ?[ap]m\b|\b(?:today|tonight|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
"""A time: what happens has one, what a page says to each visitor has none."""


def stands_in(text: str, title: str | None) -> bool:
    """Whether each sentence of a line says what pages say in place of a text, and none tells of the page's headline.

    A headline that says so itself (Please log in to continue) is none to tell of.

    >>> stands_in("本文为会员专享内容，请先开通。", "渡口复航"), stands_in("会员专享渡口半价船票。", "会员有礼")
    (True, False)
    """
    plain = to_simplified(fold(text))
    said = [phrase for phrase in words("stand_ins") if phrase in plain]
    if not (_says_only(plain, said) if said else is_notice(text, title)):
        return False
    headline = to_simplified(fold(title or ""))
    return any(phrase in headline for phrase in said) or not _tells_of(plain, said, headline)


def tells_time(text: str) -> bool:
    """Whether a text says when something happens."""
    return _TOLD_TIME.search(to_simplified(fold(text))) is not None


def _says_only(text: str, said: Sequence[str]) -> bool:
    """Whether each sentence of a text holds one of its phrases, or is a button, and none tells a time."""
    if tells_time(text):
        return False
    sentences = [sentence for sentence in _SENTENCE.findall(text) if len(sentence.strip()) > 1]
    return all(any(phrase in sentence for phrase in said) or _is_button(sentence) for sentence in sentences)


def _is_button(sentence: str) -> bool:
    """Whether what stands behind a question is as short as a button: Already a subscriber? Log in."""
    return len(sentence.strip()) <= _MAX_BUTTON_CHARS and not HAN.search(sentence)


def _tells_of(text: str, said: Sequence[str], title: str) -> bool:
    """Whether a text shares a word with its headline, apart from the phrases ``said``."""
    for phrase in sorted(said, key=len, reverse=True):
        text = text.replace(phrase, " ")
    return any(unit in text for unit in units_of(title))
