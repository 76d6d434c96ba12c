"""Find Chinese keywords that were put between the sentences of an article in another language.

Pages all over the world are filled with them. Writers quote Han anywhere: names, idioms, dishes and verses stand at the
beginning and at the end of sentences, Korean and Thai have them without a space. What nobody writes is Han without a
space behind the full stop, or in front of a sentence's capital, or inside a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.lists.keywords import is_junk_phrase
from cleaners.junk.spans import Place, with_a_space
from cleaners.text import phrases
from cleaners.text.character_tables import HAN
from cleaners.text.language import find_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_MIN_HAN = 4
"""Fewest Han characters of a place: names of people have fewer."""
_REST_SHARE = 0.5
"""Most Han characters of the rest of the article, for each in such places: an article that has more is about China."""
_LETTERS_A_HAN = 8
"""Characters of a line for each Han character at its end, up to which that may be its translation: bilingual notices,
menus and price lists hold three to seven."""
_LABEL_CHARS = 100
"""Characters up to which a line of one sentence is rather a label, an offer or a price than a paragraph."""
_TELLING_SHARE = 0.5
"""Least share of the places that are telling."""
_MIN_NATS = 0.0
"""Least mean nats of the places' wording by itself (``phrases.weigh_alone``). Nine in ten keyword phrases have them;
sentences of a phrase book have fewer, because of their function words."""

_PICTURE = re.compile(r"[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_RUN = re.compile(
    rf"{_PICTURE.pattern}?(?:(?:(?<=[.!?…”’)])|(?<=[.!?…”’)] ))[a-z\d]{{1,5}})?"
    r"[\u3400-\u9fff](?:[\u3400-\u9fff\d|_、，,·/ \u3000+:：-]{0,200}[\u3400-\u9fff\d])?"
    rf"{_PICTURE.pattern}?"
)
"""Han with what may stand in it and around it: marks of a list, pictures, small letters of a brand ahead of it."""
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_STOP_WITHIN = re.compile(r"[^\W\d_][.!?…] ")
_LIST_MARK = re.compile(r"[|_]")
"""What stands between keywords and in no translation."""
_STOPS = frozenset(".!?…।۔؟")
_CLOSING = '"”’»)'
_OPENING = frozenset('"“‘«(')


def find_han(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The Chinese keywords between the sentences and in the words of a body in an alphabet.

    They are found in two looks: where Han stands as hardly anybody writes it, and whether what stands at all of these
    places together is keywords. All of it is, or none.
    """
    texts = [line.text for line in lines]
    whole = "".join(texts)
    if whole.isascii() or HAN.search(whole) is None or find_language(whole, ()) == "ja":
        return
    places = [place for at, text in enumerate(texts) if HAN.search(text) for place in _places_in(text, at)]
    if _are_keywords(places, texts, len(HAN.findall(whole)), scene):
        for place in places:
            yield Place(place.line, *with_a_space(texts[place.line], place.start, place.end))


def _are_keywords(places: Sequence[_Place], lines: Sequence[str], all_han: int, scene: Scene) -> bool:
    """Whether what stands at the places is keywords rather than Chinese that an article quotes.

    ``all_han``: Han characters of all lines. Keywords stand at several places, most of them telling ones
    (:data:`_TELLING_SHARE`); they are most of the page's Han (:data:`_REST_SHARE`); and the wording of the telling ones
    is that of keyword phrases (:data:`_MIN_NATS`), which is weighed last, as it costs most.
    """
    texts = [lines[place.line][place.start : place.end] for place in places if place.telling]
    if not scene.convicts(len(texts)) or len(texts) < _TELLING_SHARE * len(places) or not texts:
        return False
    outside = all_han - sum(len(HAN.findall(lines[place.line], place.start, place.end)) for place in places)
    if outside > _REST_SHARE * len(HAN.findall("".join(texts))):
        return False
    return bool(phrases.weigh_alone(texts, phrases.load_model()).mean() >= _MIN_NATS)


class _Place(NamedTuple):
    """Han in ``lines[line][start:end]`` that stands where hardly anybody writes it."""

    line: int
    start: int
    end: int
    telling: bool
    """Nobody writes it there. Behind a word without a space, some write what it means: mobile payment移动支付."""


def _places_in(text: str, line: int) -> Iterator[_Place]:
    """The places of the line ``text``, which is the one numbered ``line``, from its beginning to its end.

    Telling is Han inside a word, beside a picture that touches a letter, and between two sentences. Behind a word, or
    ahead of a small letter that is not the line's second character, it may be what the word means.
    """
    for match in _RUN.finditer(text):
        start, end = match.span()
        if len(HAN.findall(text, start, end)) >= _MIN_HAN:
            before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
            pictured = _PICTURE.match(match[0]) is not None and (before.isalpha() or behind.isalpha())
            within = before.islower() and behind.islower()
            if within or pictured or _is_between_sentences(text, start, end):
                yield _Place(line, start, end, telling=True)
            elif before.islower() or (behind.islower() and start > 1):
                yield _Place(line, start, end, telling=False)


def _is_between_sentences(text: str, start: int, end: int) -> bool:
    """Whether a run stands between two sentences, or at the end of the last, and no space parts it from one of them.

    Dishes, verses and examples stand there, too, with spaces around them: only what is junk by its wording is told.
    """
    last = start - 1
    while last > 0 and text[last].isspace():
        last -= 1
    after = end
    while after < len(text) and text[after].isspace():
        after += 1
    glued = last == start - 1 and last >= 0
    while last > 0 and text[last] in _CLOSING:
        last -= 1
    following = text[after : after + 1]
    if last <= 0 or text[last] not in _STOPS or not _may_begin(following):
        return False
    if not following and _may_be_translation(text, start, end):
        return False
    return glued or (after == end and following.isupper()) or is_junk_phrase(text[start:end])


def _may_be_translation(text: str, start: int, end: int) -> bool:
    """Whether Han at the end of a line says what the line says: of its length, or all of a label or an offer."""
    if _LIST_MARK.search(text, start, end):
        return False
    letters = start + len(_HANGUL.findall(text, 0, start))  # of which half as many say the same
    is_label = letters < _LABEL_CHARS and _STOP_WITHIN.search(text, 0, start) is None
    return is_label or letters < _LETTERS_A_HAN * len(HAN.findall(text, start, end))


def _may_begin(character: str) -> bool:
    """Whether a sentence may begin with a character; nothing stands for the end of the line."""
    return not character or character in _OPENING or (character.isalpha() and not character.islower())
