"""Short lines that only prompt, count or label, and never belong to an article although they stand inside its box."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import any_of, begun, by_beginning, fold, texts, words
from cleaners.lines.furniture_forms import has_form
from cleaners.lines.punctuation import CHINESE_STOPS, CLOSING, MARKS, SENTENCE_END
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaners.page.model import Line

_MAX_FURNITURE_CHARS = 60
_MAX_FURNITURE_LETTERS = 100
"""Longest line that is judged by how it begins or ends, in ideographs and in alphabets: a paragraph may begin with any
words."""
_MAX_LABELLED_CHARS = 1000
"""Longest list of keywords behind their label; what is longer has swallowed other text."""
_MAX_SENTENCE_CHARS = 30
"""A line that ends as a sentence is furniture up to this length only."""

_BRACKETS = "）)】]"
"""Those around a whole line: （图片来源于网络，如有侵权请联系删除）."""

_QUOTATION = re.compile(r"\s?[“「\"].*[。！？.!?…][”」\"]\Z")
_PARTING = frozenset(" |｜丨>＞»›】]）)《")
"""Between a heading and what it leads to: 相关阅读 | 渡口的一百年. A subhead (扫一扫 办成事) may hold a space."""
_COUNTS = re.compile(r"[()（）【】\[\]｜|/·\d]+")
_CLOSED = "。！？.!?…”」』"
"""Last characters of most lines: behind them no prompt stands."""
_LAST_SENTENCE = re.compile(r".*[。！？][”」』’]?\s?", re.DOTALL)


class _Furniture(NamedTuple):
    prefixes: Mapping[str, tuple[str, ...]]
    openings: Mapping[str, tuple[str, ...]]
    """Both as :func:`by_beginning` gives them."""
    headings: frozenset[str]
    """Those of the openings that stand above lists and statements, or on buttons."""
    prompt_words: tuple[str, ...]
    suffixes: tuple[str, ...]
    whole: frozenset[str]
    buttons: frozenset[str]
    button_starts: frozenset[str]
    """First two characters of the buttons."""


@cache
def _furniture() -> _Furniture:
    kinds = ("prefix", "opening", "heading", "suffix", "exact", "button")
    said = {kind: [*map(fold, texts("furniture", match=kind))] for kind in kinds}
    buttons = frozenset(text for kind in kinds for text in said[kind])
    return _Furniture(
        by_beginning(said["prefix"]),
        by_beginning(said["opening"] + said["heading"]),
        frozenset(said["heading"]),
        tuple(words("prompt_words")),
        tuple(said["suffix"]),
        frozenset(said["exact"]),
        buttons,
        frozenset(button[:2] for button in buttons),
    )


@lru_cache(maxsize=2_000)  # a line is asked for by itself and for its prompt, the lines of menus on each page of a site
def is_furniture(text: str) -> bool:
    """Whether a line only prompts, counts its readers, or is a row of buttons.

    >>> is_furniture("延伸阅读：渡口的一百年"), is_furniture("延伸阅读是她多年的习惯，" + "每晚都要读到很晚。" * 3)
    (True, False)
    """
    if len(text) > _MAX_FURNITURE_CHARS and (len(text) > _MAX_FURNITURE_LETTERS or max(text) >= FIRST_WIDE):
        return False
    if len(text) > _MAX_SENTENCE_CHARS and text.endswith(CHINESE_STOPS) and "：" not in text[:6]:
        return False
    prefixes, openings, headings, prompt_words, suffixes, whole, buttons, button_starts = _furniture()
    folded = fold(text)
    lowered = folded.lstrip(MARKS)
    begin = lowered[:2]
    prefix = begun(lowered, prefixes)
    if prefix is not None and not lowered.startswith("的", len(prefix)):
        return True  # but 关注公众号的老人 are somebody
    if _is_prompt(lowered, openings, headings, prompt_words):
        return True
    if lowered.rstrip(CLOSING) in whole or lowered.endswith(suffixes):
        return True
    if lowered[-1:] in _BRACKETS and lowered.rstrip(_BRACKETS).endswith(suffixes):
        return True
    if (begin in button_starts or not begin.isalpha()) and _is_row_of_buttons(lowered, buttons):
        return True
    return has_form(folded, lowered)


def _is_prompt(
    text: str, openings: Mapping[str, tuple[str, ...]], headings: frozenset[str], prompt_words: tuple[str, ...]
) -> bool:
    """Whether a line is an opening of prompts alone, before a colon, or with a word of prompts behind it.

    网友评论：“看着就亲切。” tells what somebody said.
    """
    opening = begun(text, openings)
    if opening is None:
        return False
    rest = text[len(opening) :].rstrip(CLOSING)
    if rest[:1] in (":", "："):
        return _QUOTATION.match(rest, 1) is None
    return not rest or (rest[0] in _PARTING and opening in headings) or any(word in rest for word in prompt_words)


def _is_row_of_buttons(text: str, buttons: frozenset[str]) -> bool:
    """Whether a line is nothing but two or more buttons, with or without their counts: 回复 举报 收藏(3)."""
    pieces = _COUNTS.sub(" ", text).split()
    return len(pieces) > 1 and buttons.issuperset(pieces)


def part_prompt(line: Line) -> tuple[Line, str] | None:
    """A line without the prompt that stands behind its last sentence, and that prompt: …风声。返回首页，查看更多.

    None where nothing does. In an alphabet the prompt must be a link.
    """
    text = line.text
    if not line.links and (text[-1] in _CLOSED or (line.tag == "li" and not is_furniture(text))):
        return None  # a step may end like a prompt: 点击加号。扫一扫二维码
    starts = [line.links[-1].start] if line.links and line.links[-1].end == len(text) else []
    if match := _LAST_SENTENCE.match(text):
        starts.append(match.end())
    for start in starts:
        prompt = text[start:].strip()
        if prompt and SENTENCE_END.search(text, max(0, start - 3), start) and is_furniture(prompt):
            return line.up_to(len(text[:start].rstrip())), prompt
    return None


@cache
def _tag_label() -> re.Pattern[str]:
    labels = any_of(words("tag_labels"))
    return re.compile(rf"[{re.escape(MARKS)}]*({labels})\s?(?:[:：]|[】\]）)〕][:：]?)")


def tag_label(text: str) -> str:
    """What a line calls the keywords that it lists, or the searches of others; empty for any other line.

    Behind an article only, and where the article does not speak of such words: a subhead may look like one.

    >>> tag_label("本文标签：渡口 洛溪"), tag_label("标签：渡口。这两个字他写了一百遍。")
    ('本文标签', '')
    """
    if len(text) > _MAX_LABELLED_CHARS or "。" in text:
        return ""
    match = _tag_label().match(fold(text))
    return match[1] if match else ""
