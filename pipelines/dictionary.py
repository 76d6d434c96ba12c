"""The data dictionary: ``docs/data-dictionary.md``, written from the comments of ``schema.sql``.

python -m pipelines.dictionary > docs/data-dictionary.md
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import NamedTuple

from pipelines.migrations import schema_statements

_COLUMN = re.compile(r"^    (?P<name>\w+) (?:TEXT|INTEGER|REAL)\b(?P<rest>[^\n]*?)(?:--\s*(?P<says>[^\n]+))?$")
_COMMENT = re.compile(r"^\s+--\s*(?P<says>[^\n]+)$")
_INTERNAL = frozenset({"articles_spread"})

_HEAD = """# Data dictionary

Made from `pipelines/schema.sql` by `python -m pipelines.dictionary`; a test keeps the two the same. The reasons
behind the schema are in [database.md](database.md).
"""


class Column(NamedTuple):
    """One column with what the schema says about it."""

    name: str
    kind: str
    may_be_null: bool
    says: str


class Relation(NamedTuple):
    """One table or view."""

    name: str
    kind: str
    """``table`` or ``view``."""
    says: str
    columns: list[Column]


def relations() -> list[Relation]:
    """Read every table and view of the schema in its order."""
    statements = schema_statements()
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements.values():
            connection.execute(statement)
        return [
            _relation(connection, name, statement)
            for name, statement in statements.items()
            if not statement.startswith("CREATE INDEX") and name not in _INTERNAL
        ]


def plain_relations() -> list[Relation]:
    """Tables and views of the schema, their texts without the backticks that only Markdown reads."""
    return [
        relation._replace(
            says=relation.says.replace("`", ""),
            columns=[column._replace(says=column.says.replace("`", "")) for column in relation.columns],
        )
        for relation in relations()
    ]


def write_dictionary() -> str:
    """Write the dictionary as Markdown."""
    parts = [_HEAD]
    for relation in relations():
        parts.append(f"\n## {relation.name} ({relation.kind})\n\n{relation.says}\n")
        if relation.kind == "table":
            parts.append("\n| Column | Type | NULL | Meaning |\n|---|---|---|---|\n")
            parts += [
                f"| `{name}` | {kind} | {'yes' if may_be_null else ''} | {_cell(says)} |\n"
                for name, kind, may_be_null, says in relation.columns
            ]
        else:
            parts.append(f"\nColumns: {', '.join(f'`{column.name}`' for column in relation.columns)}.\n")
    return "".join(parts)


def _relation(connection: sqlite3.Connection, name: str, statement: str) -> Relation:
    is_view = statement.startswith("CREATE VIEW")
    described, said = _comments(statement)
    rows = connection.execute(f"PRAGMA table_info({name})").fetchall()
    columns = [Column(row[1], row[2], not (row[3] or row[5]), said.get(row[1], "")) for row in rows]
    return Relation(name, "view" if is_view else "table", described, columns)


def _comments(statement: str) -> tuple[str, dict[str, str]]:
    """Give the comment on the whole and those on columns; a comment alone on its line goes on with the one before."""
    whole: list[str] = []
    columns: dict[str, list[str]] = {}
    current = whole
    for line in statement.split("\n")[1:]:
        if column := _COLUMN.match(line):
            current = columns.setdefault(column["name"], [])
            if column["says"]:
                current.append(column["says"].strip())
        elif comment := _COMMENT.match(line):
            current.append(comment["says"].strip())
        elif statement.startswith("CREATE VIEW") and whole:
            break
    return " ".join(whole), {name: " ".join(said) for name, said in columns.items()}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(write_dictionary(), end="")
