"""Fixtures that several test files share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filled import fill

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled database; nobody writes to it."""
    path = tmp_path_factory.mktemp("filled") / "news.db"
    fill(path)
    return path
