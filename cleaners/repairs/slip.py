"""GBK text that runs one byte out of step.

A converter that loses one lead byte leaves ``?`` in its place and reads every pair after it wrongly, until something
sets it right: a trail byte of ASCII (``推進“一帶…設，`` becomes ``推進?耙粠…ㄔO，``), or a pair that GBK does not know,
which leaves U+FFFD. The run is encoded again, put back in step, and decoded; a byte that is lost for good is guessed
from what stands around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleaners.repairs.mend import Mend, Mended
from cleaners.text.characters import fluency, likelihood
from cleaners.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BEHIND = "(?=[^\x00-\x7f\u3000\xa0])"
_CANDIDATE, _ANY_CANDIDATE = re.compile(rf"\?{_BEHIND}"), re.compile(f"[?\ufffd]{_BEHIND}")
"""Where runs may begin. The search for one literal takes a fifth of the time that the other takes."""
_MAX_RUN = 400
"""Characters of one run that are looked at; something sets real runs right much earlier."""
_MAX_RUNS = 1000
"""Runs that are set right on one page. Real pages have one in a paragraph; a hostile one must not stall us."""
_MAX_TOLD = 80
"""Characters of a run that its removal repeats."""
_RUN = re.compile(f"[^\x00-\x7f\ufffd]{{0,{_MAX_RUN}}}")

_SIGNS = "，。、；：“”‘’？！《》（）—…·"
_MIN_FLUENCY = -9.0
"""Least mean log likelihood (nats a character) of a text that reads as Chinese."""
_GAIN = 2.0
"""Nats a character by which the repaired run must read better than the broken one."""

_SURE_RUN = 3
"""Fewest characters of a run that reads better for the one lost in front of it to be any."""
_UNREADABLE = -13.0
"""Mean log likelihood (nats a character) of a run that is no Chinese at all."""
_LINE_END = re.compile(r"\s|\Z|</?(?:p|br|div|td|tr|li|dd|h[1-6]|ul|table|section)\b", re.IGNORECASE)
_ENDINGS = "。”！？…）》：，"
"""Signs that end a line, likeliest first."""
_SENTENCE_ENDS = "。！？…"

_LOST = "\ufffd"
_LEADS = range(0x81, 0xFF)
_TRAILS = range(0x40, 0xFF)


class _Run(NamedTuple):
    """One run in step again: where it ended, and its text."""

    end: int
    chinese: str


def find(text: str) -> Mend | None:
    """Tell whether runs of ``text`` are out of step."""
    if _candidates(text).search(text) is None or not realign_gbk(text).cut:
        return None
    return Mend("realign_gbk", realign_gbk, mirror=True, where="inline?")


def _candidates(text: str) -> re.Pattern[str]:
    return _ANY_CANDIDATE if _LOST in text else _CANDIDATE


def realign_gbk(text: str) -> Mended:
    """``text`` with its runs read in step again; each run is reported as it stood."""
    out: list[str] = []
    cut: list[str] = []
    end = 0
    for match in _candidates(text).finditer(text):
        if len(cut) == _MAX_RUNS:
            break
        if match.start() >= end and (run := _repair_run(text, match.start())):
            out += text[end : match.start()], run.chinese
            cut.append(text[match.start() : run.end][:_MAX_TOLD])
            end = run.end
    return Mended("".join([*out, text[end:]]), tuple(cut)) if cut else Mended(text)


def _repair_run(text: str, start: int) -> _Run | None:
    """Repair the run whose ``?`` stands at ``start``; None if it is no slip."""
    match = _RUN.match(text, start + 1)
    run = match[0] if match else ""
    stop = start + 1 + len(run)
    terminator = text[stop : stop + 1]
    try:
        shifted = run.encode("gbk")
    except UnicodeEncodeError:
        return None
    if inner := _with_inner_ascii(text, start, shifted):
        return inner
    if terminator == _LOST:
        return _with_lost_trail(text, start, stop + 1, run, shifted)
    if terminator and "@" <= terminator <= "~":
        return _with_ascii_trail(text, start, stop + 1, run + terminator, shifted + terminator.encode())
    return None


def _with_inner_ascii(text: str, start: int, shifted: bytes) -> _Run | None:
    """The run was set right by an ASCII character that was read as the second byte of a pair: ``，R`` as ``?現``."""
    at = next((at for at in range(1, len(shifted), 2) if shifted[at] < 0x80), 0)
    if not at:
        return None
    run = shifted[: at + 1].decode("gbk")
    chinese = _decode(shifted[1:at])
    if chinese is None or fluency(to_simplified(run)) > _UNREADABLE or (chinese and not _reads_better(chinese, run)):
        return None
    first = _likeliest(_signs_with_trail(shifted[0]), text[start - 1 : start], (chinese or chr(shifted[at]))[0])
    return _Run(start + 1 + len(run), first + chinese + chr(shifted[at])) if first else None


def _with_ascii_trail(text: str, start: int, end: int, run: str, shifted: bytes) -> _Run | None:
    """The run was set right by a character whose second byte is ASCII: only the lead byte is lost."""
    chinese = _decode(shifted[1:])
    if not chinese or not _reads_better(chinese, run):
        return None
    first = _first_of(shifted[0], text[start - 1 : start], chinese)
    return _Run(end, first + chinese) if first else None


def _with_lost_trail(text: str, start: int, end: int, run: str, shifted: bytes) -> _Run | None:
    """The run was set right by a pair that GBK does not know: its first byte, a character's second, is lost, too."""
    before, after = text[start - 1 : start], text[end : end + 1]
    lost = [trail for trail in _TRAILS if _breaks(trail, after)]
    choose = _ending if _LINE_END.match(text, end) else _likeliest
    if not run:
        guess = choose([sign for sign in _SIGNS if sign.encode("gbk")[1] in lost], before, after)
        return _Run(end, guess) if guess and text[start] != _LOST and not before.isascii() else None
    chinese = _decode(shifted[1:-1])
    if chinese is None or (chinese and not _reads_better(chinese, run)):
        return None
    signs = "".join(_signs_with_trail(shifted[0]))
    last = choose(list(_with_lead(shifted[-1], lost)), (chinese or signs)[-1:], after)
    first = _first_of(shifted[0], before, chinese + last, any_character=True) if last else ""
    return _Run(end, first + chinese + last) if first and last else None


