"""Names without a label on Chinese pages: beside the date, in an author's element, alone under the headline."""

from __future__ import annotations

import re
from itertools import dropwhile, islice, takewhile
from typing import TYPE_CHECKING

from cleaners.lexicons import words
from cleaners.lines.credit import Credit, Found
from cleaners.lines.credit_lines import is_credit_line, rest_of_line
from cleaners.lines.names import is_office, is_person, is_word, names_nobody, split_names
from cleaners.lines.punctuation import CHINESE_STOPS
from cleaners.lines.sources import clean_source, is_channel, is_outlet
from cleaners.lines.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.page.model import Line


BARE_LINES = 6
"""Lines behind the headline in which a bare name is a byline."""
NAMED_AUTHOR = re.compile(
    r"auth?or|auteur|byline|writer|journalist|penulis|muhabir|zuozhe"
    r"|(?:^|[ _-])(?:by|firma|signature|reporter|yazar)(?:$|[ _-])"
)
_NAMED_SOURCE = re.compile(r"source|laiyuan|origin|media-?name|copyfrom")
_STEPS = frozenset(">›»＞")
"""Between the steps of a trail (首页 > 民生 2024-05-06), whose names are channels."""
_MAX_BARE = 5
"""More tokens than this beside a date are not names."""
MAX_BARE_CHARS = 16
"""Longest name of an account or outlet that stands without a label."""

_FULL_NAME_CHARS = 3
"""Characters of most names; channels (文化) have two."""
_MAX_TIME_CHARS = 40
"""Longest line of a time below or above an account's name."""
_TIME_LABEL = re.compile(
    r"(?:(?:发布|發布|發佈|发表|發表)?(?:时间|時間|日期)\s?[:：]\s?|(?:发布|發布|發佈|发表|發表)[于於]?\s?)?"
)
_LABEL_OR_STOP = re.compile(r"[:：，。！？]")
POSTED = re.compile(r"由\s?(?P<name>[^\s，。：:《》]{2,12}?)\s?[于於]\s?(?=(?:19|20)\d\d)")
"""As forums print who wrote a post: ``本帖由山水小屋于2005年8月12日16:12:21发表``."""
_UNKNOWN_LABEL = re.compile(r"[\u3400-\u9fff]\s?[:：]\Z")
_SIGNED = ("原创 ", "原創 ")
"""Before the names of those who wrote a text for the account that publishes it."""
_PEN_NAME = 2
"""Names behind such a word where the first one, though no person's, is the writer's and the other the account's."""
_BULLETS = "□■◎●◆"
"""Set before bylines."""
_PEN_NAME_ALONE = re.compile(r"□\s?(?P<name>[\u3400-\u9fff]{2,3}(?<![报刊版讯页县市镇乡村]))")
"""Any name behind the mark of bylines; ■ and ◎ stand before what a text is as well (导读, 散文)."""
_NAME_LINES = 2
"""Lines behind the headline in which names stand alone."""
_CHANNEL_CHARS = 2
"""Characters of most names of channels, kinds of text and buttons, and of hardly an account's."""
_NO_ACCOUNT = re.compile(
    r"""
      ^[至到]?\d | ^[－—-] | [：:，。！？、] | 官方[账帐帳][号號]
    | ^ (?:星期|周|週|更新|楼|樓|第|来源|來源|编辑|編輯|作者) | ^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)$
    | ^[A-Z]{1,2}\d{1,3}版?$
    | (?:day|时间|時間|综合|綜合|整理|分钟|分鐘|更新|[记記]者|通[讯訊][员員]|[评評][论論][员員]) $
    | ^在 (?: .{4,}[上中] | [线線看] ) $
    | \d [字次条條楼樓时時点點%] | [\[（(]\d
    | (?:[综綜]合|外[电電]|即[时時]|[专專][题題]|[独獨]家|[采採][访訪]) (?:[报報][道導导]) $
    | ^[报報][道導导]$
    """,
    re.VERBOSE,
)
_FOLLOW = re.compile(r"\s?\+?\s?(?:关注|關注|订阅|訂閱)\Z")
"""The button behind an account's name."""


def bare_in_line(
    line: Line, index: int, box_name: str, taken: frozenset[str], above: Line | None = None
) -> Iterator[Found]:
    """Names of the line at ``index`` behind the headline, in an element called ``box_name``.

    ``above``: the line before it, below which a name of three characters may stand alone if it states the time. None
    where that line belongs to the headline.
    """
    rest = rest_of_line(line.text)
    if rest is None or not 0 < len(rest.tokens) <= _MAX_BARE or not _STEPS.isdisjoint(line.text):
        return
    if "，" in line.text and line.text.endswith(CHINESE_STOPS):
        return  # the text's first sentence: 今日6时51分，迎来“大雪”节气。
    tokens = [name for token in rest.tokens if _may_name(token, line.text, taken) for name in _joined(token)]
    signed = line.text.startswith(_SIGNED)
    if people := _who_signs(tokens) if signed else []:
        yield from _publishing_account(line, tokens[len(people) :])
        tokens = people
    marked = line.text[0] in _BULLETS
    alone = (
        rest.whole
        and not line.links
        and _only_persons(tokens, first=index == 0 or marked or _is_below_time(line, above))
    )
    alone = alone or (rest.whole and marked and _is_pen_name(line.text))
    called = NAMED_AUTHOR.search(box_name) is not None
    sure = rest.dated or called or (index < _NAME_LINES and (alone or signed))
    placed = not words("provinces").isdisjoint(rest.tokens)
    if not called and len(tokens) == 1 and _names_channel(tokens[0]):
        return
    for credit in sort_names(tokens, placed=placed, people=sure):
        if sure or (credit.kind == "source" and _NAMED_SOURCE.search(box_name)):
            yield Found(credit, line)


