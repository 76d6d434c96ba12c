"""``run.sh`` on machines that lack something: one line that says what to install."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BASICS = ("sh", "cat", "cksum", "dirname", "rm", "sed")
"""All that run.sh needs besides Python; every Debian has them."""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout on a machine with nothing but the basics in PATH (the folder ``bin``)."""
    for name in ("run.sh", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    for name in BASICS:
        found = shutil.which(name)
        assert found is not None
        (tmp_path / "bin" / name).symlink_to(found)
    return tmp_path


def run(checkout: Path, *args: str) -> subprocess.CompletedProcess[str]:
    path = {"PATH": str(checkout / "bin")}
    return subprocess.run(
        ["sh", "run.sh", *args], cwd=checkout, env=path, capture_output=True, text=True, timeout=60, check=False
    )


def install_python(checkout: Path, refused: str) -> None:
    """Put a real Python into PATH that cannot import ``refused``."""
    script = checkout / "bin" / "python3"
    script.write_text(f'#!/bin/sh\ncase "$*" in *{refused}*) exit 1;; esac\nexec {shlex.quote(sys.executable)} "$@"\n')
    script.chmod(0o755)


def test_without_python_the_package_is_named(bare: Path) -> None:
    refused = run(bare, "demo")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "run.sh: Python 3.11 or newer is needed: apt-get install python3\n"


def test_without_the_venv_module_the_package_is_named(bare: Path) -> None:
    install_python(bare, refused="ensurepip")
    refused = run(bare, "test")
    assert (refused.returncode, refused.stdout) == (1, "")
    package = f"python3.{sys.version_info.minor}-venv"
    assert refused.stderr == f"run.sh: Python's venv module is missing: apt-get install {package}\n"
    assert not (bare / ".venv").exists()


def test_packages_are_installed_once_and_again_when_others_are_named(bare: Path) -> None:
    (bare / ".venv" / "bin").mkdir(parents=True)
    python, asked = bare / ".venv" / "bin" / "python", bare / "asked.txt"
    python.write_text(f'#!/bin/sh\necho "$*" >>{shlex.quote(str(asked))}\n')
    python.chmod(0o755)

    def installs() -> int:
        asked.write_text("")
        assert run(bare, "setup").returncode == 0
        return asked.read_text().count("pip install")

    project = bare / "pyproject.toml"
    assert (installs(), installs()) == (1, 0)
    project.write_text(project.read_text("utf-8").replace("line-length = 120", "line-length = 100"), "utf-8")
    assert installs() == 0, "a tool's setting asks for no package"
    project.write_text(project.read_text("utf-8").replace('"numpy>=2"', '"numpy>=2.1"'), "utf-8")
    assert installs() == 1


def test_help_needs_nothing(bare: Path) -> None:
    assert run(bare).stdout.startswith("usage: sh run.sh COMMAND")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_hands_arguments_to_the_command_alone() -> None:
    shown = subprocess.run(
        ["make", "-n", "bench", "ARGS=--check"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert shown.stdout.splitlines() == ["sh run.sh setup", ".venv/bin/python benchmarks/bench.py --check"]
