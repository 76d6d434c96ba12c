"""Find keyword phrases that were put between the sentences or paragraphs of a body that is not Chinese.

No vocabulary tells them, but three things that hold in every language. They fill the gap between two sentences, or a
line of their own between two paragraphs. They are in small letters without any mark, as no sentence and hardly a
subheading begins, in scripts that have capitals; or in a script that the article uses nowhere else. And their words
stand nowhere else in it: a sentence cut in two by an abbreviation (Node. js round out your) shares its small words with
all others. Lines in small letters that people do write (captions, verses, ingredients, commands) tell nothing by
themselves: keywords repeat the words of their trade.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cleaners.junk.foreign.letters import WORD
from cleaners.junk.foreign.quoting import speaks_of_languages
from cleaners.junk.spans import Place, by_line, with_a_space, without
from cleaners.junk.strewn.lone_lines import runs_of
from cleaners.page.tags import HEADING_TAGS
from cleaners.text.character_tables import SENTENCE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_MIN_WORDS = 3
"""Words of a phrase in the article's script."""
_MIN_LETTERS = 6
"""Letters of a phrase in another script."""
_MAX_CHARS = 200
"""Characters of a line or gap that is looked at."""
_MAX_TOGETHER = 2
"""Lines that stand together between two paragraphs; more are a list or verses."""
_PARAGRAPH_CHARS = 40
"""Characters of a paragraph, behind whose last full stop a phrase stands; Thai has none."""
_MIN_PROSE = 400
"""Characters of an article without which words are no stranger to it than others."""
_STRANGE_WORDS = 0.5
"""Share of a phrase's words that must stand nowhere else in the article. Of 1,342 annotated pages six hold a phrase of
small letters with so many, none of them two."""
_VERY_STRANGE, _LONG_WORDS = 0.75, 5
"""The same for a line of its own; and the fewest words of a phrase amid a paragraph that, with that share, is enough by
itself: none of those pages holds one."""
_COMMON = 3
"""Times that a word must stand in an article to be common there. A phrase with such a word is the article's own: a
sentence, caption or subheading in small letters has common small words (of, the, to), keywords have hardly any."""
_THEME_CHARS = 4
"""Letters of a word that keywords of one trade repeat; shorter ones link the words of any sentence."""
_LISTED = 3
"""Fewest phrases in another script in one line that, as a list, is enough by itself."""
_LOOKED_AT = 1_500
"""Characters of a text that tell its script."""
_OTHER_SHARE = 0.2
"""Letters of phrases in another script, for each character of the rest, above which an article is in two languages."""
_STRANGE_SHARE = 0.25
"""Letters of a phrase's script in the rest of the article, for each in all phrases, up to which it is strange to it."""

