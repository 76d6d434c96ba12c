"""Cells that stand where no table has one, and those that old pages honestly leave open."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.source.stray_cells import without_stray_cells

FIRST, SECOND, THIRD = (
    "清源河两岸的柳树已经发芽，下湾渡口的早班船照常开出，乘客比往年多了三成。",
    "渡口管理处说，新船下月下水，票价不变，学生和老人照旧免费乘坐。",
    "两岸的村子正在商量修一座步行桥，设计图已经贴在村口，请大家提意见。",
)
PAGE = "<table><tr><td>%s</td><td>侧栏</td></tr></table>"


@pytest.mark.parametrize(
    "decoy",
    [
        '<th id="x1"></th>', '<th id="x1">', '<th id="x1"><th id="x1"></th></th>', "<TH></TH>", "<td></td>",
        '<div hidden><td id="k">甲</td><tr id="l">乙</tr></div>', "<noframes><th></th></noframes>",
    ],
)  # fmt: skip
def test_a_decoy_does_not_tear_a_cell(decoy: str) -> None:
    article = clean_html(PAGE % f"<p>{FIRST}</p>{decoy}<p>{SECOND}</p>{decoy}<p>{THIRD}</p>")
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "page",
    [
        PAGE % FIRST,
        "<table><tr><th>名次<th>球队<tr><td>1<td>泉城队<tr><td>2<td>江北队</table>",
        "<table><thead><tr><th>名次</th><th><p>球队</p></th></tr></thead><tr><td>1</td><td>泉城队</td></tr></table>",
        "<table><tr><td>甲<td>乙</td></tr></table>",
        "<table><tr><td><table><tr><td>甲</td></tr></table></td><td>乙</td></tr></table>",
        "<table><form><tr><a name=x></a><td>甲</td></form></tr></table>",
        '<p>甲</p><th id="x"></th><p>乙</p>',
        "<table></table></table><td>",
        "<table><tr><td><script>write('<div><td></td>')</script><!-- <div><th> --></td><td>甲</td></tr></table>",
    ],
)
def test_honest_tables_come_back_as_they_are(page: str) -> None:
    assert without_stray_cells(page) is page


def test_a_page_that_leaves_its_cells_open_is_left_alone() -> None:
    page = "<table>" + "<tr><td><div>甲<td><div>乙" * 5 + "</table>"
    assert without_stray_cells(page) is page


@given(st.lists(st.sampled_from(["<table>", "</table>", "<td>", "</td>", "<th id=a>", "</th>", "<tr>", "<div>", "清"])))
def test_only_tags_of_cells_go_and_no_text(pieces: list[str]) -> None:
    source = "<table>" + "".join(pieces)
    cut = without_stray_cells(source)
    assert cut.count("清") == source.count("清")
    assert cut.count("table") == source.count("table")


@pytest.mark.parametrize("piece", ["<table>", "<td>", "<table><td><div><th>", "<th></th>", "<td ", "<table><tr><td>"])
def test_a_long_page_takes_no_long_time(piece: str) -> None:
    start = time.process_time()
    without_stray_cells("<table><td>" + piece * (400_000 // len(piece)))
    assert time.process_time() - start < 2.0  # a quadratic reading takes minutes