def _first_of(trail: int, before: str, chinese: str, *, any_character: bool = False) -> str:
    """The character whose lead byte was lost: a sign if one has this second byte, for signs are what converters lose.

    Any other in front of a run that is long enough to be sure of it; empty when none is found.
    """
    signs = _signs_with_trail(trail)
    if not signs and (any_character or len(chinese) >= _SURE_RUN):
        return _likeliest(_with_trail(trail), before, chinese[0])
    return _likeliest(signs, before, chinese[0])


def _ending(candidates: Sequence[str], before: str, after: str) -> str:
    """The sign among the candidates that most likely ends a line behind ``before``; any other where no sign does."""
    signs = [sign for sign in _ENDINGS if sign in candidates]
    if before and before in _SENTENCE_ENDS and "”" in signs:
        return "”"
    return signs[0] if signs else _likeliest(candidates, before, after)


def _decode(pairs: bytes) -> str | None:
    try:
        return pairs.decode("gbk")
    except UnicodeDecodeError:
        return None


def _reads_better(chinese: str, run: str) -> bool:
    repaired = fluency(to_simplified(chinese))
    return repaired >= max(_MIN_FLUENCY, fluency(to_simplified(run)) + _GAIN)


def _breaks(trail: int, after: str) -> bool:
    """Whether a byte and what follows it make no pair, so that a reader falls back into step behind it."""
    if not after or after.isascii():
        return trail > 0x80 and (not after or not _is_pair(bytes((trail, ord(after)))))
    return trail > 0x80 and not _is_pair(bytes((trail, *after.encode("gbk", "ignore")[:1])))


def _is_pair(pair: bytes) -> bool:
    return len(_decode(pair) or "") == 1


def _signs_with_trail(trail: int) -> list[str]:
    """The signs of prose with this second byte: signs are what converters replace, and stumble over."""
    return [sign for sign in _SIGNS if sign.encode("gbk")[1] == trail]


def _with_trail(trail: int) -> Iterator[str]:
    """Every character of GBK with this second byte."""
    return _characters((lead, trail) for lead in _LEADS)


def _with_lead(lead: int, trails: Iterable[int]) -> Iterator[str]:
    """Every character of GBK with this first byte and one of these second bytes."""
    return _characters((lead, trail) for trail in trails)


def _characters(pairs: Iterable[tuple[int, int]]) -> Iterator[str]:
    for pair in pairs:
        character = bytes(pair).decode("gbk", "ignore")
        if len(character) == 1 and not character.isascii():
            yield character


def _likeliest(candidates: Iterable[str], before: str, after: str) -> str:
    """The candidate that reads best between its neighbours; empty when there is none."""
    before, after = to_simplified(before), to_simplified(after)
    return max(
        candidates,
        key=lambda each: (each in _SIGNS, likelihood(before, to_simplified(each), after), each),
        default="",
    )
