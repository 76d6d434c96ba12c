"""Find the words of a template that a link farm's program never filled in: {随机关键词}, {{keyword}}, 【随机标题】.

Newsrooms write words in brackets, too: forms, formulas, chat pictures, notes. So one goes only that is called as such
programs call theirs, beside the sentences of its line, on a page that has none inside a sentence and does not speak of
templates.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cleaners.junk.spans import Place
from cleaners.lexicons import texts as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_MAX_CHARS = 20
"""Most characters of such a word in braces behind its beginning. In other brackets, as of headings, only figures."""
_NEAR = 20
"""Characters on both sides of a word that tell whether it stands beside a sentence."""

_OPENING = re.compile(r"[{｛【\[#%<]")
_BEGUN = re.compile(r"[。！？；…”」』}｝][\s）)]*\Z")
"""What stands before the beginning of a sentence that is not a line's first, or before a second such word."""
_SIGNS = r"[\s_|｜:：·—-]*"
"""What parts such a word from a headline."""
_TEMPLATES = re.compile("模板|模版|範本|占位|佔位|站群|关键词|關鍵[詞字]|括号|括號|SEO", re.IGNORECASE)
"""What articles speak of that show such words."""


@cache
def _pattern() -> re.Pattern[str]:
    anywhere = words("template_words", match="any")
    named = "|".join(map(re.escape, (*anywhere, *words("template_words", match="braces"))))
    braced = rf"[{{｛]{{1,2}}[#$/%]?(?:{named})[\w.:-]{{0,{_MAX_CHARS}}}[#%]?[}}｝]{{1,2}}"
    other = rf"(?:{'|'.join(map(re.escape, anywhere))})\d{{0,2}}"
    return re.compile(rf"{braced}|%{other}%|【{other}】|\[{other}\]|#{other}#|<{other}>", re.IGNORECASE)


def find_template_words(lines: Sequence[Line], _: Scene) -> list[Place]:
    """The words of a template beside the sentences of a body; none where others stand inside them."""
    found = _find_all(line.text if "。" in line.text else "" for line in lines)
    return [] if not found or _are_told_of([line.text for line in lines], found) else found


def without_template_words(headline: str, page: Iterable[str]) -> str:
    """A headline without the words of a template at its ends, and the signs that part them from it.

    ``page``: its lines. The headline stays as it is where such words stand inside them, as in code, or where their
    sentences speak of templates.

    >>> without_template_words("{关键词}-洛溪渡口完成检修_{{keyword}}", [])
    '洛溪渡口完成检修'
    >>> without_template_words("小程序里的{{title}}", ["<h1>{{title}}</h1>"])
    '小程序里的{{title}}'
    """
    if not _OPENING.search(headline):
        return headline
    word = _pattern().pattern
    ends = rf"\A(?:(?:{word}){_SIGNS})+|(?:{_SIGNS}(?:{word}))+\Z"
    cleared = re.sub(ends, "", headline, flags=re.IGNORECASE)
    if not cleared or cleared == headline:
        return headline
    others = [text for text in page if ("。" in text or _OPENING.search(text)) and cleared not in text]
    return headline if _are_told_of(others, _find_all(others)) else cleared


def _find_all(texts: Iterable[str]) -> list[Place]:
    found = ((at, text) for at, text in enumerate(texts) if _OPENING.search(text))
    return [Place(at, *match.span()) for at, text in found for match in _pattern().finditer(text)]


def _are_told_of(texts: Sequence[str], found: Sequence[Place]) -> bool:
    """Whether a text has some of the words inside its lines, or speaks of templates."""
    if not all(_stands_at_end(place, texts[place.line]) for place in found):
        return True
    prose = "\n".join(texts)
    for word in {texts[place.line][place.start : place.end] for place in found}:
        prose = prose.replace(word, "")
    return _TEMPLATES.search(prose) is not None


def _stands_at_end(place: Place, text: str) -> bool:
    before, behind = text[max(0, place.start - _NEAR) : place.start], text[place.end : place.end + _NEAR]
    heads = not before.strip() and text[place.start] not in "【[#"  # which honest paragraphs begin with: 【随机图片】
    return heads or not behind.strip() or _BEGUN.search(before) is not None
