"""Databases that really go away and come back.

A file that cannot be opened, or a server that lets nobody in and throws out whoever is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from tests.bridge.databases import libpq
from tests.console.site import Site


@contextmanager
def database_away(site: Site) -> Iterator[None]:
    with _no_file(site) if site.bridge.database.is_sqlite else _no_entry(site.url):
        yield


@contextmanager
def _no_file(site: Site) -> Iterator[None]:
    """The disk is gone. Who has the file open does not notice, so those connections end first."""
    site.bridge.database.close()
    file = Path(str(make_url(site.url).database))
    away = file.rename(file.with_suffix(".away"))
    file.mkdir()
    yield
    site.bridge.database.close()
    file.rmdir()
    away.rename(file)


@contextmanager
def _no_entry(url: str) -> Iterator[None]:
    """Nobody new is let in, and whoever is in is thrown out."""
    name = str(make_url(url).database)
    with psycopg.connect(libpq(make_url(url).set(database="postgres")), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
