"""``scrapy search WORDS``: find stored articles."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from scrapy.exceptions import UsageError

from pipelines.query import SearchError, advise
from pipelines.ranking import MARK_END, MARK_START
from pipelines.search import Hit, search
from pipelines.store import Store
from pipelines.values import StoreError
from spiders.command import OwnCommand
from spiders.filters import add_filters, read_filters
from spiders.report import NOTHING_FOUND, ExitCode
from spiders.terminal import print_json, printable_line, refuse_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_MAX_HITS = 1_000
"""Hits that may be asked for: as many matches as are ranked (``pipelines.search.RANKED``)."""


class Command(OwnCommand):
    """Search the database."""

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] WORDS..."

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return 'Search stored articles: words, "phrases", AND, OR, NOT; either script finds the other'

    def long_desc(self) -> str:
        """Describe the query's form, an example and exit codes."""
        return (
            "Finds articles that hold all WORDS in title or text, best first among the newest matches. Simplified words"
            ' find Traditional text and the other way round. OR, NOT (capitals), brackets, "phrases" and title:word'
            " work as usual, word* finds continuations of a Latin word, NEAR(word word, 20) words with at most 20"
            " characters between them. Example: scrapy search '运河 (南宁 OR 钦州) NOT 招标' --since 2024-01-01"
            " --site qinghe. Exit codes: 0 something was found; 1 nothing was found; 2 the words or options say nothing"
            " that can be searched for; 7 the database cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        add_filters(parser)
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="articles shown (default: 20)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of text")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Search and print."""
        refuse_options(args, sign="--")  # -word asks for texts without it
        if not args:
            raise UsageError("type the words to look for, as in: scrapy search 运河")
        if not 1 <= opts.limit <= _MAX_HITS:
            raise UsageError(f"--limit must be from 1 to {_MAX_HITS:,}")
        filters = read_filters(opts)
        typed = " ".join(args)
        try:
            with Store.open(self.settings["NEWS_DB"], readonly=True) as store:
                found = search(store.connection, typed, filters, opts.limit + 1)
        except SearchError as error:
            self.fail(ExitCode.USAGE, error)
            return
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
            return
        console = Console(highlight=False)
        for hit in found[: opts.limit]:
            if opts.json:
                print_json(_plain(hit))
            else:
                console.print(*describe(hit), sep="\n", end="\n\n", soft_wrap=True)
        if not found:
            advice = advise(typed)
            self.fail(NOTHING_FOUND, f"nothing found; {advice}" if advice else "nothing found")
        elif len(found) > opts.limit and sys.stderr.isatty():
            self.warn(f"these are the best {opts.limit}; more were found, --limit shows them")


def _plain(hit: Hit) -> dict[str, object]:
    snippet = hit.snippet.replace(MARK_START, "[").replace(MARK_END, "]")
    plain = hit._replace(snippet=snippet)._asdict()
    del plain["marked_title"]  # the title says it already
    return plain


def describe(hit: Hit) -> Iterator[Text]:
    """Write a hit's lines. Text of pages is never read as markup, and control characters do not reach the terminal."""
    day = (hit.published_at or "no date")[:10]
    gone = f"  withdrawn {hit.withdrawn_at[:10]}" if hit.withdrawn_at else ""
    yield Text.assemble(
        _marked(hit.marked_title or "(no title)", "bold"),
        "  ",
        (printable_line(f"{day} {hit.site}"), "dim"),
        (gone, "yellow"),
    )
    yield _marked(hit.snippet)
    yield Text(printable_line(hit.url), style="dim")


def _marked(words: str, style: str = "") -> Text:
    """Words with what was found in another colour."""
    line = Text()
    for piece in words.split(MARK_START):
        found, mark, rest = piece.rpartition(MARK_END)
        line.append(printable_line(found), style="bold yellow" if mark else style)
        line.append(printable_line(rest), style=style)
    return line
