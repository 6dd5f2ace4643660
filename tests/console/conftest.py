"""A site for every test of the console, on SQLite; on PostgreSQL too for those that say `@BOTH`.

The databases are made as in `tests/bridge`.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.engine import URL

from bridge.store.migrate import migrate
from tests.bridge.databases import kind, libpq, migrated_file, url
from tests.console.fixtures import site

__all__ = ["kind", "migrated_file", "site", "url"]


@pytest.fixture(scope="session")
def migrated_server(postgres_server: URL) -> Iterator[str]:
    """One of the console's own, beside that of `tests/bridge`."""
    with psycopg.connect(libpq(postgres_server), autocommit=True) as admin:
        admin.execute("CREATE DATABASE console")
        server = postgres_server.set(database="console").render_as_string(hide_password=False)
        migrate(server)
        yield server
        admin.execute("DROP DATABASE console WITH (FORCE)")
