"""Find phrases in another script that were put between the sentences or paragraphs of a Chinese body.

A run without any Han that fills the gap between two sentences, or a line of its own between two paragraphs, in small
letters or in a script that the article uses nowhere else. One short run in Latin letters proves nothing: a sentence may
begin with a product's name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.spans import Place, by_line, widen, without
from cleaners.lexicons import load_lexicon
from cleaners.links.hosts import leads_away
from cleaners.text.character_tables import HAN
from cleaners.text.script import VIETNAMESE, count_script, fits, foreign_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

USED_SHARE = 0.34
"""Most of a run's words, as a share, that the article may use more often elsewhere than in such runs."""
ENOUGH_SIGNS = 3
"""Least signs of a page. A run of two small Latin words counts one, a run of three two, a longer one is enough."""
OTHER_JUNK = 2
"""Signs that other junk in the page's text counts."""
MIN_WORDS = 2
"""Least words of a run of small Latin letters."""
MIN_LETTERS = 3
"""Least letters of a script that the article uses nowhere else, for a run to be enough by itself."""
MIN_KANA = 2
"""Least kana of a run in Japanese: one の stands in the names of shops."""
FEW_LETTERS = 2
"""Signs that a link to a foreign host counts with fewer such letters: Japanese may have more Han than kana."""
STRANGE_SHARE = 0.5
"""Letters of the script in the rest of the article, for each in the runs, up to which the article does not use it. Not
all that was put in fills a gap: some of it stands behind a paragraph that ends without a full stop."""
BRACKETED = frozenset("（(【[〖")
"""What a run stands in that may be a gloss of the sentence before it."""
MIN_LINKED = 8
"""Least characters of a link behind a comma; most names that a sentence links in their own letters are shorter."""
MAX_NAME_CHARS, MAX_NAMES = 10, 2
"""Most characters of a word in another script that may be the name of a firm or thing, and most words of such a name.
Phrases in Thai, which has no spaces, are longer."""
WORDS_A_SIGN = 4
"""Small Latin words that count one sign in a line of their own: a quotation or a spelling may stand alone there."""
MIN_NAMED_WORDS = 3
"""Least words of a run with capitals. Names of firms and shops have fewer (Best Buy)."""
JUNK_SHARE = 0.5
"""Least share of the words of a run with capitals that are words of junk found before."""
MAX_HAN_SHARE = 0.2
"""Most Han characters of such a line that is in several scripts, as a share."""
QUOTED_MEDLEYS = 3
"""Places with words of several scripts from which on an article that speaks of languages does not quote one."""
LONG_LINE_WORDS = 12
"""Least words of a line of small Latin letters without punctuation, for it to be enough wherever it stands."""

