"""A site for every test of the console, on SQLite; on PostgreSQL too for those that say `@BOTH`."""

from __future__ import annotations

from tests.bridge.databases import kind, migrated_file, migrated_server, url
from tests.console.fixtures import site

__all__ = ["kind", "migrated_file", "migrated_server", "site", "url"]
