"""The dateline (电头) at the head of the lede: agency, place, date. It is copied to its field and stays in the text."""

from __future__ import annotations

import re

_MAX_CHARS = 60
"""A longer match is a sentence."""

_DATELINE = re.compile(
    r"^[\s　]*(?P<open>[（(【])?(?P<line>"
    r"(?:[\u3400-\u9fffA-Za-z·+\-—－/ ]{2,24}?)"  # agency and place
    r"(?:\s?\d{1,2}月\s?\d{1,2}日(?:下午|上午|晚)?)?"
    r"\s?(?:电|電|讯|訊|专电|綜合電|消息))"
    r"(?=[\s　（(】）):：，,]|$|\d)"
)
_PLACE_AND_DAY = re.compile(r"\s*[（(](?P<line>[\u3400-\u9fff·]{2,10}\d{1,2}日(?:综合|綜合|专|專)?[讯訊电電])[）)]")
"""In brackets, as papers of the Chinese overseas set it: （怡保11日讯）."""
_AGENCY = re.compile(r"社|报|報|网|網|台|讯|新闻|新聞|日报|客户端|融媒|央广|刊|本")


def find_dateline(lede: str) -> str | None:
    """The dateline of a first paragraph; None when it has none.

    >>> find_dateline("新华社北京4月24日电（记者 甲、乙）航天……")
    '新华社北京4月24日电'
    >>> find_dateline("（怡保11日讯）水务局宣布……")
    '怡保11日讯'
    """
    if placed := _PLACE_AND_DAY.match(lede[: _MAX_CHARS + 4]):
        return placed["line"]
    match = _DATELINE.match(lede[: _MAX_CHARS + 4])
    if match is None:
        return None
    line = match["line"].strip()
    return (
        line
        if len(line) <= _MAX_CHARS and _AGENCY.search(line) and "记者" not in line and not line.startswith("据")
        else None
    )
