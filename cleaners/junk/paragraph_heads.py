"""Find keyword phrases that somebody put in front of paragraphs, with a comma, a colon or a space behind each.

So stand the names of listed items, too (三年定期存款，多家银行…), and words of time and place. Most names are shorter
than a keyword phrase, and a list has one in front of each item, or of every second paragraph; what else begins a
sentence is worded as sentences are. Of 1,200 first clauses of clean pages two read like a keyword phrase, of such
phrases half.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.junk.lone_lines import CUT, MAX_ALONE, MIN_PROSE, chances_by, is_bare, weigh_phrases
from cleaners.junk.named_items import find_named_items
from cleaners.junk.spans import Place
from cleaners.text import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

HEAD_NATS = 2.0
"""Nats added to those of the model of phrases: what stands in front of paragraphs is told by them better than what
stands between sentences. Logistic regression over 1,198 honest heads and 1,600 phrases of trades that the model was
never shown says 6.1 + 1.04 a nat; ``FITTED_NATS`` are 3.6 of it, and half a nat is kept back."""
LEAST_NATS = -1.0
"""Nats that a head must have, however many of the page are junk; ten of the honest ones have them."""
LISTED_NATS = -5.0
"""Nats from which on a head reads like the name of a thing: clauses of sentences have fewer."""
LISTED, MAX_STEP = 3, 2
"""Such heads that make a list, and most paragraphs from one to the next: keywords stand here and there. Of 189 pages
that list goods, services and kinds of fraud so, 82 lost names without this, 10 with it; one keyword in twelve more
stays."""
MIN_CHARS = 5
"""Least characters of a head. Of 340 names of listed items 217 are shorter, of keyword phrases one in thirty."""
MIN_PARAGRAPH = 20
"""Least characters of a paragraph behind its head."""
MAX_HEADS = 200
"""Most heads of a page that are looked at."""
MIN_ALONE = 0.0
"""Nats that one of a page's heads must have by its wording alone (``phrases.weigh_alone``) for any to be looked at: one
clean page in ten has such a head."""

_SAID = ("说", "說", "称", "稱", "表示", "介绍", "介紹", "认为", "認為", "指出", "透露")
"""How a clause ends that says who speaks."""
_HEAD = re.compile(rf"([^\W_]{{{MIN_CHARS},24}})(?:[，,：:]|[ \u3000]+)(?=\S.{{{MIN_PARAGRAPH}}})")


def find_heads(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The keyword phrases in front of lines of a Chinese body, with the signs behind."""
    texts = [line.text for line in lines]
    found = {
        at: match
        for at, text in enumerate(texts)
        if (match := _HEAD.match(text)) and "。" in text and is_bare(match[1]) and not match[1].endswith(_SAID)
    }
    heads = dict(list(found.items())[:MAX_HEADS])
    if heads and max(phrases.weigh_alone([match[1] for match in heads.values()], phrases.load_model())) >= MIN_ALONE:
        yield from (Place(at, *heads[at].span()) for at in _find_junk(heads, texts, scene))


def _find_junk(heads: Mapping[int, re.Match[str]], texts: Sequence[str], scene: Scene) -> list[int]:
    """Indices of the lines whose heads are keyword phrases."""
    prose = "\n".join(text[heads[at].end() :] if at in heads else text for at, text in enumerate(texts))
    if len(prose) < MIN_PROSE:
        return []
    prose = f"{prose}\n{scene.title}"
    nats = weigh_phrases([match[1] for match in heads.values()], prose, scene.spam) + HEAD_NATS
    items = _find_items(texts, [at for at, each in zip(heads, nats, strict=True) if each >= LISTED_NATS])
    nats[[at in items for at in heads]] = -MAX_ALONE
    likely = chances_by(nats, prose, scene)
    return [at for at, chance, each in zip(heads, likely, nats, strict=True) if chance > CUT and each >= LEAST_NATS]


def _find_items(texts: Sequence[str], named: Sequence[int]) -> frozenset[int]:
    """Indices of the paragraphs that are items of a list; ``named`` are those whose heads read like names."""
    items = {at for at, start in find_named_items(texts) if start == 0}
    if len(named) >= LISTED and all(behind - at <= MAX_STEP for at, behind in pairwise(named)):
        items.update(named)
    return frozenset(items)
