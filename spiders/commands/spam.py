"""``scrapy spam``: what recurs as junk, and an operator's word on it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError

from cleaners.lexicons import LEXICON_DIR, forget_lexicons, words
from pipelines.filters import require_site
from pipelines.junk import JunkPiece, cut_pieces, kept_pieces
from pipelines.store import Store
from pipelines.values import StoreError
from spiders.command import OwnCommand
from spiders.report import FOUND, NOTHING_FOUND, ExitCode
from spiders.terminal import print_json, printable_line

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

_MAX_SHOWN_CHARS = 100
"""Characters of a piece shown in the table; ``--json`` gives it whole."""


_WHOLE_LINE = 2 * _MAX_SHOWN_CHARS + 40
"""Columns of a line that is not folded, where no window is narrower: Chinese takes two a character."""


class Command(OwnCommand):
    """List recurring junk; confirm or free it."""

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "List junk that recurs in the database; confirm it, or set free what was cut wrongly"

    def long_desc(self) -> str:
        """Describe the list, an example and exit codes."""
        return (
            "Lists pieces of text that were cut as spam from several articles (cut), and lines without a sentence that"
            " recur in stored bodies (kept: junk of a wording no rule knows yet, or the site's own furniture). Once"
            " confirmed or freed a piece is no longer listed. Example: scrapy spam --site qinghe --least 5; then scrapy"
            " spam --confirm 'TEXT' (always cut from now on) or --free 'TEXT' (never cut again), and scrapy reclean."
            " The two lists are data/lexicons/junk_block.tsv and junk_allow.tsv. Exit codes: 0 something was listed or"
            " written; 1 nothing to list; 2 wrong arguments, or a list cannot be written; 7 the database"
            " cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--site", metavar="NAME", help="only this site")
        parser.add_argument("--least", type=int, default=3, metavar="N", help="articles it was met in (default: 3)")
        parser.add_argument("--limit", type=int, default=50, metavar="N", help="pieces listed (default: 50)")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line instead of a table, long pieces whole"
        )
        decide = parser.add_mutually_exclusive_group()
        decide.add_argument("--confirm", metavar="TEXT", help="this piece is junk: always cut it")
        decide.add_argument("--free", metavar="TEXT", help="this piece is honest: never cut it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """List, or write the decision down."""
        if args or opts.least < 1 or opts.limit < 1:
            raise UsageError("takes no arguments, and --least and --limit must be 1 or more; see: scrapy spam --help")
        try:
            if opts.confirm is not None or opts.free is not None:
                is_junk = opts.confirm is not None
                decide(LEXICON_DIR, opts.confirm if is_junk else opts.free, junk=is_junk)
                print(f"{'always' if is_junk else 'never'} cut from now on; 'scrapy reclean' shows what that changes")
                self.exitcode = FOUND
                return
            with Store.open(self.settings["NEWS_DB"], readonly=True) as store:
                if opts.site is not None:
                    require_site(store.connection, opts.site)
                pieces = cut_pieces(store.connection, opts.site, opts.least)
                pieces += kept_pieces(store.connection, opts.site, opts.least)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
            return
        except (OSError, ValueError) as error:
            self.fail(ExitCode.USAGE, error)
            return
        decided = words("junk_block") | words("junk_allow")
        pieces = [piece for piece in pieces if piece.text not in decided][: opts.limit]
        if not pieces:
            self.fail(NOTHING_FOUND, "nothing recurs")
        elif opts.json:
            for piece in pieces:
                print_json(piece._asdict())
        else:
            width = None if sys.stdout.isatty() else _WHOLE_LINE
            Console(highlight=False, width=width).print(_table(pieces))


def decide(folder: Path, text: str, *, junk: bool) -> None:
    """Write a piece into the block list or the allow list, and take it out of the other.

    Raises ValueError for a text that a line of the list cannot hold, OSError when a list cannot be written.
    """
    piece = text.strip()
    if not piece or piece.startswith("#") or any(mark in piece for mark in "\t\r\n"):
        raise ValueError("TEXT must be one line, without tabs, and not begin with #: give the piece as it is listed")
    for name, keep in (("junk_block", junk), ("junk_allow", not junk)):
        path = folder / f"{name}.tsv"
        lines = path.read_text("utf-8").splitlines()
        head = [line for line in lines if line.startswith("#") or line == "text\tnote"]
        rows = {line.partition("\t")[0]: line for line in lines if line and line not in head}
        rows.pop(piece, None)
        if keep:
            rows[piece] = piece
        path.write_text("\n".join([*head, *(rows[key] for key in sorted(rows))]) + "\n", "utf-8")
    forget_lexicons()


def _table(pieces: list[JunkPiece]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name, right in (("articles", True), ("sites", True), ("state", False), ("text", False)):
        width = None if name == "text" else len(name)  # only the text gives way in a narrow window
        table.add_column(name, justify="right" if right else "left", overflow="fold", min_width=width)
    for piece in pieces:
        shown = printable_line(piece.text)
        if len(shown) > _MAX_SHOWN_CHARS:
            shown = shown[: _MAX_SHOWN_CHARS - 1] + "…"
        table.add_row(str(piece.articles), str(piece.sites), piece.state, Text(shown))
    return table
