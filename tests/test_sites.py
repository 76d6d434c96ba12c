"""The sites of a folder: listed, and named when somebody mistypes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from loopback import Desk

from spiders.loader import nearest_sites
from spiders.report import ExitCode

PROFILE = 'name = "{name}"\nhome = "https://www.{site}.example/"\ngroups = ["{group}"]\n'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder with three outlets."""
    desk = Desk(tmp_path)
    outlets = (("hewan", "河湾日报", "river"), ("shangyou", "上游新闻网", "river"), ("lake", "湖", "lake"))
    for site, name, group in outlets:
        text = PROFILE.format(site=site, name=name, group=group)
        (desk.sites / f"{site}.toml").write_text(text, encoding="utf-8")
    return desk


def test_names_alone_where_nobody_looks(desk: Desk) -> None:
    assert desk.run("list").out == "hewan\nlake\nshangyou\n"
    assert desk.run("list", "--group", "river").out == "hewan\nshangyou\n"


def test_a_table_has_its_columns_below_each_other(desk: Desk) -> None:
    heading, *rows = desk.run("list", "--long", "--group", "river").out.splitlines()
    assert heading.split() == ["SITE", "OUTLET", "HOME", "GROUPS", "VERIFIED"]
    assert rows[0].split() == ["hewan", "河湾日报", "www.hewan.example", "river", "no"]
    # Two columns a character: four characters take the place of eight letters.
    assert rows[0].index("www.") + 4 == rows[1].index("www.") + 5


def test_a_bad_profile_hides_no_other(desk: Desk) -> None:
    (desk.sites / "bad.toml").write_text("name = 1\n", encoding="utf-8")
    ran = desk.run("list")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "hewan\nlake\nshangyou\n")
    assert "bad.toml: name: 1 is not" in ran.err


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("hewn", ["hewan"]),
        ("河湾日报", ["hewan"]),
        ("上游新闻", ["shangyou"]),
        ("https://www.hewan.example/", ["hewan"]),
        ("shangyou.example", ["shangyou"]),
        ("nothing-like-it", []),
    ],
)
def test_a_mistyped_site_is_answered_with_the_nearest_names(desk: Desk, asked: str, meant: list[str]) -> None:
    (desk.sites / "bad.toml").write_text("name = 1\n", encoding="utf-8")
    assert nearest_sites(asked, desk.sites) == meant
