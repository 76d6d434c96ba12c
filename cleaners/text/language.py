"""What language a text is in, as far as its characters tell; ``<html lang>`` is believed only where they do not.

English is told by its words where the page does not say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaners.text.character_tables import count_kinds, table_of

_LETTERS = table_of(
    (
        (range(0x3400, 0xA000), 1),  # Han
        (range(0x3041, 0x3100), 2),  # kana
        (range(0xAC00, 0xD7B0), 3),  # Hangul
        (map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250))), 4),  # Latin
        (range(0x0F40, 0x0FBD), 5),  # Tibetan
        (range(0x1820, 0x18AB), 6),  # Mongolian
        (range(0x0E01, 0x0E5C), 7),  # Thai
        ("ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự", 8),  # Latin with two marks: Vietnamese alone
    )
)
_VIETNAMESE_SHARE = 0.02
"""Share of letters with two marks in Vietnamese; it is three times that."""
_TAG = re.compile(r"^([a-z]{2,3})(?:[-_]|$)")
_SAMPLE_CHARS = 1500
"""Characters of the text that are counted."""
_SHARE = 0.15
"""Share of letters from which a script decides: Chinese news carries English names, hardly more."""
_SAME_LETTERS = frozenset(("dz", "mnc", "sjo"))
"""Dzongkha, Manchu and Xibe, where the page says so: in the letters of Tibetan and Mongolian."""
_UYGHUR = frozenset("ېۈۇە")
"""Letters that no other language written in Arabic has together."""

_ENGLISH_SHARE = 0.025
"""Share of ``the`` among the words of English prose; it is twice that."""
SCRIPT_CHARS = 3000
"""Characters that ``is_written_in_chinese`` needs at most."""


def find_language(text: str, declared: tuple[str | None, ...]) -> str | None:
    """BCP 47 code of the text's language (``zh``, ``ja``, ``en``); None when neither characters nor page tell.

    ``declared``: what the page says, the surest first.
    """
    sample = text[:_SAMPLE_CHARS]
    _, han, kana, hangul, latin, tibetan, mongolian, thai, vietnamese = count_kinds(sample, _LETTERS, 9)
    # A letter of an alphabet says about a quarter of what a Han character says.
    letters = han + kana + hangul + (latin + tibetan + mongolian + thai) / 4
    if letters:
        if hangul > _SHARE * letters:
            return "ko"
        if kana > _SHARE * letters:
            return "ja"
        if han > _SHARE * letters:
            return "zh"
        if thai / 4 > _SHARE * letters:
            return "th"
        if vietnamese > _VIETNAMESE_SHARE * latin:
            return "vi"
    tags = [match[1] for tag in declared if tag and (match := _TAG.match(tag.strip().lower()))]
    for script, language in ((tibetan, "bo"), (mongolian, "mn")):
        if script > latin:
            return next((tag for tag in tags if tag in _SAME_LETTERS), language)
    for tag in tags:
        if tag not in ("zh", "ja", "ko"):
            return tag
    if {*sample} >= _UYGHUR and latin < _SHARE * len(sample):
        return "ug"
    return _by_words(sample) if latin else None


def _by_words(sample: str) -> str | None:
    """English by its commonest words; no other language has ``the``."""
    words = sample.lower().split()
    english = words.count("the") > _ENGLISH_SHARE * len(words) and not {"of", "and"}.isdisjoint(words)
    return "en" if english else None


@lru_cache(maxsize=4)  # steps ask in turn for the same text
def is_written_in_chinese(text: str) -> bool:
    """Whether a third of a text is Han, with few kana: the pages whose junk can be told by its wording.

    Japanese has one kana or two for each Han character; junk in Japanese does not make a page so.
    """
    if text.isascii():
        return False
    _, han, kana = count_kinds(text, _LETTERS, 3)
    return 3 * han >= len(text.replace(" ", "")) and 4 * kana < han
