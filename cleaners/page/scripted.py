"""What a browser makes of a page's source beyond its elements: two statements of scripts by which hijackers hide junk,
one that gives readers their title back, and the roots that web components declare.

Reads the source as text; no script is run.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.page.declarations import HIDDEN, sight_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_BY_SCRIPT = {
    ").style.": re.compile(
        r"getElementById\([\"']([\w-]{1,60})[\"']\)\.style\."
        r"(?:display\s?=\s?[\"']none|visibility\s?=\s?[\"']hidden)"
    ),
    ").hide()": re.compile(r"\$\([\"']#([\w-]{1,60})[\"']\)\.hide\(\)"),
}
"""The statements, each by a part of it that few scripts hold."""
_MAX_STATEMENTS = 20
"""Statements of each kind that are looked at."""

_WRITES = (
    r"\s{0,20}document\.write(?:ln)?\(([\"'])(</?(?:div|span|p|font|ul|table|marquee)\b[^<>]{0,300}>)\1\)"
    r"\s{0,9};?\s{0,9}"
)
_WRITES_TAG = re.compile(_WRITES)
_WRITTEN = re.compile(rf"<script[^<>]{{0,100}}>{_WRITES}</script>", re.IGNORECASE)
_STYLE = re.compile(r"style=\\?[\"']([^\"'\\]{1,200})")
_ROBOT = r"[^;{}]{0,200}(?:baidu|spider|sogou)[^;{}]{0,200}"
_TITLE_BACK = re.compile(
    rf"(?:!\s{{0,3}}navigator\.userAgent{_ROBOT}|userAgent{_ROBOT}(?:==\s{{0,3}}-1|<\s{{0,3}}0)[\s)]{{1,9}})"
    r"\{?\s{0,9}document\.title\s{0,3}=\s{0,3}([\"'])((?:(?!\1)[^\\\n]){2,200})\1",
    re.IGNORECASE,
)
"""Sets the title for whoever is no search engine's robot. Some 64,000 hijacked sites held one of two such statements
when Sucuri counted them in December 2022. Honest ones set a title for robots, or for an app of one of these names."""
SHADOW_ROOT = "shadowrootmode"
"""The attribute of a template that declares one."""
_TEMPLATE = re.compile(r"<(/?)template\b([^<>]{0,500})>", re.IGNORECASE)


def hidden_by_script(scripts: Sequence[str], source: str) -> tuple[str, ...]:
    """Selectors of the elements that one of a page's scripts hides and that no other statement speaks of.

    What is shown again at a click is named more than once in ``source``.
    """
    found = dict.fromkeys(
        match[1]
        for script in scripts
        for part, pattern in _BY_SCRIPT.items()
        if part in script
        for match in islice(pattern.finditer(script), _MAX_STATEMENTS)
    )
    return tuple(f'[id="{name}"]' for name in islice(found, _MAX_STATEMENTS) if _is_named_once(name, source))


def _is_named_once(name: str, source: str) -> bool:
    """Whether but one statement names an element: beside the attribute itself the name stands in quotes once."""
    quoted = sum(source.count(f"{quote}{sign}{name}{quote}") for quote in "\"'" for sign in ("", "#"))
    stated = sum(source.count(f"id={quote}{name}{quote}") for quote in "\"'")
    return quoted - stated == 1


def writes_hiding_tag(script: str) -> bool:
    """Whether a script does nothing but write the tag of an element that its style hides."""
    match = _WRITES_TAG.fullmatch(script)
    style = _STYLE.search(match[2]) if match else None
    return style is not None and sight_of(style[1]) is HIDDEN


def with_written_tags(source: str) -> str:
    """``source`` with tags in place of the scripts that write nothing but one."""
    return _WRITTEN.sub(lambda match: match[2].replace("\\", ""), source)


def title_for_readers(scripts: Sequence[str]) -> str | None:
    """The title that a script sets for all but the robots of search engines, for whom ``<title>`` was swapped."""
    found = (_TITLE_BACK.search(script) for script in scripts if "document.title" in script)
    return next((match[2].strip() for match in found if match), None) or None


def with_shadow_roots(source: str) -> str:
    """``source`` with boxes in place of the templates that HTML calls declarative shadow roots: browsers show them."""
    shown: list[bool] = []  # of each template that is open, whether its content is

    def as_box(tag: re.Match[str]) -> str:
        if not tag[1]:
            shown.append(SHADOW_ROOT in tag[2].lower())
            return f"<div{tag[2]}>" if shown[-1] else tag[0]
        return "</div>" if shown and shown.pop() else tag[0]

    return _TEMPLATE.sub(as_box, source)
