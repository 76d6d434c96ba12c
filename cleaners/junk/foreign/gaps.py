"""Where a phrase in another script may stand in a Chinese body: gaps between sentences, whole lines, links."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.foreign.letters import (
    FOREIGN,
    KANA,
    MIN_LETTERS,
    OWN_ENDS,
    is_foreign,
    is_medley,
    is_mostly_foreign,
    own_han,
)
from cleaners.links.hosts import leads_away
from cleaners.text.character_tables import HAN
from cleaners.text.script import count_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.page.model import Line

_MIN_KANA = 2
"""Fewest kana in a run of Japanese: one の stands in the names of shops."""
_MIN_LINKED = 8
"""Fewest characters of a link behind a comma; most names that a sentence links in their own letters are shorter."""
_MAX_HAN_SHARE = 0.2
"""Most Han characters of a line in several scripts, as a share."""
_CLOSED = r"\u3400-\u9fff。！？；，、：“”‘’（）《》「」『』\t.@:/=<>{}"
SLASH = r"(?: / |(?<=\w)/(?=[^\W\d_]))"
"""What parts phrases of one run."""
_PICTURE = r"[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]?"
"""A picture or arrow that a phrase may begin with."""
_GAP = re.compile(
    rf"[。！？；][ \u3000]*({_PICTURE}[^\W_A-Z\u3400-\u9fff](?:[^A-Z{_CLOSED}]|{SLASH}){{5,200}}?)"
    r"[ \u3000]*(?=[A-Z\u3400-\u9fff。！？；，“”‘’《》「」『』（）]|$)",
    re.MULTILINE,
)
_OTHER = r"[^A-Z\u3400-\u9fff。！？；，“”‘’《》「」『』（）【】〖〗\t\n]"
_STRANGE_GAP = re.compile(
    rf"[。！？；][ \u3000]*({_OTHER}{{4,200}}?|[（【〖]{_OTHER}{{4,200}}[）】〗])[ \u3000]*"
    r"(?=[A-Z\u3400-\u9fff。！？；，“”‘’《》「」『』（]|$)",
    re.MULTILINE,
)
"""A gap with whatever is not Han, for runs of another script: with pictures and marks of any kind, or in brackets."""
_SOME_HAN = r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{1,4}(?: [\u3400-\u9fff]{1,4})?(?=[\W_]*[^\W\d_A-Z\u3400-\u9fff])"
_MEDLEY_GAP = re.compile(
    rf"[。！？；][ \u3000]*((?:{_OTHER}|{_SOME_HAN}){{20,400}})(?=[A-Z\u3400-\u9fff。！？；，“”‘’《》「」『』（]|$)",
    re.MULTILINE,
)
"""Such a gap with a few Han between the words of other scripts, as Japanese has, for keywords in several of them."""
_KANA_GAP = re.compile(
    rf"[。！？；][ \u3000]*({_PICTURE}[\u3400-\u9fff]{{0,6}}[\u3041-\u30fa\u30fc]"
    rf"(?:[\u3041-\u30fa\u30fc\u3400-\u9fff \u3000|/_、]*[\u3041-\u30fa\u30fc])?)([\u3400-\u9fff]{{0,4}}{_PICTURE})"
)
"""Japanese behind a sentence: all up to the last kana ahead of the next mark, and Han behind that may be its own."""
_START = re.compile(
    rf"[ \u3000]*({_PICTURE}[^\W_A-Z\u3400-\u9fff][^A-Z{_CLOSED}]{{2,60}}?)[ \u3000]*(?=[\u3400-\u9fff])"
)
"""The beginning of a line, in front of its first sentence."""
_LINE = re.compile(rf"[ \u3000]*({_PICTURE}[^\W_A-Z\u3400-\u9fff][^A-Z{_CLOSED}]{{6,2000}})\Z")
"""A line that is nothing but a run without Han and capitals."""
_STRANGE_LINE = re.compile(r"[^\u3400-\u9fff。！？“”‘’（）《》\t]{6,2000}\Z")
"""A line without Han and signs of sentences that may be a list in another script, whatever parts it: 、〖〗."""
_MARKED = re.compile(r"[^\w\s]\s?")
_MIXED_LINE = re.compile(r"[^。！？；，、：“”‘’《》「」『』\t]{4,60}\Z")
"""A line that may be one phrase which has Han beside its own letters, as Japanese has."""
_MEDLEY_LINE = re.compile(r"[^A-Z。！？；，、：“”‘’（）《》「」『』\t?!]{30,2000}\Z")
"""A line that may be a list of small words in several scripts."""
_FIGURE = re.compile(
    r"\d{1,4}(?=年|款)|\d(?=[DGK][\u3400-\u9fff])"
    r"|\d[\d.]*(?=[月日时点分秒岁多余万亿千百个名人家次元位只项条米公里吨度届期天周倍"
    r"种台辆座所艘架部套处件场支户亩间株棵枚头匹幅本篇层排号强]|小时)"
)
"""A figure that the next sentence begins with, before a measure: 2022年, 12名, 5G基站."""
ENDS = frozenset("。！？；")
"""Ends of a sentence."""
GOES_ON = frozenset("的了是和与及等们")
"""A sentence that begins with a foreign word goes on with one of these."""
_BEFORE_LINK = ENDS.union("，,;")
"""Marks behind which a link may have been put. Colons and the marks of a series stand in front of what is named."""
_SMALL_WORDS = re.compile(r"[\W\d]*[a-z]{2,}\d*(?:[ -]+[a-z\d]{2,}){2,7}[\W\d]*", re.ASCII)
"""Three small words of Latin letters or more: what a sentence links has capitals (Vue Router) or is short."""


class Gap(NamedTuple):
    """Where a phrase in another script may stand: ``lines[line].text[start:end]``."""

    line: int
    start: int
    end: int
    text: str
    whole: bool
    """It fills its line."""
    ahead: bool
    """Nothing stands in front of it in its line."""
    linked: bool
    """All of it is a link to a foreign host."""


def find_gaps(lines: Sequence[Line], own: frozenset[str]) -> list[Gap]:
    """The gaps between sentences without a Han character, such lines, and links in another script behind a sentence."""
    places: list[Gap] = []
    whole = "\n".join(line.text for line in lines)  # one look tells of nearly every page
    some, mixed = _GAP.search(whole) is not None, FOREIGN.search(whole) is not None
    count = count_script(whole) if mixed else None
    simplified = count is not None and count.simplified > count.traditional
    for at, line in enumerate(lines):
        text, links = line.text, _foreign_links(line, own) if line.links else frozenset[tuple[int, int]]()
        found = [before_figure(text, *match.span(1)) for match in _GAP.finditer(text)] if some else []
        if mixed and FOREIGN.search(text):
            strange = sorted(_strange_gaps(text, simplified=simplified))
            found = sorted([span for span in found if not _meets(span, strange)] + strange)
        if links:
            strewn = sorted(span for span in links if _is_strewn(text, *span))
            found = sorted([span for span in found if not _meets(span, strewn)] + strewn)
        places += [Gap(at, *span, text[slice(*span)], False, False, span in links) for span in found]
        if line.tag != "pre" and (match := _LINE.match(text)):
            places.append(Gap(at, *match.span(1), match[1], True, True, match.span(1) in links))
        elif mixed and _is_foreign_line(text):
            places.append(Gap(at, 0, len(text), text, True, True, (0, len(text)) in links))
        elif mixed and (match := _START.match(text)) and match.span(1) not in links and is_foreign(match[1]):
            places.append(Gap(at, *match.span(1), match[1], False, True, False))
    return places


def _strange_gaps(text: str, *, simplified: bool) -> Iterator[tuple[int, int]]:
    """Start and end of what fills a gap between two sentences in another script, Japanese with its Han included.

    ``simplified``: the article is written so, which tells Han of Japanese from its own.
    """
    found = [before_figure(text, *match.span(1)) for match in _MEDLEY_GAP.finditer(text) if is_medley(match[1])]
    found += [span for span in _japanese_gaps(text, simplified=simplified) if not _meets(span, found)]
    found.sort()
    yield from found
    for match in _STRANGE_GAP.finditer(text):
        if len(FOREIGN.findall(match[1])) >= MIN_LETTERS and not _meets(match.span(1), found):
            yield before_figure(text, *match.span(1))


def _japanese_gaps(text: str, *, simplified: bool) -> Iterator[tuple[int, int]]:
    for match in _KANA_GAP.finditer(text):
        start, end = match.span(1)
        if len(KANA.findall(match[1])) >= _MIN_KANA:
            own = own_han(match[2]) if simplified else 0
            yield start, len(text) if match.end() == len(text) else end + own


def before_figure(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a figure at its end that belongs to the sentence behind: 2022年起, 12名学生."""
    first = start + len(text[start:end].rstrip("0123456789."))
    if first in (start, end):
        return start, end
    return start, next((at for at in range(first, end) if _FIGURE.match(text, at)), end)


