"""Datasette's hooks: Chinese search as people type it, an article page, a plot, a strict content policy."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from datasette import NotFound, Response, hookimpl
from datasette.views.base import DatasetteError
from markupsafe import Markup

from pipelines.desk.article_page import read_article_page
from pipelines.desk.front_page import read_front_page
from pipelines.desk.plot import read_days
from pipelines.dictionary import plain_relations
from pipelines.query import SearchError, advise, match_form
from pipelines.ranking import MARK_END, MARK_START
from pipelines.search import search

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_OWN_PAGES = ("/-/article/", "/-/days", "/-/search")
_MAX_HITS = 50
"""Found articles shown."""
_MAX_PLOT_DAYS = 366
"""Days."""
_MAX_VALUE_BYTES = 64 * 1024 * 1024
"""Longest text that SQL may read or make: four times the largest page. The limit of time stops no single function:
`randomblob(1e9)` took half a minute and a gigabyte."""
_OWN_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Pages of ours show what strangers wrote: no script, no picture, nothing from elsewhere."""
_DATASETTE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Datasette's own pages have scripts inside; still nothing comes from elsewhere."""
_HIDDEN_VIEWS = frozenset({"articles_spread", "search"})
"""Of no use to a reader, or not as a list: without words to MATCH it would be counted for ten seconds."""
_ARTICLE_COLUMNS = frozenset({"article_id", "earliest_id", "story_id"})


@hookimpl(trylast=True)  # after Datasette's own function of that name
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let the search box and the SQL editor take words as people type them, and no SQL make values without bounds."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
    for name in ("escape_fts", "match_form"):
        conn.create_function(name, 1, _match_form, deterministic=True)


def _match_form(typed: object) -> str:
    try:
        return match_form(str(typed or ""))
    except SearchError:
        return '""'  # finds nothing


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None, datasette: Datasette) -> Markup | None:
    """Lead from a headline or an article's number to its page."""
    if value is None or (table == "articles" and column == "story_id"):
        return None
    if (column in _ARTICLE_COLUMNS or (table == "overview" and column == "id")) and isinstance(value, int):
        return _link(datasette, value, str(value))
    names = set(row.keys())
    number = row["article_id"] if "article_id" in names else row["id"] if table in {"articles", "overview"} else None
    if column == "title" and isinstance(number, int):
        return _link(datasette, number, str(value))
    return None


def _link(datasette: Datasette, number: int, text: str) -> Markup:
    return Markup('<a href="{}" dir="auto">{}</a>').format(datasette.urls.path(f"/-/article/{number}"), text)


@hookimpl(tryfirst=True)
def handle_exception(exception: Exception) -> None:
    """Call a sort order or page size that there is not (``_sort=nope``) what it is: the request's mistake, no crash."""
    if isinstance(exception, DatasetteError) and exception.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        exception.status = HTTPStatus.BAD_REQUEST


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Add our pages."""
    return [
        (r"^/-/article/(?P<number>[0-9]{1,18})$", _article_view),
        (r"^/-/days$", _days_view),
        (r"^/-/search$", _search_view),
    ]


async def _article_view(datasette: Datasette, request: Request) -> Response:
    """Show one article as an article, with all that is known of it."""
    page = await datasette.get_database().execute_fn(
        lambda connection: read_article_page(connection, int(request.url_vars["number"]))
    )
    if page is None:
        raise NotFound("No article has this number")
    names = {"article": page, "database": datasette.get_database().name}
    return Response.html(await datasette.render_template("article.html", names, request=request))


async def _days_view(datasette: Datasette, request: Request) -> Response:
    """Draw the articles by day and site."""
    asked = request.args.get("days", "60")
    days = min(int(asked), _MAX_PLOT_DAYS) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 60
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    try:
        until = date.fromisoformat(request.args.get("until", ""))
    except ValueError:
        until = None
    plot = await datasette.get_database().execute_fn(
        lambda connection: read_days(connection, max(days, 7), tomorrow, request.args.get("site") or None, until)
    )
    names = {"plot": plot, "database": datasette.get_database().name}
    return Response.html(await datasette.render_template("days.html", names, request=request))


async def _search_view(datasette: Datasette, request: Request) -> Response:
    """Show what was found as readers of a search engine know it, best first."""
    database = datasette.get_database()
    words = request.args.get("words", "").strip()
    hits, problem = [], None
    if words:
        try:
            hits = await database.execute_fn(lambda connection: search(connection, words, limit=_MAX_HITS))
        except SearchError as error:
            problem = str(error)
    names = {
        "database": database.name,
        "words": words,
        "problem": problem,
        "advice": None if hits else advise(words),
        "limit": _MAX_HITS,
        "facets": database.facets_on_demand,
        "hits": hits,
        "split": _split_marked,
    }
    return Response.html(await datasette.render_template("search.html", names, request=request))


def _split_marked(marked: str) -> list[tuple[str, bool]]:
    r"""Split a title or snippet at its marks; true stands beside what was found.

    >>> _split_marked("a\x02b\x03c")
    [('a', False), ('b', True), ('c', False)]
    """
    pieces = []
    for part in marked.split(MARK_START):
        found, mark, rest = part.rpartition(MARK_END)
        pieces += [(found, True)] if mark else []
        pieces += [(rest, False)] if rest else []
    return pieces


@hookimpl
def extra_template_vars(
    template: str | None, datasette: Datasette
) -> dict[str, Any] | Callable[[], Awaitable[dict[str, Any]]]:
    """Give the front page its contents, and the database's page the descriptions of its tables."""
    if template == "database.html":
        described = {relation.name: relation.says for relation in plain_relations()}
        return {"descriptions": described, "hidden_views": _HIDDEN_VIEWS}
    if template != "index.html":
        return {}

    async def read() -> dict[str, Any]:
        database = datasette.get_database()
        questions = await datasette.get_canned_queries(database.name, None)
        day_after_tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
        front = await database.execute_fn(
            lambda connection: read_front_page(connection, database.name, questions, day_after_tomorrow)
        )
        return {"front": front}

    return read


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """Lead to articles and plot from every page."""
    name = datasette.get_database().name
    return [
        {"href": datasette.urls.path("/-/search"), "label": "Search 检索"},
        {"href": datasette.urls.table(name, "overview"), "label": "Articles 文章"},
        {"href": datasette.urls.path("/-/days"), "label": "By day and site 每日篇数"},
    ]


@hookimpl
def extra_css_urls() -> list[str]:
    """Our style sheet, from this server; below "-", since a database may be called "desk"."""
    return ["/-/desk/desk.css"]


@hookimpl
def asgi_wrapper() -> Callable[..., Any]:
    """Send a content policy with every page."""

    def wrap(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def with_policy(scope: Any, receive: Any, send: Any) -> None:
            policy = _OWN_POLICY if str(scope.get("path", "")).startswith(_OWN_PAGES) else _DATASETTE_POLICY

            async def send_with_policy(event: Any) -> None:
                if event["type"] == "http.response.start":
                    headers = [
                        (b"content-security-policy", policy.encode()),
                        (b"x-content-type-options", b"nosniff"),
                        (b"referrer-policy", b"no-referrer"),
                    ]
                    event = {**event, "headers": [*event.get("headers", []), *headers]}
                await send(event)

            await app(scope, receive, send_with_policy)

        return with_policy

    return wrap
