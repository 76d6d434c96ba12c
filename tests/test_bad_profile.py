"""A profile with a mistake is named and keeps no command from what has nothing to do with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from loopback import Desk, article, serving, stock


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    (desk.sites / "bad.toml").write_text('name = "坏\n', "utf-8")
    return desk


def test_saved_pages_of_others_are_cleaned(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(article(1))
    ran = desk.run("clean", str(tmp_path / "page.html"))
    assert ran.code == 0
    assert json.loads(ran.out)["title"] == "城北水库完成加固第1期"
    assert ran.err.count("\n") == 1
    assert "bad.toml: not readable as TOML" in ran.err
    assert "going on without this profile" in ran.err


def test_archived_pages_of_others_are_cleaned_and_its_own_left(desk: Desk) -> None:
    with serving() as server:
        stock(server, 2)
        desk.profile("hewan", server)
        assert desk.run("crawl", "hewan").code == 0
    ran = desk.run("reclean")
    assert (ran.code, ran.err.count("\n")) == (3, 1), ran
    assert "2 unchanged" in ran.out
    (desk.sites / "hewan.toml").rename(desk.sites / "hewan.toml.away")
    (desk.sites / "bad.toml").rename(desk.sites / "hewan.toml")
    ran = desk.run("reclean", "--apply")
    assert (ran.code, ran.err.count("\n")) == (3, 1), ran
    assert "unchanged" not in ran.out


def test_a_link_that_leads_nowhere_is_a_bad_profile(desk: Desk) -> None:
    (desk.sites / "lost.toml").symlink_to("nowhere")
    ran = desk.run("crawl", "lost")
    assert ran.code == 2
    assert "lost.toml: cannot be read: No such file or directory" in ran.err
    assert "did you mean" not in ran.err


def test_a_copy_that_nobody_edited_is_named(desk: Desk) -> None:
    (desk.sites / "bad.toml").unlink()
    with serving() as server:
        stock(server, 1)
        desk.profile("hewan", server)
        desk.profile("hewan-county", server, more=f"listings = ['{server.base}/county/']")
        assert desk.run("list").err == ""
        desk.profile("hewan-copy", server, more='region = "450100"')
        listed, crawled = desk.run("list"), desk.run("crawl-all", "-q")
    pair = f"{desk.sites}: hewan-copy.toml and hewan.toml"
    line = f"{pair} look for the same articles; the first to be crawled has them, the other finds none\n"
    assert (listed.code, listed.err) == (0, f"scrapy list: {line}")
    assert f"scrapy crawl-all: {line}" in crawled.err
