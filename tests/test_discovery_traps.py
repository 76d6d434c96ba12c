from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners.lexicons import load_lexicon
from spiders.discovery.traps import ALLOWANCE, PER_ARTICLE, Trap, TrapWatch, find_trap

TODAY = date(2024, 8, 29)
HOST = "http://news.example"


@every_row("row", load_lexicon("trap_params"), ids=lambda row: str(row["text"]))
def test_each_parameter_proves_itself(row: dict[str, str]) -> None:
    assert find_trap(row["hit"], TODAY) == row["note"]
    assert find_trap(row["miss"], TODAY) is None


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/events/2031/05/12/", Trap.CALENDAR),
        ("/cal.php?year=2019&month=5", Trap.CALENDAR),
        ("/list.jsp;jsessionid=0A1B2C", Trap.SESSION),
        ("/(S(abcdefghij0123456789abcd))/list.aspx", Trap.SESSION),
        ("/list?page=99999", Trap.ENDLESS_PAGING),
        ("/list?page=99999999999999999999999", Trap.ENDLESS_PAGING),
        ("/news/index_5000.html", Trap.ENDLESS_PAGING),
        ("/news/news/news/", Trap.MIRRORED_FOLDERS),
        ("/a/b/a/b/1.html", Trap.MIRRORED_FOLDERS),
        ("/x/a/b/c/a/b/c/", Trap.MIRRORED_FOLDERS),
        ("/" + "a/" * 2 + "b" * 2000, Trap.TOO_LONG),
        ("/" + "/".join(f"f{n}" for n in range(20)), Trap.TOO_LONG),
        ("/a/t20240829_88123.html", None),
        ("/2024/08/29/c_88123.html", None),
        ("/11/11/c_88123.html", None),
        ("/news/news/1.html", None),
        ("/news/index_12.html", None),
        ("/node_7001.htm", None),
        ("/news/202408/water-5000", None),
        ("/show.php?id=88123&order=1", None),
        ("/?p=3090", None),
        ("/html/2024-08/30/node_1.htm", None),
        ("/", None),
    ],
)
def test_addresses_without_end_are_told_by_their_shape(path: str, trap: Trap | None) -> None:
    assert find_trap(HOST + path, TODAY) is trap


def test_a_shape_that_brings_nothing_is_cut_off_and_counted() -> None:
    watch = TrapWatch(TODAY)
    urls = [f"{HOST}/tags/w{number:04}" for number in range(ALLOWANCE + 50)]
    assert [watch.check(url) for url in urls[:ALLOWANCE]] == [None] * ALLOWANCE
    assert {watch.check(url) for url in urls[ALLOWANCE:]} == {Trap.FRUITLESS}
    assert watch.cut == {Trap.FRUITLESS: 50}
    assert watch.check(HOST + "/a/t20240829_88123.html") is None
    assert watch.check(HOST + "/news/") is None


def test_a_shape_that_brings_articles_goes_on() -> None:
    watch = TrapWatch(TODAY)
    for number in range(2 * ALLOWANCE):
        url = f"{HOST}/column_{number}/"
        assert watch.check(url) is None
        if number % PER_ARTICLE == 0:
            watch.brought(url, 1)


@pytest.mark.parametrize("path", ["/daily/w{:04}", "/20240829/list_{:07}.html"])
def test_articles_of_a_list_count_when_they_turn_out_to_be_lists(path: str) -> None:
    watch = TrapWatch(TODAY)
    urls = [HOST + path.format(number) for number in range(3 * ALLOWANCE)]
    assert {watch.check(url, is_listed=True) for url in urls[: 2 * ALLOWANCE]} == {None}
    for url in urls[:ALLOWANCE]:
        watch.turned_out_list(url)
    assert watch.check(urls[-1], is_listed=True) is Trap.FRUITLESS
    watch.brought(urls[0], 1)
    assert watch.check(urls[-1], is_listed=True) is None


@settings(max_examples=80)
@given(st.text(max_size=80))
def test_any_address_is_judged(text: str) -> None:
    watch = TrapWatch(TODAY)
    watch.check(HOST + "/" + text)
    watch.check(HOST + "/?" + text)
