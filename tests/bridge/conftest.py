"""A database for every test of the shell: migrated, empty, its own; SQLite unless a test asks otherwise.

`tests/bridge/store` asks for both kinds; elsewhere a test does by `@BOTH` from `tests/bridge/databases.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.store.database import Database
from bridge.store.migrate import migrate
from tests.bridge.databases import make_url
from tests.bridge.examples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return make_url(getattr(request, "param", "sqlite"), request, tmp_path)


@pytest.fixture
def database(url: str, clock: Clock) -> Iterator[Database]:
    migrate(url)
    opened = Database(url, clock)
    yield opened
    opened.close()
