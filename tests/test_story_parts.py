"""What a saved page says of the story over several pages that it is one page of."""

from __future__ import annotations

import pytest

from spiders.document import Document
from spiders.story_parts import FIRST_NUMBER, WHOLE_NUMBER, read_story_part

FIRST, SECOND = "http://www.hewan.example/c/55.html", "http://www.hewan.example/c/55_2.html"
PAGER = '<a href="/c/55.html">1</a> <a href="/c/55_2.html">2</a> <a href="/c/55_3.html">3</a>'


@pytest.mark.parametrize(("address", "number"), [(FIRST, FIRST_NUMBER), (SECOND, 2)])
def test_a_page_with_a_pager_says_which_of_whose_pages_it_is(address: str, number: int) -> None:
    part = read_story_part(Document(PAGER, address))
    assert part is not None
    assert (part.first, part.number) == (read_story_part(Document(PAGER, FIRST)).own, number)  # type: ignore[union-attr]
    assert {name.rpartition("/")[2] for name in part.named | {part.own, part.first}} == {
        "55.html", "55_2.html", "55_3.html"
    }  # fmt: skip


def test_a_whole_story_beside_its_pages_is_told() -> None:
    part = read_story_part(
        Document('<a href="/v?id=5">1</a> <a href="/v?id=5&amp;page=2">2</a>', "http://a.example/v?id=5&page=all")
    )
    assert part is not None
    assert part.number == WHOLE_NUMBER


@pytest.mark.parametrize("pager", ["", '<a href="/water/9.html">2</a>'])
def test_a_page_by_itself_is_part_of_nothing(pager: str) -> None:
    assert read_story_part(Document(f"<p>1</p>{pager}", FIRST)) is None


def test_a_file_name_that_fills_a_page_is_looked_for_only_so_often() -> None:
    pager = b'<a href="/a_2.html">2</a>'
    assert read_story_part(Document(b"<html>" + pager, "http://www.hewan.example/a.html"))
    assert read_story_part(Document(b"<html>" + b"a" * 30_000 + pager, "http://www.hewan.example/a.html")) is None
