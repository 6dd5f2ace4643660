"""Every test of the store runs on SQLite and on PostgreSQL.

What a database of either kind is stands in `tests/bridge/databases.py`.
"""

from __future__ import annotations

import pytest

from tests.bridge.databases import KINDS


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen
