"""Put Datasette on a database: read-only, described by the schema's own comments, nothing from other hosts."""

from __future__ import annotations

import asyncio
import signal
import tomllib
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database, connections
from datasette.plugins import pm

from pipelines.connection import AtRest, open_to_read
from pipelines.desk import plugin
from pipelines.dictionary import plain_relations

if TYPE_CHECKING:
    import socket
    import sqlite3
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    Application = Callable[[Any, Any, Any], Awaitable[None]]
    """As ASGI has it: scope, receive, send."""

_HERE = Path(__file__).parent
_SETTINGS = {
    "sql_time_limit_ms": 10_000,
    "facet_time_limit_ms": 3_000,
    "truncate_cells_html": 120,
    "default_page_size": 50,
    "suggest_facets": False,
}
"""Limits for one reader's own machine."""
MAX_COUNTED = 1_000_000_000
"""Bytes of a database, some 130,000 articles, up to which a list opens with its facets. Each facet reads all articles:
1 to 4 s of `overview` at a million. Beyond, they are counted on demand (`_facet=`, or a column's menu), and for what a
search has found."""
_COUNTING_TABLES = ("overview", "articles", "pages", "crawls")
"""Lists that grow with the years; a facet of the others is counted in no time."""
_HTTP_PORT = 80
"""Browsers leave it out of ``Host``."""
_MISDIRECTED = 421
"""Status: the request was meant for another server."""
_SEARCHABLE = {"fts_table": "articles_fts", "fts_pk": "id"}
_TABLES: dict[str, dict[str, Any]] = {
    "overview": {**_SEARCHABLE, "facets": ["outlet", "region", "source", "month", "integrity"], "sort_desc": "id"},
    "articles": {
        **_SEARCHABLE,
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
    "about": {"hidden": True},
}
"""What Datasette shows of a table besides its description."""


def make_datasette(database: Path) -> Datasette:
    """Give Datasette on ``database``, opened read-only; it goes on answering while a crawl writes."""
    if not pm.is_registered(plugin):
        pm.register(plugin, "qingliu-desk")
    # With rich, Datasette prints every 404 as a traceback with all local values. Without, errors of the code alone.
    pm.get_plugin("datasette.handle_exception").rich = None
    is_large = database.stat().st_size > MAX_COUNTED
    datasette = Datasette(
        [],
        metadata=_write_metadata(database.stem, with_counts=not is_large),
        settings=_SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("-/desk", str(_HERE / "static"))],
    )
    datasette.remove_database("_memory")  # there because it was given no file
    served = ReadOnlyDatabase(datasette, path=str(database), is_mutable=True)
    served.facets_on_demand = _TABLES["overview"]["facets"] if is_large else []
    datasette.add_database(served, name=database.stem)
    return datasette


class ReadOnlyDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """A file that is never written to, whatever its path holds; Datasette's own puts the path into an URI unquoted."""

    facets_on_demand: Sequence[str] = ()
    """Facets of `overview` that are counted for what a search has found, where they are too many to count of all."""

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: ARG002 - Datasette's signature
        """Open another connection; asking for one that writes gives one that does not."""
        connection = open_to_read(Path(self.path), check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Ask by the thread's connection; one to a file at rest is made anew once somebody has written into that."""

        def ask(connection: sqlite3.Connection) -> Any:
            if isinstance(connection, AtRest) and connection.has_changed():
                connection = self.connect()
                self.ds._prepare_connection(connection, self.name)
                setattr(connections, self.name, connection)
            return fn(connection)

        return await super().execute_fn(ask)


def _write_metadata(name: str, *, with_counts: bool) -> dict[str, Any]:
    """Write Datasette's metadata for the database ``name``: descriptions, facets, questions.

    Without ``with_counts`` the lists that grow with the years open without facets.
    """
    shown = {table: {**own} for table, own in _TABLES.items()}
    for table in _COUNTING_TABLES if not with_counts else ():
        shown[table].pop("facets")
    described = plain_relations()
    of_article = {column.name: column.says for column in next(r for r in described if r.name == "articles").columns}
    tables = {
        relation.name: {
            "description": relation.says,
            "columns": {
                column.name: says
                for column in relation.columns
                if (says := column.says or of_article.get(column.name, ""))
            },
            **shown.get(relation.name, {}),
        }
        for relation in described
    }
    return {
        "title": "清流 Qingliu",
        "databases": {name: {"tables": shown | tables, "queries": load_queries()}},
    }


def load_queries() -> dict[str, dict[str, Any]]:
    """Read the prepared questions of ``queries.toml``: title, description, SQL; the SQL is shown on demand."""
    queries = tomllib.loads((_HERE / "queries.toml").read_text("utf-8"))
    return {name: {**query, "hide_sql": True} for name, query in queries.items()}


def serve(datasette: Datasette, listener: socket.socket, host: str) -> None:
    """Answer on ``listener``, which was bound to ``host``, until stopped by SIGINT or SIGTERM."""
    address, port = listener.getsockname()[:2]
    app = _answer_as(datasette.app(), own_names(host, address, port))
    server = _Server(uvicorn.Config(app, log_level="warning", lifespan="on"))

    async def run() -> None:
        await datasette.invoke_startup()
        await server.serve(sockets=[listener])

    asyncio.run(run())


def own_names(host: str, address: str, port: int) -> frozenset[str] | None:
    """Give what may stand in a request's ``Host``: what was bound to, with its port; None is anything.

    A page from elsewhere whose name is made to point here (DNS rebinding) would else read the database with the
    reader's browser. Bound to every address of the machine, which names lead to it is not known.
    """
    bound = ip_address(address)
    if bound.is_unspecified:
        return None
    names = {host.lower(), f"[{address}]" if bound.version == 6 else address}
    if bound.is_loopback:
        names |= {"localhost", "127.0.0.1", "[::1]"}
    return frozenset(f"{name}:{port}" for name in names) | (names if port == _HTTP_PORT else frozenset())


def _answer_as(app: Application, names: frozenset[str] | None) -> Application:
    """Refuse requests to ``app`` that call this server by a name not its own."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if names is None or scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        asked = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        if asked in names:
            await app(scope, receive, send)
            return
        body = f"This server answers only as {' or '.join(sorted(names))}.\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": _MISDIRECTED, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return guarded


class _Server(uvicorn.Server):
    """Ends quietly on a signal; uvicorn raises it once more when it is done."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
