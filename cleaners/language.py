"""What language a text is in, as far as its characters tell; ``<html lang>`` is believed only where they do not."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]+")
_KANA = re.compile(r"[\u3041-\u30ff]+")
_HANGUL = re.compile(r"[\uac00-\ud7af]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
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
    han, kana, hangul, latin = (sum(map(len, p.findall(sample))) for p in (_HAN, _KANA, _HANGUL, _LATIN))
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


def is_written_in_chinese(text: str) -> bool:
    """Whether a third of a text is Han and hardly anything kana: the pages whose junk can be told by its wording."""
    han, kana = (sum(map(len, runs.findall(text))) for runs in (_HAN, _KANA))
    return 3 * han >= len(text.replace(" ", "")) and 20 * kana < han
