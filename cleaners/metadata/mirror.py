"""Whom a mirror copies: the outlet that the page's own statement, copyright line or mail address still names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.article import Integrity
from cleaners.lexicons import words
from cleaners.links.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaners.draft import Draft

_FOOT_LINES = 60
"""Lines at the page's end in which an outlet speaks of itself."""
_LINE_CHARS = 200
"""Characters of a line that are looked at."""

_HAN = r"[\u4e00-\u9fff]"
_OUTLET = (
    rf"({_HAN}{{2,12}}?(?:网|報|报|网站|在线|电视台|广播电视台|日报社|报社|传媒集团|融媒体中心|新闻中心|热线|之窗))"
)
_STATEMENT = re.compile(
    rf"^[\s※*·]*(?:关于)?{_OUTLET}(?:网站)?(?:建设|版权|法律|免责|郑重|转载)?(?:与免责|及免责)?(?:声明|申明)"
)
_COPYRIGHT = re.compile(
    rf"(?:版权所有|版权归|(?i:copyright)|©|\((?i:c)\))[\s:：©0-9\-—–至]*{_OUTLET}|{_OUTLET}\s*版权所有"
)
_RUN_BY = re.compile(rf"(?:^|[\s|｜])(?:主办|主办单位|主管单位)[:：]\s*{_OUTLET}|^{_OUTLET}社?(?:主办|主管)")
_OWN_WORK = re.compile(rf"凡(?:本[网报站])?(?:注明|署名|标注)[“\"'‘]?(?:稿件|文章)?来源[:：]\s*{_OUTLET}")
_MAIL = re.compile(r"[\w.+-]{1,64}@((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})\b", re.IGNORECASE)


def name_mirrored(draft: Draft) -> Draft:
    """Set ``mirror_of`` on a page that a mirror corrupted: the outlet's name, else the domain of its mail address."""
    if draft.article.integrity is not Integrity.MIRROR or draft.article.mirror_of:
        return draft
    lines = [line.text[:_LINE_CHARS] for line in draft.page.lines[-_FOOT_LINES:]]
    own = domain_of(draft.page.url) if draft.page.url else None
    copied = _named_outlet(lines) or _mail_domain(lines, own)
    return draft.note(mirror_of=copied) if copied else draft


def _named_outlet(lines: Iterable[str]) -> str | None:
    for line in lines:
        for pattern in (_STATEMENT, _COPYRIGHT, _RUN_BY, _OWN_WORK):
            if match := pattern.search(line):
                # The house that prints a paper is named after it.
                return str(next(filter(None, match.groups()))).removesuffix("社")
    return None


def _mail_domain(lines: Iterable[str], own: str | None) -> str | None:
    for line in lines:
        for match in _MAIL.finditer(line):
            domain = domain_of(f"//{match[1]}")
            if domain and domain != own and domain not in words("mail_providers"):
                return domain
    return None
