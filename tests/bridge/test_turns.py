"""Whose turn a chore is: one process's, with few looks at the database, and another's when that one dies.

What the chore is does not matter.
"""

from __future__ import annotations

import os

from bridge.store.database import Database
from bridge.turns import Turn
from tests.bridge.databases import BOTH
from tests.bridge.examples import NOW, Statements


def _turns(database: Database) -> tuple[Turn, Turn]:
    return Turn(database, "prober", 6.0), Turn(database, "prober", 6.0)


@BOTH
def test_whoever_has_the_turn_keeps_it_and_the_other_stands_by(database: Database) -> None:
    mine, other = _turns(database)
    asked = [(mine.is_mine(NOW + second), other.is_mine(NOW + second)) for second in range(60)]
    assert set(asked) == {(True, False)}


@BOTH
def test_when_the_holder_dies_another_takes_over_within_the_lease(database: Database) -> None:
    dead, alive = _turns(database)
    assert (dead.is_mine(NOW), alive.is_mine(NOW)) == (True, False)
    assert dead.is_mine(NOW + 4)
    turns = [alive.is_mine(NOW + second) for second in range(5, 12)]
    assert turns == [False] * 5 + [True] * 2, "until ten seconds, when the lease of the fourth is over"
    assert not dead.is_mine(NOW + 11)


def test_neither_of_them_writes_more_than_the_lease_needs(database: Database) -> None:
    mine, other = _turns(database)
    for _ in range(2):
        mine.is_mine(NOW)
        other.is_mine(NOW)
    with Statements(database.engine) as sql:
        for quarter in range(11):
            assert mine.is_mine(NOW + quarter / 4)
            assert not other.is_mine(NOW + quarter / 4)
    assert sql.sent == []


def test_processes_that_were_forked_from_one_do_not_share_a_turn(database: Database) -> None:
    """As gunicorn's workers are, after the application was loaded."""
    turn = Turn(database, "prober", 6.0)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            database.after_fork()
            status = 0 if turn.is_mine(NOW) else 1
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert not turn.is_mine(NOW)
