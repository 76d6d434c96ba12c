"""Fixtures that several test files share."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filled import fill
from hypothesis import settings
from loopback import Desk, Server, serving

from pipelines.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whatever the environment says: without bytecode each of the processes that tests start compiles the project anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A shell has what it starts in the background (``sh run.sh test &``) ignore Ctrl-C, and what that starts as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # ``nohup`` does the same with the end of the terminal
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


# Not how long one example takes, which on a busy machine is anything; what must be quick has a test of that. The same
# examples in every run, or a run of somebody else's change fails; --hypothesis-profile=search looks for new ones.
settings.register_profile("project", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("project")


def pytest_collection(session: pytest.Session) -> None:
    """Load the test files; each process of pytest-xdist begins at another one.

    Nearly all of the time goes into pytest's rewriting of asserts, which it writes down: so each process rewrites its
    share and finds that of the others done. Nothing of it is garbage, and nobody need look whether it is.
    """
    gc.disable()
    config = session.config
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    names = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
    worker = getattr(config, "workerinput", {"workerid": "gw0", "workercount": 1})
    first = len(names) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for name in names[first:] + names[:first]:
        importlib.import_module(name)


def pytest_collection_finish() -> None:
    """Leave what was loaded out of every later search for garbage."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled database; nobody writes to it."""
    path = tmp_path_factory.mktemp("filled") / "news.db"
    fill(path)
    return path


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing was stored yet, to be copied: to make one takes as long as ten articles."""
    path = tmp_path_factory.mktemp("empty") / "news.db"
    Store.open(path).close()
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server of a test's own on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, empty: Path) -> Desk:
    """An operator's folder: profiles, database, archive."""
    desk = Desk(tmp_path)
    shutil.copy(empty, desk.database)
    return desk
