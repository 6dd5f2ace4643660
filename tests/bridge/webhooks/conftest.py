"""A site for every test of the webhooks, on SQLite; on PostgreSQL too for those that say `@BOTH`.

The database itself comes from `tests/bridge`.
"""

from __future__ import annotations

from tests.console.fixtures import site

__all__ = ["site"]
