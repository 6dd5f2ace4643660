"""A site for every test of the console, on SQLite; on PostgreSQL too for those that say `@BOTH`.

The databases are made as in `tests/bridge`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import URL

from tests.bridge.databases import kind, migrated_file, migrated_on, url
from tests.console.fixtures import site

__all__ = ["kind", "migrated_file", "site", "url"]


@pytest.fixture(scope="session")
def migrated_server(postgres_server: URL) -> Iterator[str]:
    """One of the console's own, beside that of `tests/bridge`."""
    with migrated_on(postgres_server, "console") as server:
        yield server
