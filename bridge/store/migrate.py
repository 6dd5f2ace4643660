"""Bringing a database to the newest schema, by Alembic; safe when several processes start at once.

Decides who migrates: the first to hold the lock, and nobody a database that newer code has migrated. It
must not know the schema.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bridge.store.database import Database

MIGRATIONS = Path(__file__).parents[2] / "migrations"
# Any number that no other program uses for an advisory lock in this database.
LOCK = 8_275_101


def migrate(url: str) -> None:
    # A migration may take its time, and so may whoever waits for it.
    database = Database(url, lambda: 0.0, patient=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with database.write() as db:
            if not database.is_sqlite:
                db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            if not _is_newer(db, config):
                config.attributes["connection"] = db
                command.upgrade(config, "head")
    finally:
        database.close()


def _is_newer(db: Connection, config: Config) -> bool:
    """During a deploy, or after one that was taken back, old code starts on what newer code has left."""
    ours = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    stored = set(MigrationContext.configure(db).get_current_heads())
    return not stored <= ours
