"""What the scenario tests share: empty databases with the newest schema, processes, and a quiet log.

The schema is made once for all of them and copied or emptied for each. It must not know what is played.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.engine import URL

from app import migrate
from simulator.command import Databases, databases
from tests.bridge.databases import emptied, migrated_on
from tests.scenarios.hosts import Hosts


@pytest.fixture(scope="session")
def ready() -> Iterator[Databases]:
    with databases(migrate) as found:
        yield found


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    made = Hosts()
    yield made
    made.close()


@pytest.fixture(scope="session")
def scenario_server(postgres_server: URL) -> Iterator[str]:
    with migrated_on(postgres_server, "scenarios") as url:
        yield url


@pytest.fixture
def on_postgresql(scenario_server: str) -> str:
    """A URL of PostgreSQL, with the newest schema and empty."""
    return emptied(scenario_server)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)
