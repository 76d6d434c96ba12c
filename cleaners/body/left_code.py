"""Code that editors pasted with a text, or that a publishing system left in it: style sheets of a word processor,
scripts whose tags were stripped, tags of templates that nobody filled.

Browsers show it, and no reader wants it. A text about code shows code as well: in listings, or announced by a colon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line
    from cleaners.text.arrays import Bools

_MAX_SHARE = 0.2
"""Share of the body's lines above which code is what the text is about; one line alone never is."""

_CODE = re.compile(
    r"""
    undefined | null | NaN | \[object\ Object\]
    | \{\{[^{}]{1,80}\}\} | \$\{[\w.]{1,80}\} | <%.{1,80}%> | \[!--[\w.]{1,80}--\]  # Vue and its kin, JSP, 帝国CMS
    | \{(?:\$[A-Za-z_]|[a-z]{2,20}:[a-z])[^{}]{1,80}\}                             # Smarty, 织梦
    | \[(?:图片|视频|音频|语音|文件|链接)\]                                          # what a chat does not copy
    | \]\]> | <!\[CDATA\[ | javascript:\S{0,40} | data:image/[\w.+-]+;base64,.*
    | (?:@font-face|@media|@page|[.#]?[a-zA-Z][\w.#:>+~,*\ @-]{0,200})\s*           # one style rule or more
      \{\s*[a-z-]{3,}\s*:[^{}]*\}(?:[^{}]*\{[^{}]*\})*
    | (?:[.#@][a-zA-Z]|[a-z]+[.:#])[\w.#:>+~,*\ -]{0,200}\{ | \}+;?                # a rule's first line, and its last
    | \{?\s*(?>(?:
          (?:margin|padding|panose|(?:font|margin|padding|text|line|mso|border|background|layout|panose|page)-[a-z0-9-]+)
            \s*:[^;{}]{1,120}
        | (?:font|border|page|size|tab|width|height|color|background)\s*:[^;{}]{0,80}  # those of a garment are no code
            (?:\dp[tx]|Section\d|\#[0-9a-f]{3,6})[^;{}]{0,40}
        );\s*)+\}?
    | (?:(?:var|let|const)\s[\w$]+\s*=                                             # one statement of a script or more
      | function\s*[\w$]*\(
      | \(?\(?function\s*\(
      ).*[;}]
    | [A-Za-z_$][\w$]*(?:\.[\w$]+)*\(\s*(?:['"{)\[]|(?:function|this|window|document)\b).*[)}];  # a call; f(x); is none
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
"""A whole line of code."""
_ENDS = frozenset(";{}]>)")
_BEGINNINGS = ("undefined", "null", "NaN", "javascript:", "data:image/", "<![CDATA[")
"""Last characters of code, and how what has other ones begins: most lines are looked at no further."""

_PASTED = re.compile(
    r"""
    (?:(?:true|false)\s*){3}.{0,60}(?:X-NONE|MicrosoftInternetExplorer)  # settings of a document, without their tags
    | \bmso-[a-z-]+\s*: | \bMso[A-Z][A-Za-z]+\b                     # Office's own properties and classes
    | \A/\*\s(?:Style|Font|Page|List)\sDefinitions\s\*/\Z
    """,
    re.VERBOSE | re.ASCII,
)
"""Stands in nothing but what was pasted from Word or WPS."""
_PASTED_SIGNS = ("mso-", "Mso", "false", "tions */")
"""One of these does, too; each is looked for a hundred times as fast."""


def without_left_code(lines: Sequence[Line], kept: Bools) -> Bools:
    """The kept lines without those that are code and nothing else.

    Beside what a word processor left all of it goes. Else it stays where the text holds a listing, right behind a
    colon, and where it is more than :data:`_MAX_SHARE` of the text's lines.
    """
    taken = [at for at in kept.nonzero()[0].tolist() if lines[at].tag != "pre"]
    texts = [lines[at].text for at in taken]
    code = {at for at, text in zip(taken, texts, strict=True) if _is_code(text)}
    pasted = _find_pasted(texts)
    if pasted:
        code.update(taken[number] for number in pasted)
    elif code:
        holds_listing = len(taken) < kept.sum()
        quoted = {at for at in code if at and lines[at - 1].text.endswith((":", "："))}
        code = set() if holds_listing or len(code) > max(1, _MAX_SHARE * len(taken)) else code - quoted
    if not code:
        return kept
    rest = kept.copy()
    rest[list(code)] = False
    return rest


def _is_code(text: str) -> bool:
    return (text[-1] in _ENDS or text.startswith(_BEGINNINGS)) and _CODE.fullmatch(text) is not None


def _find_pasted(texts: Sequence[str]) -> list[int]:
    """Which lines can only come from a word processor."""
    text = "\n".join(texts)
    if not any(sign in text for sign in _PASTED_SIGNS):
        return []
    return [number for number, line in enumerate(texts) if _PASTED.search(line)]
