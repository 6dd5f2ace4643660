"""What the scenario tests share: empty databases with the newest schema, and a quiet log.

The schema is made once for all of them and copied for each. It must not know what is played on them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from app import migrate
from simulator.command import Databases, databases


@pytest.fixture(scope="session")
def ready() -> Iterator[Databases]:
    with databases(migrate) as found:
        yield found


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)
