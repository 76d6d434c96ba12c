"""Find addresses of foreign hosts that were put between the sentences of a body, with no word around them.

News names an address inside a sentence (登录 www.… 查询), or behind its last one. A sentence may begin with one, too,
and go on with 网站 or 是; so one alone proves nothing, and a host that the text names elsewhere is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cleaners.junk.spans import Span
from cleaners.links.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_HOST = r"(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,8}"
_ADDRESS = re.compile(
    rf"[。！？；][ \u3000]?([（(【\[]?(?:https?://|www\.)?({_HOST})(?::\d{{1,5}})?"
    r"(?:/[\w./?=&%-]{0,80})?[）)】\]]?)[ \u3000]?(?=[\u3400-\u9fff“])(?![的是网官和与及在上将就为、，])",
    re.ASCII | re.IGNORECASE,
)
_ANY_HOST = re.compile(_HOST, re.IGNORECASE)


def find_addresses(lines: Sequence[Line], scene: Scene) -> list[list[Span]]:
    """For each line, in order, the addresses that stand between two of its sentences."""
    spans: list[list[Span]] = [[] for _ in lines]
    texts = [line.text for line in lines]
    found = [(at, match) for at, text in enumerate(texts) if "." in text for match in _ADDRESS.finditer(text)]
    if not scene.convicts(len(found)):
        return spans
    named = Counter(domain_of(f"//{host.lower()}") for host in _ANY_HOST.findall("\n".join(texts)))
    alone = Counter(domain_of(f"//{match[2].lower()}") for _, match in found)
    strange = [
        (at, match)
        for at, match in found
        if (domain := domain_of(f"//{match[2].lower()}")) and domain not in scene.own and named[domain] == alone[domain]
    ]
    if scene.convicts(len(strange)):
        for at, match in strange:
            spans[at].append(Span(*match.span(1)))
    return spans
