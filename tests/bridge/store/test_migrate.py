"""Migrations: they make exactly the tables that the code works with, once, whoever starts first.

The schema's meaning is tested where it is used.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from bridge.store import calls
from bridge.store.database import Database
from bridge.store.migrate import MIGRATIONS, migrate
from bridge.store.schema import METADATA
from tests.bridge import examples

INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def test_a_migrated_database_is_what_the_code_describes(database: Database) -> None:
    with database.read() as db:
        compared = MigrationContext.configure(db, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(compared, METADATA) == []


def _indexes(database: Database) -> dict[str, str]:
    with database.read() as db:
        found = db.execute(text(INDEXES[db.dialect.name]))
        return {name: " ".join(sql.split()) for name, sql in found if name != "alembic_version_pkc"}


def test_indexes_are_the_same_down_to_their_conditions(empty_url: str) -> None:
    """The comparison above does not see the conditions, and they hold the promises."""
    migrate(empty_url)
    database = Database(empty_url, lambda: 0.0)
    migrated = _indexes(database)
    METADATA.drop_all(database.engine)
    METADATA.create_all(database.engine)
    assert migrated == _indexes(database)
    assert "live" in migrated["one_live_leg_per_agent"].partition("WHERE")[2]
    database.close()


def test_migrating_again_keeps_what_is_stored(url: str, database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.talk())
    stored = examples.everything(database)
    migrate(url)
    assert examples.everything(database) == stored


def _moved(url: str, work: Callable[[Config], None]) -> None:
    """What an admin does by hand who must go back."""
    database, config = Database(url, lambda: 0.0), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as db:
        config.attributes["connection"] = db
        work(config)
    database.close()


def test_going_back_to_the_schema_before_keeps_calls_and_coming_forward_again_gives_the_same(
    empty_url: str,
) -> None:
    migrate(empty_url)
    database = Database(empty_url, lambda: 0.0)
    with database.write() as db:
        calls.add(db, examples.talk())
    indexes, stored = _indexes(database), examples.everything(database)
    _moved(empty_url, lambda config: command.downgrade(config, "0001"))
    assert _indexes(database) != indexes
    migrate(empty_url)
    assert (_indexes(database), examples.everything(database)) == (indexes, stored)
    _moved(empty_url, lambda config: command.downgrade(config, "base"))
    assert _indexes(database) == {}
    database.close()


def test_old_code_leaves_a_newer_schema_as_it_is(url: str, database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.talk())
        db.execute(text("UPDATE alembic_version SET version_num = 'of next year'"))
    stored = examples.everything(database)
    migrate(url)
    assert examples.everything(database) == stored
    with database.read() as db:
        assert db.scalar(text("SELECT version_num FROM alembic_version")) == "of next year"


def _migrate_with_others(url: str, start: Any, failed: Any) -> None:
    start.wait(20)
    try:
        migrate(url)
    except Exception as error:
        failed.put(repr(error))


def test_processes_that_start_at_once_migrate_once(empty_url: str) -> None:
    processes = multiprocessing.get_context("fork")
    start, failed = processes.Barrier(4), processes.SimpleQueue()
    starting = [
        processes.Process(target=_migrate_with_others, args=(empty_url, start, failed)) for _ in range(4)
    ]
    for process in starting:
        process.start()
    for process in starting:
        process.join(30)
    assert [failed.get() for _ in starting if not failed.empty()] == []
    assert [process.exitcode for process in starting] == [0, 0, 0, 0]
    opened = Database(empty_url, lambda: 0.0)
    assert set(examples.rows(opened).values()) == {0}
    with opened.read() as db:
        assert db.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    opened.close()
