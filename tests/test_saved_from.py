"""Where a saved page came from: notes of the programs that saved it, and folders of mirrors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spiders.saved_from import mirrored_address, noted_address, saved_address
from spiders.saved_pages import list_inputs, read_saved_pages

URL = "https://www.hewan.example/2024/05/1.html"
NOTE = f"<!-- saved from url=(0040){URL} -->"


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
        (f"<!DOCTYPE html>\n<!--[if IE 8]><html class=ie8><![endif]-->\n{NOTE}\n<html>", URL),
        (f"<!-- saved from url=(0034)http://a.example/template.htm -->{NOTE}<html>", URL),
        (f"<html><p>saved from url=(0040){URL}", None),
        (f"<!DOCTYPE html><html>{NOTE}<head>", None),
        (f"<html><head><title>x</title>{NOTE}", None),
        (f"<html><p>x</p>{NOTE}", None),
        (f"<html><script>var x = '{NOTE}'</script>", None),
        ("<!-- saved from url=(0022)http://127.0.0.1:8080/a -->", None),
        ("<!-- saved from url=(0022)http://192.168.1.4/a -->", None),
        ("<!-- saved from url=(0022)http://localhost/a -->", None),
        ("<!-- saved from url=(0022)http://[bad/a -->", None),
        ("<!-- saved from url=(0022)http://a.example:99999/a -->", None),
        ("<!-- saved from url=(0022)http://li:geheim@www.hewan.example/a -->", None),
        ("<!-- saved from url=(0022)javascript:alert(1) -->", None),
        (f"<!-- saved from url=(9999){URL}?{'a' * 10_000} -->", None),
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
        ("m/www.hewan.gov.cn/../1.html", None),
        ("~/saved/1.html", None),
        ("~/www.hewan.gov.cn/1.html", "http://www.hewan.gov.cn/1.html"),
        ("1.html", None),
        ("", None),
    ],
)
def test_a_folder_of_a_mirror(path: str, address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/wang.li")
    monkeypatch.setenv("USERPROFILE", "/home/wang.li")
    assert mirrored_address(path.replace("~", "/home/wang.li")) == address


def test_a_note_that_was_in_the_template_already_does_not_stand_against_the_mirrors_folder() -> None:
    page = NOTE.encode()
    assert saved_address(page, "m/www.hewan.example/1.html") == URL
    assert saved_address(page, "m/news.hewan.example/1.html") == URL
    assert saved_address(page, "m/www.jiangkou.gov.cn/1.html") == "http://www.jiangkou.gov.cn/1.html"


def test_a_name_in_another_charset_is_the_bytes_that_the_server_had(tmp_path: Path) -> None:
    folder = tmp_path / "www.hewan.example"
    folder.mkdir()
    (folder / os.fsdecode("河.html".encode("gbk"))).write_bytes(b"<html><p>x")
    assert [page.url for page in read_saved_pages(list_inputs([str(folder)]))] == [  # type: ignore[union-attr]
        "http://www.hewan.example/%BA%D3.html"
    ]
