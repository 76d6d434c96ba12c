"""Whatever is wrong with the file, every command that uses it says so in one line and ends with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from corrupt import broken_copy
from loopback import Desk, serving, stock

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("command", "part", "code"),
    [
        (("search", "图书馆"), "articles", 7),
        (("export",), "articles", 7),
        (("reclean",), "pages", 7),
        (("spam",), "removals", 7),
        (("health", "--no-check"), "articles", 7),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_a_broken_page_is_one_line(
    filled: Path, tmp_path: Path, command: tuple[str, ...], part: str, code: int
) -> None:
    desk = Desk(tmp_path)
    broken_copy(filled, desk.database, part)
    ran = desk.run(*command)
    assert ran.code == code, ran
    assert ran.err.count("\n") == 1, ran.err
    assert f"{desk.database}: database disk image is malformed; restore a backup" in ran.err


@pytest.mark.parametrize("part", ["pages", "removals"])
def test_a_crawl_ends_when_the_file_turns_out_broken(tmp_path: Path, part: str) -> None:
    desk = Desk(tmp_path)
    with serving() as server:
        stock(server, 40)
        desk.profile("hewan", server)
        assert desk.run("crawl", "hewan", "-a", "max_pages=30").code == 4
        broken_copy(desk.database, tmp_path / "broken.db", part).replace(desk.database)
        ran = desk.run("crawl", "hewan")
    assert ran.code == 7, ran
    assert "STOPPED: " in ran.out
    assert "malformed" in ran.out
    assert "Traceback" not in ran.err
