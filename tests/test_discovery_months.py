"""Archives by month."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipelines.items import PageKind
from spiders.answer import Answer
from spiders.arguments import Span
from spiders.discovery.months import find_months
from spiders.discovery.shapes import NOTHING_LEARNT
from spiders.document import Document
from spiders.follow import links_from
from spiders.profile_reader import parse_profile

HOME = "https://www.hewan.example/"


def months(href: str, name: str) -> list[tuple[str, date | None]]:
    body = f'<ul><li><a href="{href}">{name}</a></li></ul>'.encode()
    return [(link.url.removeprefix(HOME), link.date) for link in find_months(Document(body, HOME, None))]


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("news/202408/", "2024年8月"),
        ("archives/2024/8", "August 2024 (12)"),
        ("2024/08/", "août 2024"),
        ("?m=202408", "2024-08"),
        ("archive/2024-08.html", "2024年08月（12篇）"),
    ],
)
def test_name_and_address_state_the_month(href: str, name: str) -> None:
    assert months(href, name) == [(href, date(2024, 8, 31))]


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("news/202408/", "2024年7月"),
        ("news/202408/", "2024年8月工作总结"),
        ("news/202408/", "本月要闻"),
        ("news/202413/", "2024年13月"),
        ("2024/08/29/", "2024年8月"),
        ("a/2024/08/88117.html", "2024年8月大事记"),
        ("pdf/202408.pdf", "2024年8月"),
        ("https://other.example/202408/", "2024年8月"),
        ("bus/2024.html", "2024"),
    ],
)
def test_other_links_are_none(href: str, name: str) -> None:
    assert months(href, name) == []


def test_december_ends_with_its_year() -> None:
    assert months("2024/12/", "December 2024") == [("2024/12/", date(2024, 12, 31))]


def test_a_home_page_leads_to_the_months_wanted() -> None:
    def lists(span: Span, *, at: str = HOME) -> list[str]:
        links = "".join(f'<li><a href="/2024/{month:02}/">2024年{month}月</a></li>' for month in range(9, 0, -1))
        answer = Answer(
            PageKind.LISTING, at, f"<ul>{links}</ul>".encode(), None, 0, date(2024, 9, 3), is_home=at == HOME
        )
        profile = parse_profile("hewan", {"name": "河湾日报", "home": HOME})
        pages = links_from(answer, profile, NOTHING_LEARNT, span, Counter())
        return [page.url.removeprefix(HOME) for page in pages if page.kind is PageKind.LISTING]

    assert lists(Span()) == ["2024/09/", "2024/08/"]
    assert lists(Span(date(2024, 4, 30), date(2024, 6, 1))) == ["2024/06/", "2024/05/", "2024/04/"]
    assert lists(Span(), at=f"{HOME}news/") == []
