"""A database for every test of the shell: SQLite, unless the test or its folder asks for another kind.

The fixtures are written in `databases.py`, which tests also import marks from.
"""

from __future__ import annotations

from tests.bridge.databases import (
    clock,
    database,
    empty_url,
    impatient,
    kind,
    migrated_file,
    migrated_server,
    url,
)

__all__ = ["clock", "database", "empty_url", "impatient", "kind", "migrated_file", "migrated_server", "url"]