def _who_signs(tokens: list[str]) -> list[str]:
    """Who wrote, of the names behind 原创: the persons, else a pen name ahead of the account that publishes it."""
    people = list(takewhile(is_person, tokens))
    penned = not people and len(tokens) == _PEN_NAME and all(map(is_account, tokens)) and not is_outlet(tokens[0])
    return tokens[:1] if penned else people


def _publishing_account(line: Line, behind: Sequence[str]) -> Iterator[Found]:
    """The account that publishes what others signed: the first one ``behind`` their names, and ahead of the time."""
    time = next((stamp.start for stamp in read_stamps(line.text)), len(line.text))
    ahead = (token for token in behind if line.text.find(token) < time)  # behind it stands a place
    account = next(filter(is_account, ahead), None)
    if account and (name := clean_source(account)):
        yield Found(Credit("source", (name,), account, 0, len(line.text)), line)


def _joined(token: str) -> tuple[str, ...]:
    """The two persons that a token joins (何岱青及李知南), else the token."""
    names = split_names(token)
    return names if len(names) > 1 and all(map(is_person, names)) else (token,)


def _is_below_time(line: Line, above: Line | None) -> bool:
    """Whether a line of three characters, no place, office or word (文化馆), stands below one that states a time."""
    if above is None or len(line.text) != _FULL_NAME_CHARS or is_office(line.text) or is_word(line.text):
        return False
    return bool(read_stamps(above.text))


def _is_pen_name(text: str) -> bool:
    match = _PEN_NAME_ALONE.fullmatch(text)
    return match is not None and not names_nobody(match["name"])


def beside_time(lines: tuple[Line, ...], index: int, taken: frozenset[str]) -> Iterator[Found]:
    """The outlet that is all of the line at ``index``, where the next or the last one is a time, or begins with one.

    Credits may stand between the time and the outlet below it.
    """
    line = lines[index]
    text = _FOLLOW.sub("", line.text).strip("《》")
    if len(text) > MAX_BARE_CHARS or not is_outlet(text) or not _may_name(text, text, taken):
        return
    rest = rest_of_line(text)
    if rest is None or len(rest.tokens) != 1 or _NO_ACCOUNT.search(text):
        return
    ahead = dropwhile(lambda other: is_credit_line(other.text), reversed(lines[:index]))
    if any(map(_is_time, (*islice(ahead, 1), *lines[index + 1 : index + 2]))) and (name := clean_source(text)):
        yield Found(Credit("source", (name,), text, 0, len(text)), line)


def _is_time(line: Line) -> bool:
    """Whether a line is a time, with no more behind it than place and kind of an account: 2024-05-06 09:12 明溪.

    An outlet behind the time is the source itself.
    """
    stamps = read_stamps(line.text) if len(line.text) <= _MAX_TIME_CHARS else []
    if (
        len(stamps) != 1
        or not _TIME_LABEL.fullmatch(line.text, 0, stamps[0].start)
        or _LABEL_OR_STOP.search(line.text, stamps[0].end)
    ):
        return False
    return not any(map(is_outlet, line.text[stamps[0].end :].split()))


def _may_name(token: str, text: str, taken: frozenset[str]) -> bool:
    """Whether a bare token of a line may be a name.

    None of those known to be something else, no province, no label and no value of an unknown one (专辑：慢车), no
    place in brackets.
    """
    at = text.find(token)
    ahead, behind = text[:at].rstrip(), text[at + len(token) :].lstrip()
    known = token in taken or token in words("provinces") or names_nobody(token)
    placed = (
        ahead.endswith(("(", "（")) and behind.startswith((")", "）")) and not (len(token) > 2 and is_person(token))
    )
    if known or placed or behind.startswith((":", "：")) or _UNKNOWN_LABEL.search(ahead):
        return False
    posted = POSTED.search(text) if "由" in token else None  # which is read by itself
    return posted is None or posted["name"] not in token


def _only_persons(tokens: list[str], *, first: bool) -> bool:
    """Whether bare tokens are persons: channels (国内, 文化) begin with family names too, but have two characters."""
    if len(tokens) == 1:
        return first and is_person(tokens[0]) and len(tokens[0]) <= 3
    people = [token for token in tokens if not is_outlet(token)]  # beside their outlet: 明溪日报 何岱青
    return bool(people) and all(map(is_person, people)) and any(len(token) == 3 for token in people)


def sort_names(tokens: list[str], *, placed: bool, people: bool) -> Iterator[Credit]:
    """Outlets among the tokens are the source; where there are none, persons or one account are the author.

    ``placed``: a province stands beside them, so that a single word may be the place.
    """
    outlets = [token for token in tokens if is_outlet(token) and not _NO_ACCOUNT.search(token)]
    outlets.sort(key=is_channel)  # 本地新闻 | 明溪晚报
    if outlets and (name := clean_source(outlets[0])):
        yield Credit("source", (name,), outlets[0], 0, 10_000)
    others = [token for token in tokens if token not in outlets]
    if (
        people
        and others
        and (all(map(is_person, others)) or (len(others) == 1 and not outlets and not placed and is_account(others[0])))
    ):
        yield Credit("author", tuple(others), " ".join(others), 0, 0)


def _names_channel(token: str) -> bool:
    """Whether a lone token beside the time is no name but a channel's, or a button: two characters that make a word."""
    return len(token) == _CHANNEL_CHARS and is_word(token) and not is_person(token)


def is_account(token: str) -> bool:
    """Whether a token may be the name of an account: short, and nothing that ``_NO_ACCOUNT`` knows."""
    return 2 <= len(token) <= MAX_BARE_CHARS and not _NO_ACCOUNT.search(token) and not names_nobody(token)
