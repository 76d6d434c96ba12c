"""``scrapy serve``: look at the database in a browser."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from scrapy.exceptions import UsageError

from pipelines.store import Store
from pipelines.values import StoreError
from spiders.command import OwnCommand
from spiders.report import ExitCode
from spiders.terminal import refuse_arguments

if TYPE_CHECKING:
    import argparse

_PORT = 8001
"""Datasette's own, so that bookmarks and its manual hold."""


class Command(OwnCommand):
    """Open the database in Datasette."""

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Look at the database in a browser: search, facets, questions, plots, articles"

    def long_desc(self) -> str:
        """Describe what happens, an example and the exit codes."""
        return (
            "Opens Datasette on the database, read-only, for this machine alone; a crawl may write meanwhile. Needs no"
            " network. Ctrl-C stops it. Example: scrapy serve --port 8002 -s NEWS_DB=data/demo/news.db. Exit codes:"
            " 0 stopped by Ctrl-C or SIGTERM; 2 wrong arguments, or the port is taken; 7 the database cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=_PORT, help=f"default {_PORT}; 0 takes a free one")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until stopped; sets the exit code."""
        refuse_arguments(args)
        if not 0 <= opts.port <= 65535:
            raise UsageError("--port must be from 0 to 65535", print_help=False)
        database = Path(self.settings["NEWS_DB"])
        try:
            Store.open(database, readonly=True).close()  # says in one line what is wrong with it
            listener = _listen(opts.host, opts.port)
        except StoreError as error:
            self.fail(ExitCode.STORAGE, error)
            return
        except (OSError, UnicodeError) as error:  # the latter for what can be no name
            reason = getattr(error, "strerror", None) or error
            self.fail(ExitCode.USAGE, f"{opts.host} port {opts.port}: {reason}; choose another with --port or --host")
            return
        from pipelines.desk.server import make_datasette, serve  # a second of imports, after the quick refusals

        address, port = listener.getsockname()[:2]
        host = f"[{address}]" if ":" in address else address
        if not ipaddress.ip_address(address).is_loopback:
            Console(stderr=True).print("Everyone who reaches this machine can read the database.", style="yellow")
        print(f"Serving {database} on http://{host}:{port}/ (Ctrl-C stops)", flush=True)
        serve(make_datasette(database.absolute()), listener, opts.host)


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
