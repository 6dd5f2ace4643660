"""The two kinds of database that everything must work on, as parameters of tests.

Decides how the URL of an empty one is made; what is in it is the test's business.
"""

from __future__ import annotations

from pathlib import Path

import pytest

KINDS = ["sqlite", "postgresql"]
BOTH = pytest.mark.parametrize("url", KINDS, indirect=True)
POSTGRESQL = pytest.mark.parametrize("url", ["postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def make_url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder}/bridge.db"
    url: str = request.getfixturevalue("postgres_url")
    return url
