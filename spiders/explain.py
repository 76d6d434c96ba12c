"""Shows one cleaned page to a person: what was read, what was cut and why."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from cleaners import BlockKind, RemovalKind
from spiders.report import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from cleaners import Article, Removal

_SHOWN_FIELDS = (
    "url", "kicker", "title", "deck", "published_at", "source", "authors", "photographers", "editors", "proofreaders",
    "section", "lang", "script", "charset", "integrity", "mirror_of", "rejection", "trace",
)  # fmt: skip
_CUT_STYLES = {RemovalKind.SPAM: "red", RemovalKind.BOILERPLATE: "yellow", RemovalKind.MIRROR: "magenta"}
_ABOVE = frozenset({"title", "meta", "before"})
"""Places that lie ahead of the text."""
_BLOCK_STYLES = {BlockKind.HEADING: "bold", BlockKind.CAPTION: "italic cyan", BlockKind.QUOTE: "italic"}


def explain(article: Article, origin: str) -> Iterator[RenderableType]:
    """Render a page for the terminal: its fields, then the text with what was cut above, within and below it."""
    yield Panel(_field_table(article), title=printable(origin), title_align="left", border_style="dim")
    above = [removal for removal in article.removed if _place(removal) in _ABOVE]
    below = [removal for removal in article.removed if _place(removal) not in _ABOVE]
    yield from map(_cut_line, above)
    for block in article.blocks:
        label = "" if block.kind is BlockKind.PARAGRAPH else f"[{block.kind}] "
        yield Text(label, "dim").append(printable(block.text), _BLOCK_STYLES.get(block.kind, "none"))
    yield from map(_cut_line, below)
    yield Text(_count_line(article), "dim")


def _place(removal: Removal) -> str:
    return removal.where.removesuffix("?")


def _field_table(article: Article) -> Table:
    table = Table.grid(Column(), Column(overflow="fold"), padding=(0, 2))
    values = article.as_dict()
    for name in _SHOWN_FIELDS:
        value = values[name]
        if value:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
            table.add_row(Text(name, "bold"), Text(printable(shown)))
    return table


def _cut_line(removal: Removal) -> Text:
    style = _CUT_STYLES[removal.kind]
    line = Text("- ", style).append(printable(removal.text), f"{style} strike")
    return line.append(f"  ← {removal.kind}, {removal.where}, {removal.step}", "dim")


def _count_line(article: Article) -> str:
    cuts = {kind: sum(removal.kind is kind for removal in article.removed) for kind in RemovalKind}
    listed = ", ".join(f"{count} {kind}" for kind, count in cuts.items() if count) or "nothing"
    return f"{counted(len(article.blocks), 'block')}, {counted(len(article.text), 'character')}; cut: {listed}"


def printable(text: str) -> str:
    """Replace what could steer a terminal (control and format characters, lone surrogates) by U+FFFD; tabs stay."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\t\n" else c
        for c in text
    )
