"""What language a text is in, as far as its characters tell; ``<html lang>`` is believed only where they do not."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaners.character_tables import count_kinds, table_of

_LETTERS = table_of(
    (
        (range(0x3400, 0xA000), 1),  # Han
        (range(0x3041, 0x3100), 2),  # kana
        (range(0xAC00, 0xD7B0), 3),  # Hangul
        (map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250))), 4),  # Latin
    )
)
_TAG = re.compile(r"^([a-z]{2,3})(?:[-_]|$)")
SAMPLE_CHARS = 1500
"""Characters of the text that are counted."""
_SHARE = 0.15
"""Share of letters from which a script decides: Chinese news carries English names, hardly more."""


def find_language(text: str, declared: tuple[str | None, ...]) -> str | None:
    """BCP 47 code of the text's language (``zh``, ``ja``, ``en``); None when neither characters nor page tell.

    ``declared``: what the page says, the surest first.
    """
    sample = text[:SAMPLE_CHARS]
    _, han, kana, hangul, latin = count_kinds(sample, _LETTERS, 5)
    letters = han + kana + hangul + latin / 4  # a Latin letter says about a quarter of what a Han character says
    if letters:
        if hangul > _SHARE * letters:
            return "ko"
        if kana > _SHARE * letters:
            return "ja"
        if han > _SHARE * letters:
            return "zh"
    for tag in declared:
        if tag and (match := _TAG.match(tag.strip().lower())) and match[1] not in ("zh", "ja", "ko"):
            return match[1]
    return None


SCRIPT_CHARS = 3000
"""Characters that ``is_written_in_chinese`` needs at most."""


@lru_cache(maxsize=4)  # steps ask in turn for the same text
def is_written_in_chinese(text: str) -> bool:
    """Whether a third of a text is Han, with few kana: the pages whose junk can be told by its wording.

    Japanese has one kana or two for each Han character; junk in Japanese does not make a page so.
    """
    if text.isascii():
        return False
    _, han, kana, *_ = count_kinds(text, _LETTERS, 5)
    return 3 * han >= len(text.replace(" ", "")) and 4 * kana < han
