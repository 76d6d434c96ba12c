"""Symbols strewn in front of punctuation, so that two copies of a text differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, partial

import numpy as np

from cleaners.repairs.mend import Mend, Mended
from cleaners.text.character_tables import table_of

PUNCTUATION = "，。！？：；、"
"""Marks that end a clause."""
_MIN_SPOTS = 2
"""Marks with a symbol in front from which somebody strewed them, if the symbols differ or stand in runs."""
_SURE_SPOTS = 4
"""Marks from which it is sure where always the same symbol stands alone."""
_MAX_RUN_SIGNS = 6
"""Symbols in front of one mark."""

_NOISE_CATEGORIES = frozenset({"So", "Sm", "Sc", "Sk"})
_NOISE_OTHERS = frozenset("※§¶†‡⁂⁎⁑ˇˉˊˋ˙˘˚˝ˆ˜﹉﹊﹋﹌﹍﹎﹏")
"""Marks that Unicode calls punctuation or letters and that end no word of prose."""
_HONEST = frozenset("～〜＋－＝＜＞｜＾￣®™©℠□〇○△×√℃℉℅㎡㎏㎞㎝㎜㏄")
"""Symbols that do stand in front of punctuation: trade marks, units, blanks in a quotation, answers to a question."""
_ANSWERS = frozenset("□〇○△×")
"""Those of them that are strewn as well: where they stand in front of marks only, on a page that has others so."""
_MIN_PLACES = 3
"""Fewest paragraphs in which they stand so."""
_STARS = frozenset("★☆")
_MIN_STARS = 3
"""Stars in a row that are a rating."""
_UNITS = frozenset("°′″￥$€£¥±+%")
"""Symbols that are honest behind a digit."""
_TRENDS = frozenset("↑↓→↗↘▲▼")
"""Symbols that say how a figure changed (鸡蛋5.1元/斤↓，青菜2.8元/斤→), where each closes a clause with one."""
_CLAUSE_CHARS = 20
"""Characters of such a clause in which its figure stands."""
_FIGURE = re.compile(rf"[0-9][^{PUNCTUATION}]*\Z")

_IS_MARK = table_of(((PUNCTUATION, 1),)).astype(np.bool_)


@cache
def _is_noise(character: str) -> bool:
    """Whether no honest text has the character in front of punctuation, but for a unit behind its number."""
    if character.isascii() or ord(character) > 0xFFFF or character in _HONEST:
        return False
    return unicodedata.category(character) in _NOISE_CATEGORIES or character in _NOISE_OTHERS


@cache
def _candidates() -> re.Pattern[str]:
    # Latin-1 signs, spacing modifiers, then punctuation and symbols up to the CJK ones, and wide currency signs.
    run = r"[\xa2-\xbf\xd7\xf7\u02b0-\u02ff\u2010-\u2bff\u3004-\u3037\u3200-\u33ff\ufe49-\ufe4f\uffe0-\uffee]"
    return re.compile(rf"(.)({run}{{1,{_MAX_RUN_SIGNS}}})(?=\s?[{PUNCTUATION},;:!?])", re.DOTALL)


def find(text: str, ends: frozenset[str]) -> Mend | None:
    """Tell whether symbols were strewn in front of marks; ``ends``: what stands there in the page's prose."""
    if not any(map(_is_noise, ends)):
        return None
    kept = _UNITS | _STARS | _ANSWERS | _true_trends(text)
    spots = [match for match in _candidates().finditer(text) if match[2] != _true_part(match, kept)]
    noise = frozenset(character for match in spots for character in match[2] if _is_noise(character))
    varied = len(noise) > 1
    if len(spots) < (_MIN_SPOTS if varied else _SURE_SPOTS) and not any(_is_mixed(match[2]) for match in spots):
        return None
    return Mend("drop_symbols", partial(_drop_symbols, true=_true_symbols(text, noise)), mirror=True)


def _is_mixed(run: str) -> bool:
    """Whether symbols of different kinds stand in one run: ``←→，`` names two keys, ``ˇ◇，`` nothing."""
    return len({ord(character) >> 8 for character in run if _is_noise(character)}) > 1


def before_marks(prose: str) -> frozenset[str]:
    """The characters in front of a text's marks."""
    codes = np.frombuffer(prose.encode("utf-32-le", "surrogatepass"), np.uint32)
    ahead = codes[:-1][_IS_MARK.take(codes[1:], mode="clip")]  # beyond the basic plane stands no mark
    return frozenset(map(chr, set(ahead.tolist())))


def _true_trends(text: str) -> frozenset[str]:
    """The arrows, where every one in front of a mark stands alone and closes a clause with a figure; else none."""
    spots = (match for match in _candidates().finditer(text) if not _TRENDS.isdisjoint(match[2]))
    told = all(
        len(spot[2]) == 1 and _FIGURE.search(text[max(0, spot.end(1) - _CLAUSE_CHARS) : spot.end(1)]) for spot in spots
    )
    return _TRENDS if told else frozenset()


def _true_symbols(text: str, noise: frozenset[str]) -> frozenset[str]:
    """Units, stars and answers that the page uses itself: no noise of it, or where no script puts symbols."""
    used = Counter(match[1] for match in re.finditer(r"[0-9]([°′″￥€£¥±])(?=[\w~～至—-])", text))
    true = {symbol for symbol in _UNITS | _STARS if symbol not in noise or used[symbol]}
    strewn = Counter(symbol for match in _candidates().finditer(text) for symbol in match[2] if symbol in _ANSWERS)
    nodes = (node for node in re.split(r"[\n>]", text) if not _ANSWERS.isdisjoint(node))
    places = sum(any(not _ANSWERS.isdisjoint(match[2]) for match in _candidates().finditer(node)) for node in nodes)
    few = places < _MIN_PLACES  # a legend, a score: 甲○，乙×
    answers = {symbol for symbol in _ANSWERS if few or text.count(symbol) > strewn[symbol]}
    return frozenset(true) | answers | _true_trends(text)


def _true_part(match: re.Match[str], true: frozenset[str]) -> str:
    """What of the symbols is kept: a unit behind its number, a rating in stars, a trend, and what is no noise."""
    before, run = match[1], match[2]
    if len(run) >= _MIN_STARS and _STARS.issuperset(run) and true.issuperset(run):
        return run
    unit = run[0] if before.isdigit() and run[0] in true and run[0] in _UNITS else ""
    kept, dropped = true & _TRENDS, _ANSWERS - true
    return unit + "".join(one for one in run[len(unit) :] if one in kept or not (_is_noise(one) or one in dropped))


def _drop_symbols(text: str, *, true: frozenset[str]) -> Mended:
    """``text`` without symbols in front of punctuation, but for those of ``true`` behind a number or in a rating."""
    cut: list[str] = []

    def drop(match: re.Match[str]) -> str:
        kept = _true_part(match, true)
        if kept != match[2]:
            cut.append(match[2])
        return match[1] + kept

    return Mended(_candidates().sub(drop, text), tuple(dict.fromkeys(cut)))
