"""What is known of a page while junk is looked for in its body: each finder is given the body's lines and this."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import RemovalKind
from cleaners.junk.chances import FOUND_ODDS, INJECTED_ODDS, PAGE_ODDS
from cleaners.links.hosts import domain_of, own_domains
from cleaners.text.character_tables import HAN
from cleaners.text.language import SCRIPT_CHARS, is_written_in_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.article import BlockKind
    from cleaners.draft import Draft
    from cleaners.page.model import Line

_HEAD = ("title", "meta")
"""Values of ``Removal.where`` outside the text: the words of junk found there convict nothing in the text."""
_CONVICTING = 2
"""Fewest places of a page that convict each other; other junk in its text counts as one."""

LONG_LINE = 30
"""Fewest characters of a line that tells a page's language."""
_LONG_LINES = 40
"""Long lines of a page that are looked at."""
_OTHER_SHARE = 0.33
"""Sentences in another language, for each Chinese line, above which a page is not taken for Chinese."""


class Scene(NamedTuple):
    """What is known of a page besides the lines of its body."""

    title: str = ""
    """Headline and title, whose words are the article's own."""
    spam: tuple[str, ...] = ()
    """Junk that was cut from the page's text so far."""
    own: frozenset[str] = frozenset()
    """Domains of the outlet."""
    outside: frozenset[str | None] = frozenset()
    """Domains to which the page's lines outside the body link; None for links to no host."""
    kinds: tuple[BlockKind, ...] = ()
    """What each line of the body is; empty where nothing is known of it."""
    hijacked: bool = False
    """Junk was cut from the page's text or head."""
    found: bool = False
    """The same finder found something before, and it was cut."""

    def convicts(self, places: int) -> bool:
        """Whether so many places of the page convict each other."""
        return bool(self.spam) + places >= _CONVICTING

    def odds(self, unknown: float = PAGE_ODDS) -> float:
        """Share of pages like this one that somebody put phrases into; ``unknown``: of those without any sign of it."""
        return FOUND_ODDS if self.found else INJECTED_ODDS if self.spam else unknown


def scene_of(draft: Draft) -> Scene:
    """What is known of a draft before junk is looked for inside its lines, but for ``linked_outside``."""
    return Scene(f"{draft.article.title or ''}\n{draft.page.title_tag or ''}", own=own_of(draft))


def linked_outside(draft: Draft) -> frozenset[str | None]:
    """Domains to which the lines outside a body with links lead; none for a body without."""
    if not any(entry.line.links for entry in draft.body):
        return frozenset()
    inside = {entry.line.text for entry in draft.body}
    return frozenset(domain_of(link.href) for line in draft.lines if line.text not in inside for link in line.links)


def is_body_chinese(draft: Draft) -> bool:
    """Whether a draft's body begins in Chinese, or does so behind its first line: that may be keywords."""
    texts = [entry.line.text for entry in draft.body]
    return any(is_written_in_chinese("".join(begun)[:SCRIPT_CHARS]) for begun in (texts, texts[1:]))


def is_page_chinese(lines: Iterable[Line]) -> bool:
    """Whether a page's prose is Chinese, with few sentences in another language among it."""
    long = list(islice((line.text for line in lines if len(line.text) >= LONG_LINE), _LONG_LINES))
    chinese = [text for text in long if "。" in text or (HAN.search(text) and is_written_in_chinese(text))]
    other = sum(". " in text for text in long) if len(chinese) < len(long) else 0
    return other <= _OTHER_SHARE * len(chinese) and is_written_in_chinese("".join(chinese)[:SCRIPT_CHARS])


def found_spam(draft: Draft) -> list[str]:
    """The junk that was cut from a page's text so far."""
    return [cut.text for cut in draft.article.removed if cut.kind is RemovalKind.SPAM and cut.where not in _HEAD]


def own_of(draft: Draft) -> frozenset[str]:
    """The outlet's own domains."""
    page = draft.page
    return own_domains(page.url, page.canonical, draft.site.hosts, (k.href for x in page.lines for k in x.links))