_SCRIPTS = tuple(
    re.compile(f"[{letters}]")
    for letters in (
        "A-Za-z\u00c0-\u024f\u1ea0-\u1ef9",
        "\u0370-\u03ff",
        "\u0400-\u052f",
        "\u0590-\u05ff",
        "\u0600-\u06ff",
        "\u0900-\u0dff",
        "\u0e00-\u0eff",
        "\u3041-\u30ff\u3400-\u9fff",
        "\uac00-\ud7af",
        "\u0530-\u058f\u0f00-\u1dff",
    )
)
"""Latin, Greek, Cyrillic, Hebrew, Arabic, the scripts of India, Thai and Lao, kana and Han, hangul, all others."""
_NAMES = ("latin", "greek", "cyrillic", "hebrew", "arabic", "indic", "thai", "han", "hangul", "other")
"""What ``foreign_languages.tsv`` calls them."""
_LATIN, _CYRILLIC, _THAI = 0, 2, 6
_SMALL = re.compile(r"[^\W\d_][^.!?:;\"“”„«»()…=<>{}@。！？]*")
"""All of a line that is a phrase: it begins with a letter and has no mark but those between phrases."""
_SMALL_GAP = re.compile(
    r"[.!?][ ]?((?:[a-z\d\u00df-\u00ff]+[ ]){2,12}[a-z\d\u00df-\u00ff]+)"
    r"(?=[ ]?([^\W\d_a-z]|[\"“„«]|$))",
    re.MULTILINE,
)
"""Small Latin words behind a sentence, and what the next one begins with."""
_HOST_END = re.compile(r"(?<=[^\W_]\.)(?:[a-z]{2}|com|org|net|info|edu|gov|biz|news|blog|shop)(?![^\W_])")
"""End of a host's name, whose dot ends no sentence: laut faehrpost.info jede Fahrt."""
_ENDED = re.compile(r"[^\W\d_A-Z]{2}[.!?][ ]?\Z")
"""A sentence ends so, but no abbreviation of one letter."""
_LONG_END = re.compile(r"[^\W\d_]{6}[.!?][ ]?\Z")
"""The last word of the sentence is longer than most abbreviations."""
_OTHER = re.compile(r"[.!?][ ]?[\u0370-\u1dff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_OTHER_GAP = re.compile(
    r"[.!?][ ]?([\u0370-\u1dff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"(?:[^.!?:;\"“”()A-Za-z。、]|[A-Za-z]{1,3}(?![a-z])){4,200}?)(?=[ ]?([A-Z][a-z ’']|[\"“]|$))",
    re.MULTILINE,
)
"""The same in another script than Latin, in an article in Latin letters."""
_PARTS = re.compile(r"\s?[|,、/·_]\s?|\s[-–—]\s")
"""What parts phrases of a list."""
_NO_PARAGRAPH = frozenset({"li", "td", "th", "dt", "dd", "pre", "code", "blockquote", "figcaption", *HEADING_TAGS})


class _Place(NamedTuple):
    """``lines[line].text[start:end]`` may be a phrase."""

    line: int
    start: int
    end: int
    text: str
    script: int
    """Of most of its letters: an index of :data:`_SCRIPTS`."""
    whole: bool
    """It is a line of its own."""
    ended: bool = False
    """It is behind the end of a sentence for sure: a short word before it may be an abbreviation (usw. sowie)."""


class _Article(NamedTuple):
    """What phrases are held against."""

    script: int
    known: Counter[str]
    """The words of all but the places, and of the titles, in lower case, and how often each stands there."""
    strange: frozenset[int]
    """The scripts of phrases that it uses nowhere else."""


def find_strange_phrases(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The keywords between the sentences and paragraphs of a body that is not Chinese."""
    whole = "\n".join(line.text for line in lines)
    if len(whole) < _MIN_PROSE:
        return
    likely = [_may_be_phrase(line) for line in lines]
    places = [*_lone_lines(lines, likely), *_gaps(lines, whole)]
    if not places:
        return
    rest = "\n".join((scene.title, *_outside(lines, likely, places))).lower()
    script = _script_of(whole)
    article = _Article(script, Counter(WORD.findall(rest)), _strange_scripts(places, script, rest))
    strange = [place for place in places if _is_strange(place, article)]
    themes = _themes(strange, article)
    telling = [place for place in strange if _tells(place, article, themes)]
    enough = scene.convicts(len(telling)) or any(_is_enough(place, article) for place in telling)
    for place in strange if enough else ():
        yield Place(place.line, *with_a_space(lines[place.line].text, place.start, place.end))


def _lone_lines(lines: Sequence[Line], likely: Sequence[bool]) -> Iterator[_Place]:
    """Those of the likely lines that stand between two paragraphs, or beside the one at the text's end."""
    for run, ahead, behind in runs_of(lines, likely, _MAX_TOGETHER) if any(likely) else ():
        if _ends_paragraph(ahead) and not behind[:1].islower():
            for at in run:
                text = lines[at].text
                yield _Place(at, 0, len(text), text, _script_of(text), whole=True)


def _may_be_phrase(line: Line) -> bool:
    text = line.text
    if len(text) > _MAX_CHARS or text[0].isupper() or line.bold or line.tag in _NO_PARAGRAPH:
        return False
    if _SMALL.fullmatch(text) is None:
        return False
    return text == text.lower() or _script_of(text) != _LATIN


def _ends_paragraph(text: str) -> bool:
    return len(text) >= _PARAGRAPH_CHARS and (text.endswith(SENTENCE_ENDS) or _script_of(text) == _THAI)


def _gaps(lines: Sequence[Line], whole: str) -> Iterator[_Place]:
    """What stands between two sentences in small letters or, in an article in Latin letters, in another script."""
    patterns = [_SMALL_GAP] if _SMALL_GAP.search(whole) else []
    if not whole.isascii() and _OTHER.search(whole) and _script_of(whole) == _LATIN:
        patterns.append(_OTHER_GAP)
    for at, line in enumerate(lines if patterns else ()):
        for pattern in patterns:
            for match in pattern.finditer(line.text):
                start, end = match.span(1)
                behind = pattern is _OTHER_GAP or (
                    _ENDED.search(line.text, max(0, start - 4), start) and not _HOST_END.match(line.text, start)
                )
                if behind and (not match[2][:1].isalpha() or match[2][0].isupper()):
                    ended = _LONG_END.search(line.text, max(0, start - 8), start) is not None
                    yield _Place(at, start, end, match[1], _script_of(match[1]), whole=False, ended=ended)


def _script_of(text: str) -> int:
    """The script of most letters of a text."""
    if text.isascii():
        return _LATIN
    counts = [len(script.findall(text, 0, _LOOKED_AT)) for script in _SCRIPTS]
    return counts.index(max(counts))


def _outside(lines: Sequence[Line], likely: Sequence[bool], places: Sequence[_Place]) -> Iterator[str]:
    """The text of the lines without those places, and without likely lines elsewhere: those may hold them too."""
    cut = by_line((Place(*place[:3]) for place in places), len(lines))
    for line, spans, phrase in zip(lines, cut, likely, strict=True):
        if not phrase:
            yield from without(line.text, spans)


def _strange_scripts(places: Sequence[_Place], script: int, rest: str) -> frozenset[int]:
    """The scripts of phrases that an article in ``script`` uses nowhere else, and of whose languages it is silent."""
    told: dict[int, list[str]] = {}
    for place in places:
        if place.script not in (script, _LATIN):
            told.setdefault(place.script, []).append(place.text)
    inside = {other: len(_SCRIPTS[other].findall("".join(texts))) for other, texts in told.items()}
    return frozenset(
        other
        for other, letters in inside.items()
        if letters <= _OTHER_SHARE * len(rest)
        and not speaks_of_languages(rest, _NAMES[other])
        and len(_SCRIPTS[other].findall(rest)) <= _STRANGE_SHARE * letters
    )


def _is_strange(place: _Place, article: _Article) -> bool:
    """Whether the article has hardly a word of a phrase, or nothing in its script."""
    if place.script in article.strange:
        return len(_SCRIPTS[place.script].findall(place.text)) >= _MIN_LETTERS
    if place.script != article.script or place.script > _CYRILLIC:  # the others have no small letters
        return False
    written = WORD.findall(place.text.lower())
    if len(written) < _MIN_WORDS:
        return False
    if place.whole:
        return _unknown(written, article) >= _VERY_STRANGE and all(article.known[word] < _COMMON for word in written)
    return _unknown(written, article) >= _STRANGE_WORDS


def _themes(strange: Sequence[_Place], article: _Article) -> frozenset[str]:
    """The words that several strange phrases have and the article has not.

    Keywords go round one trade (slot maxwin, slot gacor); two captions, subheadings, verses or commands in small
    letters hardly have a word in common that the article does not use.
    """
    counts = Counter(word for place in strange for word in {*WORD.findall(place.text.lower())})
    return frozenset(
        word for word, count in counts.items() if count > 1 and len(word) >= _THEME_CHARS and word not in article.known
    )


def _tells(place: _Place, article: _Article, themes: frozenset[str]) -> bool:
    """Whether a strange phrase tells of keywords: it follows a sentence, is in another script or repeats a word."""
    return place.ended or place.script != article.script or not themes.isdisjoint(WORD.findall(place.text.lower()))


def _unknown(written: Sequence[str], article: _Article) -> float:
    """Share of words that stand nowhere in the rest of an article."""
    return sum(word not in article.known for word in written) / len(written)


def _is_enough(place: _Place, article: _Article) -> bool:
    """Whether one strange phrase by itself tells: amid a paragraph many words, nearly all strange, or a list in a line.

    One line in small letters may be a caption, a verse or a command.
    """
    if place.script != article.script:
        return place.whole and len(_PARTS.split(place.text)) >= _LISTED
    written = WORD.findall(place.text.lower())
    return not place.whole and len(written) >= _LONG_WORDS and _unknown(written, article) >= _VERY_STRANGE
