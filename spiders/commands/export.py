"""``scrapy export``: articles as CSV, JSON Lines, Markdown, Parquet or Atom feeds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from pipelines import export
from pipelines.export import Selection
from pipelines.query import SearchError
from pipelines.store import Store
from pipelines.values import StoreError
from pipelines.whole import ExportError
from spiders.command import OwnCommand
from spiders.filters import add_filters, read_filters
from spiders.launch import OutputError
from spiders.progress import progress_bar
from spiders.report import ExitCode, counted
from spiders.terminal import refuse_options

if TYPE_CHECKING:
    import argparse
    import sqlite3
    from collections.abc import Callable

    from pipelines.export import Tick
    from pipelines.filters import Condition

_CACHE_MIB = 16
"""Every page is read once, so a large page cache would only fill up."""
_FILES: dict[str, Callable[[sqlite3.Connection, Condition, Path | None, Tick], None]] = {
    "csv": export.write_csv,
    "jsonl": export.write_json_lines,
}
FOLDERS: dict[str, Callable[[sqlite3.Connection, Condition, Path, Tick], None]] = {
    "markdown": export.write_markdown,
    "parquet": export.write_parquet,
    "atom": export.write_atom,
}

_ENDINGS = {"": "csv"} | {f".{kind}": kind for kind in _FILES} | {".ndjson": "jsonl"}
"""Ending of OUTPUT -> format of one file."""
_FOLDER_ENDINGS = {f".{kind}": kind for kind in FOLDERS} | {".md": "markdown", ".xml": "atom"}
"""Ending by which a file is meant where the format takes a folder."""


class Command(OwnCommand):
    """Export articles."""

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] [OUTPUT]"

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Write articles as CSV, JSON Lines, Markdown, Parquet or Atom feeds"

    def long_desc(self) -> str:
        """Describe the formats, an example and the exit codes."""
        return (
            "Writes the chosen articles to OUTPUT. csv and jsonl write one file, or to standard output without OUTPUT;"
            " markdown (MONTH/SITE/ID.md) and parquet (month=.../site=...) write a new folder; atom writes one feed a"
            " site into a folder, with its newest articles. A file's ending (.csv, .jsonl) says which without --format."
            " A file or folder has its name only when it is whole, a file of that name is replaced. Example:"
            " scrapy export --format parquet --region 福建 --since 2024-01-01 fujian"
            " writes the folder 'fujian'. Exit codes: 0 articles were written; 1 an error in our code; 2 wrong"
            " arguments or words, or OUTPUT cannot be written; 3 no article matches, nothing was written;"
            " 4 interrupted, nothing was written; 7 the database cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument(
            "--format", choices=[*_FILES, *FOLDERS], help="default: by OUTPUT's ending; csv without one"
        )
        add_filters(parser)
        parser.add_argument("--words", metavar="QUERY", help="only articles that `scrapy search QUERY` would find")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export; sets the exit code."""
        refuse_options(args)
        if len(args) > 1:
            raise UsageError(f"one OUTPUT, not {len(args)}", print_help=False)
        target = Path(args[0]) if args and args[0] != "-" else None
        kind = opts.format or format_of(target)
        if target is None and kind in FOLDERS:
            raise UsageError(f"--format {kind} writes a folder; name it, as in: scrapy export --format {kind} news")
        selection = Selection(read_filters(opts), opts.words)
        try:
            with Store.open(self.settings["NEWS_DB"], readonly=True, cache_mib=_CACHE_MIB) as store:
                written = _run_export(store.connection, selection, kind, target)
        except (ExportError, SearchError) as error:
            self.fail(ExitCode.USAGE, error)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
        except OutputError:
            raise  # standard output, the same for every command
        except OSError as error:
            self.fail(ExitCode.USAGE, f"{target or error.filename}: {error.strerror}; check path, rights and space")
        except KeyboardInterrupt:
            self.fail(ExitCode.PARTIAL, "interrupted; nothing was written")
        else:
            if not written:
                self.fail(ExitCode.NOTHING_NEW, "no article matches, nothing was written")
            elif target and sys.stderr.isatty():
                sys.stderr.write(f"{counted(written, 'article')} in {target}\n")  # where the bar was


def _run_export(connection: sqlite3.Connection, selection: Selection, kind: str, target: Path | None) -> int:
    """Write the articles and give their number; nothing is written when there are none."""
    condition = export.compile_selection(connection, selection)
    connection.execute("BEGIN")  # one state of the database throughout, however long it takes
    total = export.count_articles(connection, condition)
    if not total:
        return 0
    with progress_bar("exporting", total) as advance:
        _write(kind, connection, condition, target, lambda: advance(1))
    return total


def _write(kind: str, connection: sqlite3.Connection, condition: Condition, target: Path | None, tick: Any) -> None:
    if kind in _FILES:
        _FILES[kind](connection, condition, target, tick)
    else:
        assert target is not None  # noqa: S101 - checked with the arguments
        FOLDERS[kind](connection, condition, target, tick)


def format_of(target: Path | None) -> str:
    """Take the format from OUTPUT's ending; csv without one. Raises UsageError for an ending that names no file's."""
    ending = target.suffix.lower() if target else ""
    if target and ending not in _ENDINGS:
        known = ", ".join(filter(None, _ENDINGS))
        raise UsageError(f"{target}: {_advice(ending, target)} (known: {known})", print_help=False)
    return _ENDINGS[ending]


def _advice(ending: str, target: Path) -> str:
    """Say what to type instead of an ending that names no file's format."""
    if ending == ".json":
        return "JSON is written one article a line, ending .jsonl"
    if kind := _FOLDER_ENDINGS.get(ending):
        return f"{kind} is written into a folder, as in: --format {kind} {target.with_suffix('')}"
    return f"no format has the ending {ending}; say --format"
