"""What is remembered of one site's pages: how often each line stood on them.

A campaign puts the same line on every page of a site. Once it was seen on several, it is junk by that alone, however
new its wording; sentences and the site's own links recur too and are left to other rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MIN_PAGES = 3
"""Pages a line must have stood on."""
_MIN_SHARE = 0.05
"""Share of the remembered pages it must have stood on."""
_STANDING_PAGES = 8
_STANDING_SHARE = 0.2
"""Fewest pages with a line, and least share of all, that show it to be the site's and none of its articles': the
paragraphs that reports of one event repeat stay far below."""
MAX_LINES = 50_000
"""Lines remembered of one site; beyond, those seen once are forgotten."""
_LINE_CHARS = (6, 2_000)
"""Shorter lines recur by chance; longer ones are cut to this length."""
STANDING_STEP = "leave_out_standing"
"""Step named by the record of a line that was cut for nothing but standing on many of the site's pages."""
REMEMBERED_STEPS = ("choose_body", STANDING_STEP)
"""Steps whose cuts are remembered as well, beside junk: what was once recognised is so on the pages to come."""


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """Lines of a site's pages and on how many pages each was seen. Small: some megabytes at most."""

    pages: int = 0
    """Pages remembered."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line without white space -> number of pages."""

    def recurs(self, text: str) -> bool:
        """Whether a line stood on enough pages of the site."""
        count = self.lines.get(line_key(text), 0) if self.lines else 0
        return self._is_often(count)

    def stands(self, text: str) -> bool:
        """Whether a line stood on so many of the site's pages that it belongs to none of their articles."""
        count = self.lines.get(line_key(text), 0) if self.lines else 0
        return count >= _STANDING_PAGES and count >= _STANDING_SHARE * self.pages

    def recurring(self) -> SiteMemory:
        """The same memory with only the lines that recur: small enough to hand from process to process."""
        return SiteMemory(self.pages, {key: count for key, count in self.lines.items() if self._is_often(count)})

    def _is_often(self, count: int) -> bool:
        return count >= _MIN_PAGES and count >= _MIN_SHARE * self.pages


def line_key(text: str) -> str:
    """The form in which a line is remembered: without white space."""
    return "".join(text.split())[: _LINE_CHARS[1]]


def remember(pages: Iterable[Iterable[str]], memory: SiteMemory | None = None) -> SiteMemory:
    """``memory`` (none yet: an empty one) and further pages, each given as its lines. A line counts once a page.

    >>> remember([["上一篇 下一篇 返回首页", "甲"]] * 3).recurs("上一篇 下一篇  返回首页")
    True
    """
    counts = Counter(memory.lines if memory else {})
    seen = memory.pages if memory else 0
    for lines in pages:
        seen += 1
        counts.update({key for key in map(line_key, lines) if len(key) >= _LINE_CHARS[0]})
        if len(counts) > MAX_LINES:
            counts = Counter({key: count for key, count in counts.items() if count > 1})
    return SiteMemory(seen, dict(counts))
