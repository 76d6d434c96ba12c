"""Data files of words: a row that somebody has mistyped is named by file and line, not by what breaks over it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from cleaners import lexicons
from cleaners.lexicons import LexiconError, check_lexicons, forget_lexicons, load_lexicon
from spiders.command import OwnCommand
from spiders.commands import clean, demo

_HEAD = "# Words.\ntext\tmatch\thit\tmiss\n河湾\tline\t河湾\t江口\n"
_MAYBE = "text\tnote (role, -)\n石门\n江口\trole\n"
_KINDS = "text\tmatch (line, within)\thit\tmiss\n河湾\tline\t河湾\t江口\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    forget_lexicons()
    monkeypatch.setattr(lexicons, "LEXICON_DIR", tmp_path)
    yield tmp_path
    forget_lexicons()


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (f"{_HEAD}石门   line   石门   江口\n", "words.tsv:4: no hit and no miss"),
        (f"{_HEAD}石门\tline\t石门   江口\n", "words.tsv:4: no miss"),
        (f"{_HEAD}\tline\t石门\t江口\n", "words.tsv:4: no text"),
        (f"{_HEAD}石门\t\tline\t石门\t江口\n", "words.tsv:4: 5 cells for 4 columns"),
        ("text\tvalue\n石门 350100\n", "words.tsv:2: one cell for 2 columns"),
        ("text\tworth\n", "words.tsv:1: unknown column worth"),
        (f"{_KINDS}石门\tlien\t石门\t江口\n", "words.tsv:3: match is lien; known are line, within"),
        (f"{_KINDS}石门\t\t石门\t江口\n", "words.tsv:3: match is empty; known are line, within"),
        ("text\tnote (role, -)\n石门\trolle\n", "words.tsv:2: note is rolle; known are role, -"),
    ],
)
def test_a_mistyped_row_is_named(folder: Path, written: str, fault: str) -> None:
    (folder / "words.tsv").write_text(written, encoding="utf-8")
    with pytest.raises(LexiconError) as raised:
        check_lexicons()
    assert fault in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "written", [_HEAD, "text\tnote\n石门\n", "text\n石门\n", "text\tvalue\tnote\n石门\t1\n", _KINDS, _MAYBE]
)
def test_what_may_be_left_out_is(folder: Path, written: str) -> None:
    (folder / "words.tsv").write_text(written, encoding="utf-8")
    check_lexicons()
    assert load_lexicon("words")


@pytest.mark.parametrize("kind", [clean.Command, demo.Command], ids=["clean", "demo"])
def test_a_command_that_cleans_refuses_to_begin_with_one(folder: Path, kind: type[OwnCommand]) -> None:
    (folder / "words.tsv").write_text(f"{_HEAD}石门   line\n", encoding="utf-8")
    command = kind()
    command.settings = Settings({"LOG_LEVEL": "INFO"})
    with pytest.raises(UsageError, match=r"words\.tsv:4: "):
        command.process_options([], _options(command))


def _options(command: OwnCommand) -> Namespace:

    parser = ArgumentParser()
    command.add_options(parser)
    return parser.parse_args([])
