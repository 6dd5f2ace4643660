"""How the databases go about each statement of a call: none looks through all that was ever stored.

The engine plays a whole call; the statements are then explained. How long they take is measured by
`make stored`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from benchmarks.stored import House, acts, pattern
from tests.bridge.databases import POSTGRESQL
from tests.bridge.examples import Statements

# Only ever as large as what is live or waits at this moment, or read in the order wanted, up to a limit.
BOUNDED = (
    "SCAN agents",
    "SCAN effects",
    "SCAN calls USING INDEX calls_by_start",
    "SCAN calls USING INDEX calls_live",
    "SCAN legs USING INDEX one_live_leg_per_agent",
    "SCAN legs USING COVERING INDEX legs_live",
)
GROWING = ("calls", "legs", "transfers", "history", "transcript_lines", "idempotent_answers")

Sent = dict[str, Any]


@pytest.fixture
def house(url: str, tmp_path: Path) -> Iterator[House]:
    one = House(tmp_path, url)
    one.hire(4)
    yield one
    one.bridge.database.close()


def _sent(house: House) -> Sent:
    """Every statement of a call from beginning to end, with the values of the first time."""
    with Statements(house.bridge.database.engine) as sql:
        pattern(house)
        for _, act in acts(house):
            act()
    changes_or_finds = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return {
        statement: values
        for statement, values in sql.values.items()
        if statement.startswith(changes_or_finds)
    }


def _plan(db: Connection, statement: str, values: Any) -> list[str]:
    how = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]).strip() for row in db.exec_driver_sql(f"{how} {statement}", values)]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_statement_of_a_call_looks_through_everything_on_sqlite(house: House) -> None:
    sent = _sent(house)
    with house.bridge.database.read() as db:
        scans = {
            (statement, step)
            for statement, values in sent.items()
            for step in _plan(db, statement, values)
            if step.startswith("SCAN") and not step.startswith(BOUNDED)
        }
    assert scans == set()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_live_calls_are_found_by_their_own_index(house: House) -> None:
    """In the order of all calls, those before the live ones would be read too."""
    sent = _sent(house)
    with house.bridge.database.read() as db:
        plans = [
            _plan(db, statement, values)
            for statement, values in sent.items()
            if statement.startswith("SELECT") and "ended_at IS NULL" in statement
        ]
    assert plans == [["SCAN calls USING INDEX calls_live"]] * 2


@POSTGRESQL
def test_no_statement_of_a_call_has_to_look_through_everything_on_postgresql(house: House) -> None:
    """Of a few rows it would rather read all, so it is forbidden to where it can do otherwise."""
    sent = _sent(house)
    with house.bridge.database.read() as db:
        db.exec_driver_sql("SET LOCAL enable_seqscan = off")
        scans = {
            (statement, step)
            for statement, values in sent.items()
            for step in _plan(db, statement, values)
            if any(f"Seq Scan on {table}" in step for table in GROWING)
        }
    assert scans == set()
