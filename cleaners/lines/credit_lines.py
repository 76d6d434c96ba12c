"""Lines that are nothing but credits, and what a short line holds beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lines.credit_labels import label_lexicon
from cleaners.lines.credits import ASKED, MAX_LINE_CHARS, WHO_IS, printed_in, read_credits, stops
from cleaners.lines.names import WRAPPING, is_person
from cleaners.lines.paragraph_credits import signed_line
from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.lines.credit import Credit

_MAX_CREDITED_CHARS = 5
"""Characters of a name that a bar parts from its label."""
_SAID = (*ASKED, "。", "…")
"""Last characters of what somebody asks or says in an interview (记者：谢谢您！); a credit may end with a full stop."""

_FILLER = re.compile(r"[\s\d|｜丨:：/／·•\-—_,，、。.;；()（）\[\]【】《》<>□■▲●◎◆★※*\ue000-\uf8ff]+")
_REST_CHARS = 18
"""Outlet or place before a role: 新华网黑龙江频道 记者 甲."""
_PROSE_MARK = re.compile(r"[。！？][^）)】\]]")
_WHO_IS = re.compile(WHO_IS)
_COUNT = re.compile(r"[\d.,]+\s?[万萬千kKwW]?\+?\Z")
_BETWEEN_NAMES = re.compile(r"[\s、□■◎◇◆·•]+")
_TIME_WORDS = re.compile(
    r"""
      [\u3400-\u9fff]{0,2} (?:时间|日期|時間)
    | [\[【（(] (?:原创|原創|转载|轉載|转帖|转贴) [\]】）)]
    | (?<![\u3400-\u9fff]) (?:首次|最[后後新近])? (?:发布|发表|發布|發佈|發表|更新|修改) [于於]?
    | (?:最[后後]|上次)? [编編][辑輯] [于於]
    | (?: 已 | (?<!\S) ) [于於] (?=\s{10})                  # a time stood there: 甲已于2023-04-07修改
    | IP \s? [属屬]地 \s? [:：]? \s? [\u3400-\u9fff]{2,8}
    | (?<!\S) (?i: 由 | by | on | (?:posted|published) (?:\ on|\ by)? ) (?=\s)
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"https?://[\w./%-]+")
_TOKEN_SPLIT = re.compile(r"[|｜丨\s•、【】〖〗／]+|(?<=[\u3400-\u9fff])/(?=[\u3400-\u9fff])|(?<=\s)[·/-](?=\s)")
_HOST = re.compile(r"^(?:https?://)?(?:www\.[\w.-]+|[\w.-]+\.(?:com|cn|net|org|gov|info|tv|cc)\b\S*)$", re.IGNORECASE)
_SPACED = re.compile(r"(?<=[□■◎])(\s?)([\u3400-\u9fff])\s([\u3400-\u9fff])(?!\S|\s[\u3400-\u9fff](?!\S))")
"""Behind a bullet: channels are set so as well (时 政, 金 融)."""


def is_barred_credit(text: str) -> bool:
    """Whether a line is one label, a bar or slash, and a name or what stands for it, as accounts set their credits.

    >>> is_barred_credit("文字 | 何青"), is_barred_credit("图片丨网络"), is_barred_credit("文字 | 蒸汽锅炉报价")
    (True, True, False)
    >>> is_barred_credit("记者：谢谢您！")
    False
    """
    label = label_lexicon().pattern.match(text)
    if not label or not (label[2] or "").strip() or label[1] in label_lexicon().personal:
        return False
    return len(text[label.end() :].strip()) <= _MAX_CREDITED_CHARS and not text.endswith(_SAID)


def is_credit_line(text: str) -> bool:
    """Whether a line holds nothing but credits, and times beside them.

    Where a text was printed is told by its last line, which stays.
    """
    if len(text) > MAX_LINE_CHARS // 2 or _PROSE_MARK.search(text) or printed_in(text):
        return False
    if _WHO_IS.search(text):
        return False  # more than a name: who the writer is
    found = read_credits(text)
    if not found:
        return bool(signed_line(text.strip()))
    rest = _FILLER.sub("", _TIME_WORDS.sub("", _beside(text, found)[0]))
    if rest and (not any(credit.names for credit in found) or all(credit.kind == "other" for credit in found)):
        return False  # who made a work: 独舞《渡口》 编导：何岱青
    return len(rest) <= (_REST_CHARS if found[0].kind != "source" else 8)


def _beside(text: str, found: Iterable[Credit]) -> tuple[str, bool]:
    """A line with blanks in the place of its credits and times, and whether it states a time."""
    for credit in found:
        text = _blank(text, credit.start, credit.end)
    stamps = read_stamps(text)
    for stamp in stamps:
        text = _blank(text, stamp.start, stamp.end)
    return text, bool(stamps)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


class Rest(NamedTuple):
    """What a short line holds beside labelled credits and times."""

    tokens: tuple[str, ...]
    dated: bool
    whole: bool
    """Tokens and what stands between them are the whole line."""


def rest_of_line(text: str) -> Rest | None:
    """Tokens of a byline that no label explains; None for a line too long to be one.

    Page furniture (举报, 浏览), counts, addresses and the words that announce a time are no tokens.
    """
    if len(text) > MAX_LINE_CHARS or _PROSE_MARK.search(text):
        return None
    left, dated = _beside(text, read_credits(text))
    left = _TIME_WORDS.sub(" ", _ADDRESS.sub(" ", left))
    tokens = []
    for piece in _TOKEN_SPLIT.split(_SPACED.sub(_close_up, left)):
        token = WRAPPING.sub("", piece).strip("()（）[]:：,，、/@□■◎\ue5c2\ufeff")
        if len(token) > 1 and not _COUNT.match(token) and not _HOST.match(token) and not stops().search(token):
            tokens.append(token)
    whole = not dated and sum(map(len, tokens)) >= len(_BETWEEN_NAMES.sub("", text))
    return Rest(tuple(tokens), dated, whole)


def _close_up(match: re.Match[str]) -> str:
    """A name of two characters that is set with a space in it, without the space."""
    name = match[2] + match[3]
    return match[1] + name if is_person(name) else match[0]
