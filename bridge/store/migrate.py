"""Bringing a database to the newest schema, by Alembic; safe when several processes start at once.

Decides who migrates: the first to hold the lock. It must not know the schema.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bridge.store.database import Database

MIGRATIONS = Path(__file__).parents[2] / "migrations"
# Any number that no other program uses for an advisory lock in this database.
LOCK = 8_275_101


def migrate(url: str) -> None:
    database = Database(url, lambda: 0.0)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with database.write() as db:
            if not database.is_sqlite:
                # A migration may take its time, and so may whoever waits for it.
                db.execute(text("SET LOCAL statement_timeout = 0"))
                db.execute(text("SET LOCAL lock_timeout = 0"))
                db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            config.attributes["connection"] = db
            command.upgrade(config, "head")
    finally:
        database.close()
