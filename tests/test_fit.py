"""The scripts in ``scripts/`` that fit the models: they run, and what they write can be read."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from cleaners import clean_html
from cleaners.body.scorer import MODEL_PATH

PROJECT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("script", sorted((PROJECT / "scripts").glob("fit_*.py")), ids=lambda script: script.stem)
def test_a_script_finds_what_it_imports(script: Path) -> None:
    if script.stem in ("fit_offers", "fit_wording") and find_spec("scipy") is None:
        pytest.skip("scipy is not installed")
    done = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert script.name in done.stdout


def test_the_body_scorer_is_fitted_to_annotated_pages(tmp_path: Path) -> None:
    pages = tmp_path / "news"
    (pages / "html").mkdir(parents=True)
    rows = []
    for number, file in enumerate(sorted((PROJECT / "data" / "newsroom").glob("*.example/**/*.html"))):
        data = file.read_bytes()
        body = clean_html(data).text
        if len(body) > 150:
            (pages / "html" / f"{number}.html.gz").write_bytes(gzip.compress(data))
            rows.append({"id": str(number), "url": f"http://outlet{number}.example/", "lang": "zh", "body": body})
    (pages / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    model = tmp_path / "model.npz"
    script = PROJECT / "scripts" / "fit_body.py"
    command: list[str | Path] = [sys.executable, script, tmp_path, "--folds", "2", "--out", model]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{len(rows)} pages" in done.stdout
    assert "pages of news (" in str(np.load(model)["provenance"])
    shapes = {name: values.shape for name, values in np.load(MODEL_PATH).items()}
    assert {name: values.shape for name, values in np.load(model).items()} == shapes


@pytest.mark.parametrize(
    ("script", "said"), [("fit_body", "no annotated pages (SET/gold.jsonl) in"), ("fit_lists", "no such file")]
)
def test_a_script_without_its_material_says_so_in_one_line(script: str, said: str, tmp_path: Path) -> None:
    command: list[str | Path] = [sys.executable, PROJECT / "scripts" / f"{script}.py", tmp_path / "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1]
