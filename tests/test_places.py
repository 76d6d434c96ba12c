"""Places: the table of codes, short names, and which place a line names."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row
from visits import article_of, visit_of

from cleaners.lexicons import load_lexicon
from pipelines import places
from pipelines.divisions import place_table, short_name
from pipelines.places import find_places
from pipelines.store import Store
from pipelines.values import Site

if TYPE_CHECKING:
    from pathlib import Path

FUJIAN, BEIJING, NANJING, XUZHOU = "350000", "110000", "320100", "320300"


def test_the_table_is_whole() -> None:
    table = place_table()
    levels = [place.level for place in table.values()]
    assert levels.count("province") == 34
    assert 330 <= levels.count("city") <= 345
    assert levels.count("county") > 2_800
    assert all(len(code) == 6 and code.isdigit() for code in table)
    assert all(place.parent in table for place in table.values() if place.level != "province")
    assert table["350102"].full_name == "福建省福州市鼓楼区"
    assert table["429004"].parent == "420000"  # a county-level city that lies in no other
    assert table["110105"].parent == "110000"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
        ("红河哈尼族彝族自治州", "红河"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("神农架林区", "神农架"),
        ("沙县", None),
    ],
)
def test_the_short_name_of_a_division_is_without_its_rank(name: str, short: str | None) -> None:
    assert short_name(name) == short


@every_row(
    ("line", "home", "codes"),
    [
        ("福州鼓楼区一小学停课", None, ["350100", "350102"]),
        ("福州鼓楼一小学停课", None, ["350100", "350102"]),
        ("鼓楼区一小学停课", FUJIAN, ["350102"]),
        ("鼓楼区一小学停课", NANJING, ["320106"]),
        ("鼓楼区一小学停课", XUZHOU, ["320302"]),
        ("鼓楼区一小学停课", "320000", []),  # Jiangsu has two
        ("鼓楼区一小学停课", None, []),
        ("鼓楼上看夜景", FUJIAN, []),  # a drum tower
        ("朝阳区一小学停课", None, []),
        ("朝阳区一小学停课", BEIJING, ["110105"]),
        ("朝阳一小学停课", None, []),
        ("朝阳一小学停课", "211300", ["211300"]),
        ("北京朝阳一小学停课", None, ["110000", "110105"]),
        ("和平与发展", "120000", []),
        ("老城区三十七条背街小巷完成改造", "450100", []),
        ("洛阳老城区十字街焕新", None, ["410300", "410302"]),
        ("城东区域雨污分流工程开工", None, []),
        ("西宁城东区雨污分流工程开工", None, ["630100", "630102"]),
        ("滨江区块招商", "330100", []),
        ("天津和平区招生", None, ["120000", "120101"]),
        ("和平县通报", None, ["441624"]),
        ("吉林发布预警", None, ["220000"]),
        ("吉林市发布预警", None, ["220200"]),
        ("海南自贸港", None, ["460000"]),
        ("长沙一男子被救", None, ["430100"]),
        ("西安地铁", None, ["610100"]),
        ("晋江企业招工", "350500", ["350582"]),
        ("晋江企业招工", None, []),
        ("泉州、晋江企业招工", None, ["350500", "350582"]),
        ("本报南宁3月5日讯", None, ["450100"]),
        ("臺北市議會三讀", None, ["710000"]),
        ("香港與澳門", None, ["810000", "820000"]),
        ("紅河州通報", None, ["532500"]),
        ("南京东路步行街改造", None, []),
        ("黄河南岸种树", None, []),
        ("大理石涨价", None, []),
        ("来宾合影留念", "450000", []),
        ("广西来宾一村庄", None, ["450000", "451300"]),
        ("内蒙古草原", None, ["150000"]),
        ("北京、上海、北京", None, ["110000", "310000"]),
        ("河北与天津共治", "120000", ["130000", "120000"]),  # not Tianjin's own 河北区
        ("河北区招生", "120000", ["120105"]),
        ("北京时间今晨", None, []),
        ("福建舰海试", None, []),
        ("长江入海口观鸟", None, []),
        ("三明治做法", None, []),
        ("三明一工厂", None, ["350400"]),
        ("一家人幸福安康", None, []),
        ("安康一家人团聚", "610000", ["610900"]),
        ("黄河源头探访", None, []),
        ("", None, []),
        (None, FUJIAN, []),
    ],
)
def test_finds_the_place_that_is_meant(line: str | None, home: str | None, codes: list[str]) -> None:
    assert list(find_places(line, home)) == codes


@pytest.mark.parametrize(
    ("dateline", "home", "codes"),
    [
        ("本报来宾3月5日讯", None, ["451300"]),
        ("本报晋江讯", None, ["350582"]),
        ("本报鼓楼讯", "350100", ["350102"]),
        ("本报鼓楼讯", None, []),
        ("新华社北京8月29日电", None, ["110000"]),
        ("中新社臺北8月29日電", None, ["710000"]),
        ("本报讯", FUJIAN, []),
    ],
)
def test_a_dateline_names_a_place(dateline: str, home: str | None, codes: list[str]) -> None:
    assert list(find_places(dateline, home, is_dateline=True)) == codes


def test_every_full_name_leads_to_its_place() -> None:
    assert [code for code, place in place_table().items() if code not in find_places(place.full_name)] == []


def test_every_province_is_known_by_its_short_name() -> None:
    for place in place_table().values():
        if place.level == "province":
            assert place.short_name
            assert find_places(f"{place.short_name}多地降雨") == (place.code,)


@settings(max_examples=100)
@given(st.text(max_size=400), st.none() | st.sampled_from(["350000", "110105", "999999", ""]))
def test_any_line_gives_divisions_of_the_table(line: str, home: str | None) -> None:
    assert set(find_places(line, home)) <= set(place_table())


def test_lexicons_name_known_places_and_kinds() -> None:
    assert {row["value"] for row in load_lexicon("place_names")} <= set(place_table())
    assert {row["name"] for row in load_lexicon("not_places")} == {"phrase", "word", "shared"}


def test_an_article_keeps_its_places_and_an_edit_brings_new_ones(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.put_site(Site("qinghe", region=FUJIAN), visit_of(article_of("文")).fetched_at)
        store.save(visit_of(article_of("正文一。", title="鼓楼区修路", dateline="本报厦门3月5日讯")))
        assert stored(store.connection) == [("350102", "title"), ("350200", "dateline")]
        store.save(visit_of(article_of("正文二。", title="漳州修路"), hours=1))
        assert stored(store.connection) == [("350600", "title")]
        store.connection.execute("DELETE FROM article_places")
        store.connection.execute("DELETE FROM about WHERE name = ?", (places.FORM,))
    with Store.open(tmp_path / "news.db") as store:  # other rules: found again
        assert stored(store.connection) == [("350600", "title")]
        in_fujian = "SELECT because FROM article_regions WHERE code GLOB '35*' ORDER BY 1"
        assert [row[0] for row in store.connection.execute(in_fujian)] == ["outlet", "title"]


def stored(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in connection.execute("SELECT code, named_in FROM article_places ORDER BY 1, 2")]