def _foreign_links(line: Line, own: frozenset[str]) -> frozenset[tuple[int, int]]:
    """Start and end of the links to foreign hosts."""
    return frozenset((link.start, link.end) for link in line.links if leads_away(link.href, own))


def _is_strewn(text: str, start: int, end: int) -> bool:
    """Whether a link stands behind a mark and holds letters of another script, or nothing but small Latin words.

    Japanese has Han among its own letters.
    """
    if FOREIGN.search(text, start, end) is None and _SMALL_WORDS.fullmatch(text, start, end) is None:
        return False
    sign = sign_before(text, start)
    return sign in ENDS or (sign in _BEFORE_LINK and end - start >= _MIN_LINKED)


def sign_before(text: str, at: int) -> str:
    """The character in front of a place, spaces aside."""
    while at and text[at - 1] in " \u3000":
        at -= 1
    return text[at - 1 : at]


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of others, which are in order and apart."""
    at = bisect_right(others, span[0], key=itemgetter(1))
    return at < len(others) and others[at][0] < span[1]


def _is_foreign_line(text: str) -> bool:
    """Whether a line may be a phrase or a list in another script, or one in several."""
    return (
        (_MIXED_LINE.match(text) is not None and is_foreign(text))
        or (_STRANGE_LINE.match(text) is not None and not _may_be_sentence(text) and is_mostly_foreign(text))
        or _is_list_of_scripts(text)
    )


def _may_be_sentence(text: str) -> bool:
    """Whether a line begins or ends as a sentence in another script does: notices in two languages hold such.

    Where capitals stand behind marks, too, items begin with them.
    """
    first, *others = _MARKED.split(text)
    begins = first[:1].isupper() and not any(other[:1].isupper() for other in others)
    return begins or text[-1] in OWN_ENDS


def _is_list_of_scripts(text: str) -> bool:
    """Whether a line is small words in several scripts, with little Han among them, as Japanese has."""
    return (
        _MEDLEY_LINE.match(text) is not None
        and FOREIGN.search(text) is not None
        and is_medley(text)
        and len(HAN.findall(text)) <= _MAX_HAN_SHARE * len(text)
    )
