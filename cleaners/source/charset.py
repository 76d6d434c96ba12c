"""Bytes to text: which charset a page is really written in.

What the bytes prove comes before what header and page declare: a byte-order mark, mark-up in UTF-16, UTF-8 that
decodes without a fault, then the declarations. Where those break or read as nonsense, the charsets of Chinese
pages are weighed by how well the text reads.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import NamedTuple

from cleaners.text.character_tables import HAN
from cleaners.text.characters import fluency
from cleaners.text.script import to_simplified


class Decoded(NamedTuple):
    """Text of a page and the charset it was read with."""

    text: str
    charset: str


_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
"""Bytes that may hold the page's own declaration; browsers look at 1,024, careless pages write it later."""
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs", "big-5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "iso-8859-1": "windows-1252", "utf8": "utf-8", "unicode": "utf-8",
}  # fmt: skip
"""Superset that reads the named charset and what pages really put into it."""

_BY_DEFAULT = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"})
"""Charsets that servers state by default, whatever the page holds. They read any bytes and so prove nothing."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = ("gb18030", "big5hkscs")

_HIGH_RUNS = re.compile(rb"[\x80-\xff]{4,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_TEXT_RUNS = re.compile(r"[^\x00-\x7f]{4,}")

_SAMPLE_CHARS = 100
_SAMPLE_RUNS = 30
"""Characters, and runs of them without ASCII between, whose fluency is measured: enough to tell, and quick."""
_READS_WELL = -8.5
"""Nats a character above which a text is Chinese; news has -3 to -6, names -9, a wrong charset -12 and less."""
_GAIN = 2.0
"""Nats a character by which another charset must read better than the declared one."""
_FEW_HIGH_BYTES = 24
"""So few bytes above ASCII may be valid UTF-8 by chance, although the page is written in the charset it declares."""
_BROKEN_SHARE = 0.01
"""Share of characters that may be broken more than in another charset; a page cut off or stitched together has some."""

_WIDE = ("utf-16-le", "utf-16-be")
_FEW_SIGNS = 4
"""Signs of mark-up, here those of one paragraph; stray NULs of another page make fewer."""

_TWICE_LATIN = ("ã€", "ï¼", "çš„", "ä¸")
"""How 。， 的 and 一 begin when UTF-8 was read as Western and written again; ä and å begin a third of all Han."""
_TWICE_GBK = ("鐨", "锛", "銆")
"""The same when it was read as GBK."""
_WESTERN = {chr(code): code for code in range(0x80, 0x100)} | {
    bytes((code,)).decode("windows-1252"): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Character -> byte of windows-1252, and of Latin-1 for what the former lacks."""

_CONTINUED = "".join(character for character, byte in _WESTERN.items() if byte < 0xC0)
"""Any byte of a sequence but the first."""
_TWICE = re.compile(rf"[Â-ß][{_CONTINUED}]|[à-ï][{_CONTINUED}]{{2}}|[ð-ô][{_CONTINUED}]{{3}}|â€(?![{_CONTINUED}])")
"""A character of UTF-8 that was read as Western; of a closing quotation mark, â€, some programs drop the last byte."""
_TWICE_IN_WORD = re.compile(rf"(?:â(?<=[a-zA-Z].)(?:€™|\x80\x99)|Ã(?<=[a-zA-Z].)[{_CONTINUED}])(?=[a-z])")
"""An apostrophe or a letter with an accent inside a word: donâ€™t, fÃ¼r."""
_MIN_TWICE_IN_WORD = 3
"""So many of them from which the page was read twice; who asks why one stands there shows it once or twice."""
_RIGHT_IN_WORD = re.compile("(?<=[a-zA-Z])[’à-öø-ÿ](?=[a-z])")
"""The same as it should be. A page that was read twice has few, in what its template says; a text that quotes such
words, as one on letters to Frau MÃ¼ller, has as many."""
_ABOUT_CHARSETS = re.compile(
    r"mojibake|(?:character|text|file|wrong) encoding|character set|utf8mb4|windows.1252|cp.?1252"
    r"|zeichensatz|encodage|codificación|乱码|亂碼",
    re.IGNORECASE,
)


