"""Where a saved page came from: notes of the programs that saved it, and folders of mirrors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spiders.saved_from import mirrored_address, noted_address
from spiders.saved_pages import list_inputs, read_saved_pages

URL = "https://www.hewan.example/2024/05/1.html"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (f"<!DOCTYPE html>\n<!-- saved from url=(0040){URL} -->\n<html>", URL),
        (f"\ufeff<!-- saved from url=(0040){URL}?a=1&b=2 --><html>", f"{URL}?a=1&b=2"),
        (f'<!DOCTYPE html> <html lang="zh"><!--\n Page saved with SingleFile \n url: {URL} \n saved date: x\n-->', URL),
        (
            "<html>\n<!-- Mirrored from www.hewan.example/1.html by HTTrack Website Copier/3.x [XR&CO'2014] -->",
            "http://www.hewan.example/1.html",
        ),
        ("<!-- saved from url=(0014)about:internet --><html>", None),
        (f"<html><p>saved from url=(0040){URL}", None),
        (f"<html>{' ' * 5000}<!-- saved from url=(0040){URL} -->", None),
    ],
)
def test_a_note_of_the_program_that_saved_it(head: str, address: str | None) -> None:
    assert noted_address(head.encode()) == address


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("www.hewan.example/index.html", "http://www.hewan.example/index.html"),
        ("/srv/m/www.hewan.example/2024/05/1.html.gz", "http://www.hewan.example/2024/05/1.html"),
        ("m/www.hewan.example:8080/1.html", "http://www.hewan.example:8080/1.html"),
        ("m/www.hewan.example+8080/1.html", "http://www.hewan.example:8080/1.html"),
        ("m/www.hewan.gov.cn/view.php@id=3&p=2", "http://www.hewan.gov.cn/view.php?id=3&p=2"),
        ("m/www.hewan.gov.cn/3194?page=2.html", "http://www.hewan.gov.cn/3194?page=2"),
        ("m/www.hewan.gov.cn/a@b.html", "http://www.hewan.gov.cn/a%40b.html"),
        ("m/www.hewan.com/河/1.html", "http://www.hewan.com/%E6%B2%B3/1.html"),
        ("web.archive.org/web/2015/http:/www.hewan.com/1.html", "http://www.hewan.com/1.html"),
        ("saved.pages/v1.2/2024.05/1.html", None),
        ("1.html", None),
        ("", None),
    ],
)
def test_a_folder_of_a_mirror(path: str, address: str | None) -> None:
    assert mirrored_address(path) == address


def test_a_name_in_another_charset_is_the_bytes_that_the_server_had(tmp_path: Path) -> None:
    folder = tmp_path / "www.hewan.example"
    folder.mkdir()
    (folder / os.fsdecode("河.html".encode("gbk"))).write_bytes(b"<html><p>x")
    assert [page.url for page in read_saved_pages(list_inputs([str(folder)]))] == [  # type: ignore[union-attr]
        "http://www.hewan.example/%BA%D3.html"
    ]
