"""The documents say what is: the README's commands exist and the changelog has its head."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_command_of_the_readme_is_one_of_run_sh() -> None:
    commands = re.findall(r"^sh run\.sh (\w+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(commands)
    listed = subprocess.run(["sh", "run.sh", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in commands:
        assert re.search(rf"^  {command} ", listed, re.MULTILINE), command


def test_an_unknown_command_is_refused_in_one_line() -> None:
    refused = subprocess.run(["sh", "run.sh", "dmeo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == "run.sh: unknown command 'dmeo'; see: sh run.sh help\n"
