"""Find the labels and roles of a line that have names behind them: 作者, 责任编辑：, 图/, 记者.

They are data (``data/lexicons/credit_labels.tsv``). What stands beside a word decides whether it is one here: 编辑 is a
verb as well, 记者 the end of an outlet's name.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import load_lexicon
from cleaners.lines.names import is_person
from cleaners.lines.sources import is_outlet
from cleaners.lines.stamps import read_stamps
from cleaners.text.character_tables import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

JOINTS = "/／、&＆．・‧·"
"""Between the labels of one value."""
LIST_SIGNS = tuple("、，,；;")
"""Between names, the next of which may have a role ahead."""
_REPORTED = ("报道", "報道", "報導")
"""Behind a word that is no label there: 何岱青 摄影报道."""
_OPENING_QUOTES = '“「『"＂'
"""A label right behind one, with words ahead, is quoted: 凡本网注明“来源：明溪网”的作品, 截图上写着“来源：县教育局”."""
_SAID = re.compile(r"[。！？][”」]?[^。！？，：:]*(?:[说說称稱]|表示|回[应應])，\Z")
"""Who says in a further sentence what stands like a label: ……开门。”他对记者说，来源：县教育局的通知。"""
_QUOTED_ACCOUNT = re.compile(r"[“「\"][^“”「」\"]{1,30}[”」\"]\s?(?:[（(，,。；;]|\Z)")
"""The account's name behind 公众号 or 本文来源于, without a colon; a sentence may go on: …“明溪发布”的一篇调查."""
_BEFORE_ACCOUNT = ("公众号", "文来源于", "文章来源于")
_LABEL_PREFIX = re.compile(r"(?<=[\s|｜丨])[\u3400-\u9fff]{2,4}\Z")
"""What an outlet sets before a label: its own name (清经编辑), or whose turn it is (轮值编辑)."""
DESKS = ("editor", "subeditor", "proofreader")
"""Kinds of those who handle a text that others wrote."""
_LEAD = re.compile(r"[\u3400-\u9fff]{2,10}\Z")
_LEAD_CHARS = 4
"""Characters of the longest first half at a line's head."""


class Label(NamedTuple):
    """A label or role where it stands in a line."""

    kind: str
    start: int
    value: int
    """Where the value begins."""
    role: bool
    sure: bool
    """A colon or slash stands between label and value; otherwise the value must be persons' names."""
    strict: bool
    """The label says so little (图/, 记者：) that even then only persons' names count."""


class Labels(NamedTuple):
    """The rows of ``credit_labels.tsv``."""

    pattern: re.Pattern[str]
    """Matches any label, and in its second group what parts it from its value."""
    kinds: dict[str, str]
    """Kind of credit by label."""
    roles: frozenset[str]
    personal: frozenset[str]
    """Labels that are common words as well: behind them only persons' names count."""


@cache
def label_lexicon() -> Labels:
    """Labels and roles, read once."""
    rows = load_lexicon("credit_labels")
    texts = sorted(row["text"] for row in rows)
    # One branch a first character: a search passes over all others at once.
    branches = [
        f"{head}(?:{'|'.join(_behind_head(list(group)))})" for head, group in groupby(texts, lambda text: text[0])
    ]
    pattern = re.compile(f"({'|'.join(branches)})" + r"(\s{0,3}(?:[:：]{1,2}|[/／丨|｜∣])\s?|\s{1,2})?")
    roles, personal = (frozenset(r["text"] for r in rows if r.get("note") == note) for note in ("role", "person"))
    return Labels(pattern, {r["text"]: r["value"] for r in rows}, roles, personal)


def _behind_head(labels: Sequence[str]) -> list[str]:
    """Patterns of what stands behind the first character of labels that share it, the longest first.

    Labels of two characters are set apart on old pages (作　者：); they come before those of one (校).
    """
    plain = [re.escape(label[1:]) for label in sorted(labels, key=len, reverse=True)]
    return [*(rf"\s{{1,3}}{label[1]}(?=\s?[:：])" for label in labels if len(label) == 2), *plain]


def find_labels(text: str) -> list[Label]:
    """The labels of a line that may have a value behind them, in its order."""
    lexicon = label_lexicon()
    dated: bool | None = None
    found: list[Label] = []
    for match in lexicon.pattern.finditer(text):
        word = "".join(match[1].split())
        separator, end = _separator_of(match, text)
        sure = bool(separator.strip()) or (
            word.endswith(_BEFORE_ACCOUNT) and _QUOTED_ACCOUNT.match(text, end) is not None
        )
        before = text[match.start() - 1] if match.start() else " "
        if _is_quoted(text, match.start(), sure=sure):
            continue
        role, kind = word in lexicon.roles, lexicon.kinds[word]
        after_han = HAN.match(before) is not None
        if sure:
            accepted = role or not after_han or (len(word) > 1 and (bool(found) or _is_desk(text, match.start(), kind)))
        elif role:
            accepted = True
        elif len(word) == 1 and separator and found and found[-1].value == match.start() and before in JOINTS:
            accepted = True  # 图/文 何岱青
        elif len(word) == 1 or after_han:
            prefix = _LABEL_PREFIX.search(text[max(0, match.start() - 5) : match.start()])
            accepted = bool(separator and found and len(word) > 1 and prefix and not _is_full_name(prefix[0]))
        elif separator and found:
            accepted = True
        elif word in lexicon.personal:
            accepted = False  # a word that stands without a colon: 漫画 白马
        elif separator and (match.start() == 0 or before in "（([【"):
            accepted = True
        else:
            dated = bool(read_stamps(text)) if dated is None else dated
            accepted = dated and before in " |｜丨" and not text.startswith(_REPORTED, end)
        if accepted:
            strict = role or len(word) == 1 or word in lexicon.personal
            begin = _label_begin(text, match.start(), found[-1].value if found else 0)
            found.append(Label(kind, begin, end, role, sure, strict))
    return found


def _separator_of(match: re.Match[str], text: str) -> tuple[str, int]:
    """What parts a label from its value, and where that ends; also a joint ahead of another label: 图/文."""
    separator, end = match[2] or "", match.end()
    if not separator and text[end : end + 1] in tuple(JOINTS) and (behind := match.re.match(text, end + 1)):
        separator = text[end] if (behind[2] or "").strip() in tuple(":：/／") else ""
        end += len(separator)
    return separator, end


def _is_quoted(text: str, start: int, *, sure: bool) -> bool:
    """Whether somebody quotes or says what stands like a label: “来源：明溪网”, ……他对记者说，来源：县教育局."""
    before = text[start - 1 : start]
    if before and before in _OPENING_QUOTES and start > 1:
        return True
    return sure and before == "，" and _SAID.search(text, 0, start) is not None


def _is_desk(text: str, start: int, kind: str) -> bool:
    """Whether characters before a label are its first half or an outlet's name: 稿件编辑, 明溪日报编辑."""
    lead = _LEAD.search(text[max(0, start - 10) : start]) if kind in DESKS else None
    return lead is not None and ((start <= _LEAD_CHARS and len(lead[0]) == start) or is_outlet(lead[0]))


def _label_begin(text: str, start: int, value: int) -> int:
    """Where a label begins whose first word is in no lexicon (轮值编辑) and not part of the ``value`` before it."""
    prefix = _LABEL_PREFIX.search(text[max(value, start - 5) : start])
    return start - len(prefix[0]) if prefix and not _is_full_name(prefix[0]) and not is_outlet(prefix[0]) else start


def _is_full_name(text: str) -> bool:
    """Whether a word before a label is a person; two characters may as well be an outlet's short name."""
    return len(text) > 2 and is_person(text)