_CLOSED = r"\u3400-\u9fff。！？；，、：“”‘’（）《》「」『』\t.@:/=<>{}"
_SLASH = r"(?: / |(?<=\w)/(?=[^\W\d_]))"
"""What parts phrases of one run."""
_PICTURE = r"[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]?"
"""A picture or arrow that a phrase may begin with."""
_GAP = re.compile(
    rf"[。！？；][ \u3000]*({_PICTURE}[^\W_A-Z\u3400-\u9fff](?:[^A-Z{_CLOSED}]|{_SLASH}){{5,200}}?)"
    r"[ \u3000]*(?=[A-Z\u3400-\u9fff。！？；，“”‘’《》「」『』（）]|$)",
    re.MULTILINE,
)
_NAMED_GAP = re.compile(
    r"[。！？；][ \u3000]*([A-Za-z0-9][A-Za-z0-9 ,&'’.+-]{4,80}?)"
    r"[ \u3000]*(?=[\u3400-\u9fff。！？；，“”‘’《》「」『』（）]|$)",
    re.MULTILINE,
)
"""The same with capitals: a sentence may begin with the name of a product, too."""
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
"""The same with a few Han between the words of other scripts, as Japanese has, for keywords in several of them."""
_KANA_GAP = re.compile(
    rf"[。！？；][ \u3000]*({_PICTURE}[\u3400-\u9fff]{{0,6}}[\u3041-\u30fa\u30fc]"
    rf"(?:[\u3041-\u30fa\u30fc\u3400-\u9fff \u3000|/_、]*[\u3041-\u30fa\u30fc])?)([\u3400-\u9fff]{{0,4}}{_PICTURE})"
)
"""Japanese behind a sentence: all up to the last kana ahead of the next mark, and Han behind that may be its own."""
_KANA = re.compile(r"[\u3041-\u30fa\u30fc]")
_START = re.compile(
    rf"[ \u3000]*({_PICTURE}[^\W_A-Z\u3400-\u9fff][^A-Z{_CLOSED}]{{2,60}}?)[ \u3000]*(?=[\u3400-\u9fff])"
)
"""The beginning of a line, in front of its first sentence."""
_LINE = re.compile(rf"[ \u3000]*({_PICTURE}[^\W_A-Z\u3400-\u9fff][^A-Z{_CLOSED}]{{6,2000}})\Z")
"""A line that is nothing but such a run."""
_MIXED_LINE = re.compile(r"[^。！？；，、：“”‘’《》「」『』\t]{4,60}\Z")
"""A line that may be one phrase which has Han beside its own letters, as Japanese has."""
_MEDLEY_LINE = re.compile(r"[^A-Z。！？；，、：“”‘’（）《》「」『』\t?!]{30,2000}\Z")
"""A line that may be a list of small words in several scripts."""
_SMALL_WORD = re.compile(r"(?<!\w)[a-z]{2,}(?!\w)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FOREIGN = re.compile(r"[\u0111\u01a1\u01b0\u0370-\u1dff\u1ea0-\u1ef9\u3040-\u30ff\uac00-\ud7af]")
"""Letters of other scripts than Latin and Han; Vietnamese has its own."""
_AT_HOME = re.compile(
    r"[\u06ad\u06c6-\u06c8\u06cb\u06d0\u06d5\u0f00-\u0fff\u1800-\u18af\u1950-\u19df\ua000-\ua4cf\ufbd3-\ufbe9]"
)
"""Letters of languages of China: Uyghur and Kazakh (those that Arabic lacks), Tibetan, Mongolian, Dai, Yi. Its papers
quote them."""
_FIGURE = re.compile(
    r"\d{1,4}(?=年|款)|\d(?=[DGK][\u3400-\u9fff])"
    r"|\d[\d.]*(?=[月日时点分秒岁多余万亿千百个名人家次元位只项条米公里吨度届期天周倍"
    r"种台辆座所艘架部套处件场支户亩间株棵枚头匹幅本篇层排号强]|小时)"
)
"""A figure that the next sentence begins with, before a measure: 2022年, 12名, 5G基站."""
_ENDS = frozenset("。！？；")
"""Ends of a sentence."""
_OWN_ENDS = frozenset("!?.؟۔།")
"""Ends of a sentence in other scripts. What ends so may be a quotation without its marks, as keywords seldom are."""
_VARIABLE = re.compile(r"(?<![^\W\d_])[\u0370-\u03ff](?![^\W\d_])")
"""A Greek letter by itself, as in formulas."""
_GOING_ON = frozenset("，、：（—")
"""Marks with which a sentence goes on that began with a word in another script."""
_BEFORE_LINK = _ENDS.union("，,;")
"""Marks behind which a link may have been put. Colons and the marks of a series stand in front of what is named."""
_SMALL_WORDS = re.compile(r"[\W\d]*[a-z]{2,}\d*(?:[ -]+[a-z\d]{2,}){2,7}[\W\d]*", re.ASCII)
"""Three small words of Latin letters or more: what a sentence links has capitals (Vue Router) or is short."""
_GOES_ON = frozenset("的了是和与及等们")
"""A sentence that begins with a foreign word goes on with one of these."""


def speaks_of_languages(text: str, script: str | None = None) -> bool:
    """Whether an article says what those do that quote another language, or one that is written in the ``script``."""
    return _of_languages(script).search(text) is not None


@cache
def _of_languages(script: str | None) -> re.Pattern[str]:
    rows = load_lexicon("foreign_languages")
    return re.compile(
        "|".join(re.escape(row["text"]) for row in rows if script is None or row["value"] in (script, "-"))
    )


class _Run(NamedTuple):
    """``lines[line].text[start:end]`` fills the gap between two sentences: no Han character, or all of it a link."""

    line: int
    start: int
    end: int
    words: frozenset[str]
    signs: float
    lone: bool
    """It is a line of its own amid Chinese prose: gone on a page with other such junk."""


def find_named(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """Phrases between sentences that hold a name in capitals beside words of junk."""
    whole = "\n".join(line.text for line in lines) if scene.spam else ""
    if not _NAMED_GAP.search(whole):
        return
    used = _WORD.findall(f"{scene.title}\n{_NAMED_GAP.sub('', whole)}".lower())
    junk = {word for text in scene.spam for word in _WORD.findall(text.lower())}.difference(used)
    for at, line in enumerate(lines if junk else ()):
        for match in _NAMED_GAP.finditer(line.text):
            written = _WORD.findall(match[1].lower())
            goes_on = line.text[match.end() : match.end() + 1] in _GOES_ON
            known = sum(word in junk for word in written)
            if len(written) >= MIN_NAMED_WORDS and known >= JUNK_SHARE * len(written) and not goes_on:
                yield Place(at, *widen(line.text, *_before_figure(line.text, *match.span(1))))


def find_foreign(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The foreign phrases between sentences, and between paragraphs."""
    places = _find_places(lines, scene.own)
    if not places:
        return
    rest = _outside(lines, places)
    inside = Counter(word for place in places for word in _WORD.findall(place.text))
    outside = Counter(_WORD.findall(rest))
    used = frozenset(word for word, count in inside.items() if outside[word] >= count and not _FOREIGN.search(word))
    letters = sum(len(_FOREIGN.findall(place.text)) for place in places)
    strange = len(_FOREIGN.findall(rest)) <= STRANGE_SHARE * letters
    medleys = sum(_is_medley(place.text) for place in places)
    if medleys < QUOTED_MEDLEYS and any(map(_may_be_quoted, places)) and speaks_of_languages(rest):
        places = [place for place in places if not _may_be_quoted(place)]
    runs = [run for place in places if (run := _weigh(place, lines, strange_script=strange))]
    runs = [run for run in runs if len(run.words & used) <= USED_SHARE * len(run.words)]
    if OTHER_JUNK * bool(scene.spam) + sum(run.signs for run in runs) >= ENOUGH_SIGNS:
        junk = frozenset(word for run in runs if run.signs for word in run.words)
        for run in runs:
            if run.signs or run.lone or run.words & junk:
                yield Place(run.line, *widen(lines[run.line].text, run.start, run.end))


def _may_be_quoted(place: _Place) -> bool:
    """Whether an article that speaks of another language may have put it there."""
    return not place.linked and (
        place.ahead
        or place.text[0] in BRACKETED
        or _AT_HOME.search(place.text) is not None
        or _is_medley(place.text)  # thanks or greetings, one language after the other
    )


class _Place(NamedTuple):
    """Where a foreign phrase may stand: ``lines[line].text[start:end]``."""

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


def _find_places(lines: Sequence[Line], own: frozenset[str]) -> list[_Place]:
    """The gaps between sentences without a Han character, such lines, and links in another script behind a sentence."""
    places: list[_Place] = []
    whole = "\n".join(line.text for line in lines)  # one look tells of nearly every page
    some, mixed = _GAP.search(whole) is not None, _FOREIGN.search(whole) is not None
    count = count_script(whole) if mixed else None
    simplified = count is not None and count.simplified > count.traditional
    for at, line in enumerate(lines):
        text, links = line.text, _foreign_links(line, own) if line.links else frozenset[tuple[int, int]]()
        found = [_before_figure(text, *match.span(1)) for match in _GAP.finditer(text)] if some else []
        if mixed and _FOREIGN.search(text):
            strange = sorted(_strange_gaps(text, simplified=simplified))
            found = sorted([span for span in found if not _meets(span, strange)] + strange)
        if links:
            strewn = sorted(span for span in links if _is_strewn(text, *span))
            found = sorted([span for span in found if not _meets(span, strewn)] + strewn)
        places += [_Place(at, *span, text[slice(*span)], False, False, span in links) for span in found]
        if line.tag != "pre" and (match := _LINE.match(text)):
            places.append(_Place(at, *match.span(1), match[1], True, True, match.span(1) in links))
        elif mixed and ((_MIXED_LINE.match(text) and _is_foreign(text)) or _is_list_of_scripts(text)):
            places.append(_Place(at, 0, len(text), text, True, True, (0, len(text)) in links))
        elif mixed and (match := _START.match(text)) and match.span(1) not in links and _is_foreign(match[1]):
            places.append(_Place(at, *match.span(1), match[1], False, True, False))
    return places


def _strange_gaps(text: str, *, simplified: bool) -> Iterator[tuple[int, int]]:
    """Start and end of what fills a gap between two sentences in another script, Japanese with its Han included.

    ``simplified``: the article is written so, which tells Han of Japanese from its own.
    """
    found = [_before_figure(text, *match.span(1)) for match in _MEDLEY_GAP.finditer(text) if _is_medley(match[1])]
    found += [span for span in _japanese_gaps(text, simplified=simplified) if not _meets(span, found)]
    found.sort()
    yield from found
    for match in _STRANGE_GAP.finditer(text):
        if len(_FOREIGN.findall(match[1])) >= MIN_LETTERS and not _meets(match.span(1), found):
            yield _before_figure(text, *match.span(1))


def _japanese_gaps(text: str, *, simplified: bool) -> Iterator[tuple[int, int]]:
    for match in _KANA_GAP.finditer(text):
        start, end = match.span(1)
        if len(_KANA.findall(match[1])) >= MIN_KANA:
            own = _own_han(match[2]) if simplified else 0
            yield start, len(text) if match.end() == len(text) else end + own


def _own_han(text: str) -> int:
    """How many of the Han characters behind kana belong to them: all up to the last that Simplified has not."""
    return max((at + 1 for at, character in enumerate(text) if not fits(character, "gb2312")), default=0)


def _is_foreign(text: str) -> bool:
    """Whether a phrase that no sentence stands in front of is of another script.

    Of Vietnamese few letters may be its own; but formulas, units (μg) and names have some such letter as well.
    """
    letters = len(_FOREIGN.findall(text))
    if letters >= MIN_LETTERS or not letters or HAN.search(text):
        return letters >= MIN_LETTERS
    return text == text.lower() and len(_WORD.findall(text)) >= WORDS_A_SIGN


def _before_figure(text: str, start: int, end: int) -> tuple[int, int]:
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
    if _FOREIGN.search(text, start, end) is None and _SMALL_WORDS.fullmatch(text, start, end) is None:
        return False
    before = _before(text, start)
    return before in _ENDS or (before in _BEFORE_LINK and end - start >= MIN_LINKED)


def _before(text: str, at: int) -> str:
    """The character in front of a place, spaces aside."""
    while at and text[at - 1] in " \u3000":
        at -= 1
    return text[at - 1 : at]


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of others, which are in order and apart."""
    at = bisect_right(others, span[0], key=itemgetter(1))
    return at < len(others) and others[at][0] < span[1]


def _stands_alone(at: int, lines: Sequence[Line]) -> bool:
    """Whether a line stands between a Chinese paragraph and another Chinese line, or at an end of the text.

    Verses, spellings and their translations stand among short lines.
    """
    around = [lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    return any("。" in text for text in around) and all(HAN.search(text) for text in around)


def _outside(lines: Sequence[Line], places: Sequence[_Place]) -> str:
    """The text of the lines without those places."""
    cut = by_line((Place(*place[:3]) for place in places), len(lines))
    return "\n".join("\n".join(without(line.text, spans)) for line, spans in zip(lines, cut, strict=True))


def _weigh(place: _Place, lines: Sequence[Line], *, strange_script: bool) -> _Run | None:
    """What the text of a place says; None if it may belong to the sentence behind it."""
    text, written = place.text, _WORD.findall(place.text)
    if _AT_HOME.search(text):
        return _weigh_at_home(place, lines[place.line].text)
    letters = len(_FOREIGN.findall(_VARIABLE.sub("", text)))
    foreign = _is_foreign(text) if place.ahead else letters >= (1 if place.linked else MIN_LETTERS)
    behind = lines[place.line].text[place.end : place.end + 1]
    goes_on = behind in _GOES_ON or (not place.whole and behind in _GOING_ON)
    if (foreign and not strange_script) or (goes_on and not (foreign and place.linked)):
        return None
    if not foreign and (text != text.lower() or len(written) < MIN_WORDS):
        return None
    medley = foreign and _is_medley(text)
    paragraph = place.whole and (len(written) >= LONG_LINE_WORDS or _stands_alone(place.line, lines))
    if place.whole:
        signs = max(len(written) / WORDS_A_SIGN, foreign + place.linked) if paragraph else 0
    elif medley:
        signs = ENOUGH_SIGNS
    elif place.ahead:  # a name in its own letters begins sentences: ω-3脂肪酸, Алёнка巧克力
        signs = int(len(written) >= WORDS_A_SIGN)
    elif place.linked:
        behind_stop = _before(lines[place.line].text, place.start) in _ENDS
        enough = letters >= MIN_LETTERS or HAN.search(text) is None
        signs = (ENOUGH_SIGNS if enough else FEW_LETTERS) if behind_stop else 1
    elif foreign:
        signs = _strange_signs(text, behind)
    else:
        signs = max(0, len(written) - len(re.split(_SLASH, text)))  # ios / android are names
    return _Run(place.line, place.start, place.end, frozenset(written), min(signs, ENOUGH_SIGNS), paragraph)


def _strange_signs(text: str, behind: str) -> int:
    """Signs that a run in another script counts in a gap; ``behind``: the character behind it, if any."""
    if behind in _ENDS or text[-1] in _OWN_ENDS or _may_be_name(text):
        return 1
    if HAN.search(text):  # 明太子おにぎり饭团: the name of a thing has such Han, too
        return FEW_LETTERS if not behind or _own_han(text) else 1
    return FEW_LETTERS if text[0] in BRACKETED else ENOUGH_SIGNS


def _may_be_name(text: str) -> bool:
    """Whether a text is a short word or two, as a sentence may begin with: 삼성전자增资两千万, русский чай配蛋糕."""
    names = text.split()
    return len(names) <= MAX_NAMES and max(map(len, names)) <= MAX_NAME_CHARS and _KANA.search(text) is None


def _is_list_of_scripts(text: str) -> bool:
    """Whether a line is small words in several scripts, with little Han among them, as Japanese has."""
    return (
        _MEDLEY_LINE.match(text) is not None
        and _FOREIGN.search(text) is not None
        and _is_medley(text)
        and len(HAN.findall(text)) <= MAX_HAN_SHARE * len(text)
    )


def _is_medley(text: str) -> bool:
    """Whether words of two scripts stand together as in no language: of Latin letters there must be three.

    Vietnamese has words in both of its kinds of letters.
    """
    scripts = foreign_scripts(text)
    latin = len(_SMALL_WORD.findall(text)) >= MIN_NAMED_WORDS and scripts != VIETNAMESE
    return len(_FOREIGN.findall(text)) >= MIN_LETTERS and scripts.bit_count() + latin > 1


def _weigh_at_home(place: _Place, line: str) -> _Run | None:
    """What a run in a language of China says: little, and only in a gap that no mark closes, as it does a quotation."""
    behind = line[place.end : place.end + 1]
    if place.whole or place.ahead or (behind and not HAN.match(behind)):
        return None
    if len(place.text.split()) < MIN_WORDS or place.text[-1] in _OWN_ENDS:  # ئامانلىق下面写着“平安”
        return None
    signs = FEW_LETTERS if place.linked else 1
    return _Run(place.line, place.start, place.end, frozenset(_WORD.findall(place.text)), signs, lone=False)
