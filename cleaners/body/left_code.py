"""Code that editors pasted with a text, or that a publishing system left in it: style sheets of a word processor,
scripts whose tags were stripped, tags of templates that nobody filled.

Browsers show it, and no reader wants it. A text about code shows code as well: in listings, or announced by a colon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cleaners.page.model import Line

MAX_SHARE = 0.2
"""Share of the body's lines above which code is what the text is about."""

_WORD = re.compile(
    r"""
    (?:(?:true|false)\s*){3}.*(?:X-NONE|MicrosoftInternetExplorer)  # settings of a document, without their tags
    | \bmso-[a-z-]+\s*:                                             # properties of Office's style sheets
    | \bMso[A-Z][A-Za-z]+\s*[{,.]                                   # and its classes
    | /\*\s(?:Style|Font|Page|List)\sDefinitions\s\*/
    """,
    re.VERBOSE | re.ASCII,
)
"""Stands in nothing but what was pasted from Word or WPS."""

_LEFT = re.compile(
    r"""
    undefined | null | NaN | \[object\ Object\]
    | \{\{[^{}]{1,80}\}\} | \$\{[\w.]{1,80}\} | <%.{1,80}%> | \[!--[\w.]{1,80}--\]  # Vue and its kin, JSP, 帝国CMS
    | \{(?:\$|[a-z]{2,20}:)[^{}]{1,80}\}                                           # Smarty, 织梦
    | \[(?:图片|视频|音频|语音|文件|链接)\]                                          # what a chat does not copy
    | \]\]> | <!\[CDATA\[ | javascript:.{0,40} | data:image/[\w.+-]+;base64,.*
    | (?:@font-face|@media|@page|[.#]?[a-zA-Z][\w.#:>+~,*\ @-]{0,200})\s*           # one style rule or more
      \{\s*[a-z-]+\s*:[^{}]*\}(?:[^{}]*\{[^{}]*\})*
    | (?:(?:var|let|const)\s[\w$]+\s*=                                             # one statement of a script or more
      | function\s*[\w$]*\(
      | \(?\(?function\s*\(
      | [A-Za-z_$][\w$]*(?:\.[\w$]+)*\(
      ).*[;}]
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_ENDS = frozenset(";}]>")
_BEGINNINGS = ("undefined", "null", "NaN", "javascript:", "data:image/", "<![CDATA[")
"""Last characters of code, and how what has other ones begins: most lines are looked at no further."""
_WORD_SIGNS = ("mso-", "Mso", "X-NONE", "MicrosoftInternetExplorer", " Definitions */")


def without_left_code(lines: Sequence[Line], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The kept lines without those that are code and nothing else.

    What a word processor left goes always. Other code stays where the text holds a listing, right behind a colon, and
    where it is more than :data:`MAX_SHARE` of the text's lines.
    """
    taken = kept.nonzero()[0].tolist()
    ends = [at for at in taken if lines[at].text[-1] in _ENDS or lines[at].text.startswith(_BEGINNINGS)]
    left = [at for at in ends if _LEFT.fullmatch(lines[at].text)]
    if left and (len(left) > MAX_SHARE * len(taken) or any(lines[at].tag == "pre" for at in taken)):
        left = []
    left = [at for at in left if not (at and lines[at - 1].text.endswith((":", "：")))]
    pasted = "\n".join([lines[at].text for at in taken])
    if any(sign in pasted for sign in _WORD_SIGNS):
        left += [at for at in taken if lines[at].tag != "pre" and _WORD.search(lines[at].text)]
    if not left:
        return kept
    rest = kept.copy()
    rest[left] = False
    return rest
