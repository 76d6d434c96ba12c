"""The library as another program installs it: what ``pyproject.toml`` names is all that cleaning needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "data" / "newsroom" / "www.luoxi-online.example" / "2026" / "0312" / "88117.html"
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder that holds what a wheel of the project would, and nothing else."""
    for package in SETUPTOOLS["packages"]:
        folder = ROOT / SETUPTOOLS["package-dir"].get(package, package.replace(".", "/"))
        target = tmp_path.joinpath(*package.split("."))
        target.mkdir(parents=True, exist_ok=True)
        for pattern in ("*.py", *SETUPTOOLS["package-data"].get(package, ())):
            for file in folder.glob(pattern):
                (target / file.relative_to(folder)).parent.mkdir(exist_ok=True)
                shutil.copy(file, target / file.relative_to(folder))
    return tmp_path


def test_an_installed_library_has_the_version_of_the_checkout_and_reads_a_page_as_it_does(installed: Path) -> None:
    script = (
        "import cleaners, sys\n"
        f"assert cleaners.__file__.startswith({str(installed)!r}), cleaners.__file__\n"
        f"article = cleaners.clean_html(open({str(PAGE)!r}, 'rb').read(), 'http://www.luoxi-online.example/1.html')\n"
        f"assert not [name for name in sys.modules if name.split('.')[0] in ('spiders', 'pipelines', 'scrapy')]\n"
        "sys.stdout.buffer.write((cleaners.CLEANER_VERSION + article.text).encode())\n"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", script.replace(str(installed), str(where))],
            cwd="/",
            env={**os.environ, "PYTHONPATH": str(where)},
            capture_output=True,
            timeout=120,
            check=True,
        ).stdout
        for where in (installed, ROOT)
    ]
    assert printed[0] == printed[1] != b""


def test_every_package_of_the_library_is_installed() -> None:
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "cleaners").rglob("*.py")}
    assert {*SETUPTOOLS["packages"]} == {".".join(folder.parts) for folder in folders} | {"cleaners.data"}


def test_an_installed_library_says_that_it_is_typed(installed: Path) -> None:
    assert (installed / "cleaners" / "py.typed").is_file()
