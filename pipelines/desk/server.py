"""Put Datasette on a database: read-only, described by the schema's own comments, nothing from other hosts."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm
from markupsafe import Markup

from pipelines.desk import plugin
from pipelines.dictionary import relations

if TYPE_CHECKING:
    import socket

HERE = Path(__file__).parent
SETTINGS = {
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 1_000,
    "truncate_cells_html": 120,
    "default_page_size": 50,
    "suggest_facets": False,
}
"""Limits for one reader's own machine; a million articles are grouped by site in less."""
SEARCHABLE = {"fts_table": "articles_fts", "fts_pk": "id"}
TABLES: dict[str, dict[str, Any]] = {
    "overview": {**SEARCHABLE, "facets": ["outlet", "region", "source", "month", "integrity"], "sort_desc": "id"},
    "articles": {
        **SEARCHABLE,
        "facets": ["site", "source", "integrity"],
        "sort_desc": "id",
        "label_column": "title",
    },
    "sites": {"label_column": "display_name", "facets": ["region", "script"]},
    "places": {"label_column": "full_name", "facets": ["level"]},
    "removals": {"facets": ["kind", "step"]},
    "rejections": {"facets": ["site", "reason"], "sort_desc": "last_seen_at"},
    "revisions": {"facets": ["cause"], "sort_desc": "changed_at"},
    "crawls": {"facets": ["site", "exit_code"], "sort_desc": "id"},
    "pages": {"facets": ["site", "state", "outcome"]},
    "articles_spread": {"hidden": True},
    "story_bands": {"hidden": True},
}
"""What Datasette shows of a table besides its description."""


def make_datasette(database: Path) -> Datasette:
    """Give Datasette on ``database``, opened read-only; it goes on answering while a crawl writes."""
    if not pm.is_registered(plugin):
        pm.register(plugin, "qingliu-desk")
    return Datasette(
        [str(database)],
        metadata=write_metadata(database.stem),
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("desk", str(HERE / "static"))],
    )


def write_metadata(name: str) -> dict[str, Any]:
    """Write Datasette's metadata for the database ``name``: descriptions, facets, questions."""
    described = relations()
    of_article = {column.name: column.says for column in next(r for r in described if r.name == "articles").columns}
    tables = {
        relation.name: {
            "description": relation.says,
            "columns": {
                column.name: says
                for column in relation.columns
                if (says := column.says or of_article.get(column.name, ""))
            },
            **TABLES.get(relation.name, {}),
        }
        for relation in described
    }
    return {
        "title": "清流 Qingliu",
        "description_html": _WELCOME.format(name=quote(name)),
        "databases": {name: {"tables": TABLES | tables, "queries": load_queries()}},
    }


_WELCOME = Markup("""
<form class="desk-search" action="/{name}/overview">
<input type="search" name="_search" placeholder="运河 (南宁 OR 钦州) NOT 招标" aria-label="Search">
<button>Search 检索</button>
</form>
<p><a href="/{name}/overview">Articles 文章</a> · <a href="/-/days">By day and site 每日篇数</a> ·
<a href="/{name}#queries">Questions 常用查询</a></p>
""")


def load_queries() -> dict[str, dict[str, Any]]:
    """Read the prepared questions of ``queries.toml``: name, title, description, SQL."""
    return tomllib.loads((HERE / "queries.toml").read_text("utf-8"))


def serve(datasette: Datasette, listener: socket.socket) -> None:
    """Answer on ``listener`` until stopped by SIGINT or SIGTERM."""
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")
    server = uvicorn.Server(config)

    async def run() -> None:
        await datasette.invoke_startup()
        await server.serve(sockets=[listener])

    asyncio.run(run())
