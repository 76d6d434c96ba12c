"""Fixtures that several test files share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filled import fill
from loopback import Desk, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled database; nobody writes to it."""
    path = tmp_path_factory.mktemp("filled") / "news.db"
    fill(path)
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server of a test's own on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An operator's folder: profiles, database, archive."""
    return Desk(tmp_path)
