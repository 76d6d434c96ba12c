"""Letters and words of other scripts in a text of Chinese, and whether they make a phrase of their own."""

from __future__ import annotations

import re

from cleaners.text.character_tables import HAN
from cleaners.text.script import VIETNAMESE, fits, foreign_scripts

MIN_LETTERS = 3
"""Fewest letters of a run that is enough by itself, in a script that the article uses nowhere else."""
WORDS_A_SIGN = 4
"""Small Latin words that count one sign in a line of their own: a quotation or a spelling may stand alone there."""
MIN_NAMED_WORDS = 3
"""Fewest Latin words of a phrase that holds more than a name: those of firms and shops have fewer (Best Buy)."""
KANA = re.compile(r"[\u3041-\u30fa\u30fc]")
_SMALL_WORD = re.compile(r"(?<!\w)[a-z]{2,}(?!\w)")
WORD = re.compile(r"[^\W\d_]{2,}")
FOREIGN = re.compile(r"[\u0111\u01a1\u01b0\u0370-\u1dff\u1ea0-\u1ef9\u3040-\u30ff\uac00-\ud7af]")
"""Letters of other scripts than Latin and Han; Vietnamese has its own."""
AT_HOME = re.compile(
    r"[\u06ad\u06c6-\u06c8\u06cb\u06d0\u06d5\u0f00-\u0fff\u1800-\u18af\u1950-\u19df\ua000-\ua4cf\ufbd3-\ufbe9]"
)
"""Letters of languages of China: Uyghur and Kazakh (those that Arabic lacks), Tibetan, Mongolian, Dai, Yi. Its papers
quote them."""
OWN_ENDS = frozenset("!?.؟۔།")
"""Ends of a sentence in other scripts. What ends so may be a quotation without its marks, as keywords seldom are."""


def own_han(text: str) -> int:
    """How many of the Han characters behind kana belong to them: all up to the last that Simplified has not."""
    return max((at + 1 for at, character in enumerate(text) if not fits(character, "gb2312")), default=0)


def is_foreign(text: str) -> bool:
    """Whether a phrase that no sentence stands in front of is of another script.

    Of Vietnamese few letters may be its own; but formulas, units (μg) and names have some such letter as well.
    """
    letters = len(FOREIGN.findall(text))
    if letters >= MIN_LETTERS or not letters or HAN.search(text):
        return letters >= MIN_LETTERS
    return text == text.lower() and len(WORD.findall(text)) >= WORDS_A_SIGN


def is_mostly_foreign(text: str) -> bool:
    """Whether half of a text's letters or more are of other scripts than Latin and Han."""
    return 2 * len(FOREIGN.findall(text)) >= sum(map(str.isalpha, text))


def is_medley(text: str) -> bool:
    """Whether words of two scripts stand together as in no language: of Latin letters there must be three.

    Vietnamese has words in both of its kinds of letters.
    """
    scripts = foreign_scripts(text)
    latin = len(_SMALL_WORD.findall(text)) >= MIN_NAMED_WORDS and scripts != VIETNAMESE
    return len(FOREIGN.findall(text)) >= MIN_LETTERS and scripts.bit_count() + latin > 1