def decode(raw: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page. Never raises; what no charset can read becomes U+FFFD."""
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            return Decoded(raw[len(mark) :].decode(charset, "replace"), charset)
    if wide := _unmarked_utf16(raw):
        return Decoded(raw.decode(wide, "replace"), wide)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _weigh(raw, _declared(raw, content_type))
    if text.isascii():
        return _escaped(raw, text, _declared(raw, content_type))
    if len(raw) - len(text) < _FEW_HIGH_BYTES and (other := _chance(raw, _declared(raw, content_type))):
        return other
    return Decoded(_undo_double(text), "utf-8")


def _unmarked_utf16(raw: bytes) -> str | None:
    """Which UTF-16 a page is in that has no mark; read the other way round, none of its mark-up is any."""
    head = raw[:_HEAD_BYTES]
    if b"\0" not in head:
        return None
    (fewer, _), (more, charset) = sorted((_signs(head.decode(name, "replace")), name) for name in _WIDE)
    return charset if more >= _FEW_SIGNS and not fewer else None


def _signs(text: str) -> int:
    return text.count("<") + text.count(">") + text.count("\n")


def _declared(raw: bytes, content_type: str | None) -> list[str]:
    """Charsets that the header and the page name, in this order, in lower case, each by the superset that reads it."""
    found = [_DECLARED.search(content_type.encode("utf-8", "replace"))] if content_type else []
    found.append(_DECLARED.search(raw, 0, _HEAD_BYTES))
    names = [match[1].decode("ascii", "replace").lower() for match in found if match]
    said = [name for name in names if name not in _BY_DEFAULT]
    if len(said) < len(names) and not said and not _writes_in_pairs(raw):
        said = ["windows-1252"]  # what browsers take Latin-1 for
    return [charset for name in dict.fromkeys(said) if _is_known(charset := _ALIASES.get(name, name))]


def _is_known(charset: str) -> bool:
    try:
        return codecs.lookup(charset)._is_text_encoding  # the flag that str.encode itself looks at
    except (LookupError, ValueError):
        return False


def _writes_in_pairs(raw: bytes) -> bool:
    """Whether bytes above ASCII stand together, as in Chinese text; in Western text they stand alone."""
    high = len(_HIGH.findall(raw))
    return sum(map(len, _HIGH_RUNS.findall(raw))) * 2 > high > 0


def _read(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except UnicodeError:  # a few codecs refuse what they cannot read whatever they are told
        return raw.decode("utf-8", "replace")


def _weigh(raw: bytes, declared: list[str]) -> Decoded:
    """Choose for bytes that are no faultless UTF-8: the first declared charset, unless another reads clearly better."""
    tries: list[tuple[float, int, Decoded]] = []
    for order, charset in enumerate(dict.fromkeys([*declared, "utf-8", *_CHINESE])):
        text = _read(raw, charset)
        broken = text.count("\N{REPLACEMENT CHARACTER}") / len(text)
        if not broken and charset not in _CHINESE and order < len(declared):
            return Decoded(text, charset)
        if not broken and _reads(text) >= _READS_WELL:
            return Decoded(text, charset)
        tries.append((broken, order, Decoded(text, charset)))
    best = min(tries, key=lambda each: each[:2])
    readings = {id(each): _reads(each[2].text) for each in tries if each[0] <= best[0] + _BROKEN_SHARE}
    better = max((each for each in tries if id(each) in readings), key=lambda each: (readings[id(each)], -each[1]))
    return (better if readings[id(better)] >= readings[id(best)] + _GAIN else best)[2]


def _reads(text: str) -> float:
    """How well the Chinese of ``text`` reads, in nats a character; a little of it says nothing and counts as well."""
    sample = "".join(match[0] for match in islice(_TEXT_RUNS.finditer(text), _SAMPLE_RUNS))[:_SAMPLE_CHARS]
    return fluency(to_simplified(sample)) if sample else 0.0


def _escaped(raw: bytes, text: str, declared: list[str]) -> Decoded:
    """ASCII may be a charset that shifts by escapes; only a declaration tells."""
    for charset in declared:
        if ("~{" if charset.startswith("hz") else "\x1b") in text and charset.startswith(("hz", "iso-2022")):
            return Decoded(_read(raw, charset), charset)
    return Decoded(text, "utf-8")


def _chance(raw: bytes, declared: list[str]) -> Decoded | None:
    """The declared charset's reading of a few bytes, if that is Chinese and UTF-8's is not."""
    if not declared or declared[0] not in _CHINESE or HAN.search(raw.decode("utf-8")):
        return None
    text = _read(raw, declared[0])
    return Decoded(text, declared[0]) if HAN.search(text) and "\N{REPLACEMENT CHARACTER}" not in text else None


def _undo_double(text: str) -> str:
    """``text`` read twice: UTF-8 that some program took for another charset and wrote as UTF-8 once more."""
    is_chinese = "ä" in text and "å" in text and sum(_holds(text, sign) for sign in _TWICE_LATIN) > 1
    if is_chinese or _is_twice_western(text):
        return _TWICE.sub(lambda match: _once_western(match[0]), text)
    if all(sign in text for sign in _TWICE_GBK) and _reads(text) < _READS_WELL:
        return _TEXT_RUNS.sub(lambda match: _once_gbk(match[0]), text)
    return text


def _is_twice_western(text: str) -> bool:
    """Whether words of an alphabet show it, on a page that does not speak of such damage."""
    if "Ã" not in text and not _holds(text, "â€™") and not _holds(text, "â\x80\x99"):
        return False
    twice = len(_TWICE_IN_WORD.findall(text))
    if twice < _MIN_TWICE_IN_WORD or _ABOUT_CHARSETS.search(text):
        return False
    return twice > len(_RIGHT_IN_WORD.findall(text))


def _holds(text: str, sign: str) -> bool:
    """``sign in text``; where one of its characters is missing, as in most texts, told in a fifth of the time."""
    return all(character in text for character in sign) and sign in text


def _once_western(run: str) -> str:
    if run == "â€":
        return "\N{RIGHT DOUBLE QUOTATION MARK}"
    try:
        return bytes(_WESTERN[character] for character in run).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return run


def _once_gbk(run: str) -> str:
    try:
        once = run.encode("gb18030").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return run
    return once if once.count("\N{REPLACEMENT CHARACTER}") * 4 <= len(once) else run
