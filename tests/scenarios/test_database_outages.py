"""A PostgreSQL that fails in the middle of a scenario: nobody is lost or stranded by it.

An answer to a commit is lost, so that nobody knows what is stored; or the server crashes and comes back,
and every connection to it is dead.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.weathering import end_it
from tests.bridge.databases import emptied, libpq
from tests.scenarios.covering import COVERING
from tests.scenarios.hosts import Hosts
from tests.scenarios.parts import STORM_PART, chosen

NAMES = COVERING if STORM_PART else ["warm_transfer"]
WITHIN = 20.0
# Whoever does not know that it has stored a call makes no room for it before a lease has run out. The caller,
# sent there meanwhile by the fallback, is refused and goes into a conference.
ROOM_LATE = "INVITE to the room"


class LostAnswer:
    """The answer to commit number `lost` does not come; 0 loses none, and only counts."""

    def __init__(self, lost: int = 0) -> None:
        self.lost, self.seen = lost, 0

    def __call__(self, commit: Callable[[], None], roll_back: Callable[[], None]) -> None:
        commit()
        self.seen += 1
        if self.seen == self.lost:
            raise psycopg.OperationalError("server closed the connection unexpectedly")


def _play(name: str, url: str, hosts: Hosts, answers: LostAnswer, crash_at: float | None = None) -> None:
    """Raises AssertionError when a promise is broken, NotSeen when somebody is stranded."""
    scenario = SCENARIOS[name]

    def make(*of: object) -> object:
        return hosts.make_mortal(*of, answers)

    with Rehearsal(make, emptied(url), 1, scenario.settings) as rehearsal:
        if crash_at is not None:
            rehearsal.world.after(crash_at, lambda: _crash(url))
        try:
            scenario.play(rehearsal.stage)
        except AssertionError:
            end_it(rehearsal.stage)
        broken = [one for one in rehearsal.stage.problems if not one.startswith(ROOM_LATE)]
        assert broken == []


def _crash(url: str) -> None:
    """One of its processes is killed, so that the server ends all others, recovers and takes new ones."""
    with closing(psycopg.connect(libpq(url))) as victim, closing(psycopg.connect(libpq(url))) as witness:
        os.kill(victim.info.backend_pid, signal.SIGKILL)
        _until(lambda: not _works(witness), "the server did not notice")
    _until(lambda: _answers(url), "the server did not come back")


def _until(condition: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < end, otherwise


def _works(connection: psycopg.Connection) -> bool:
    try:
        return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def _answers(url: str) -> bool:
    try:
        with closing(psycopg.connect(libpq(url))) as one:
            return _works(one)
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_lost_when_nobody_knows_whether_a_commit_was_done(
    name: str, scenario_server: str, hosts: Hosts
) -> None:
    counted = LostAnswer()
    _play(name, scenario_server, hosts, counted)
    for lost in filter(chosen(name, 10), range(1, counted.seen + 1)):
        hosts.close()
        _play(name, scenario_server, hosts, LostAnswer(lost))


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_lost_when_the_server_crashes_and_comes_back(
    name: str, scenario_server: str, hosts: Hosts
) -> None:
    for seconds in filter(chosen(name, 2), (3.1, 9.7, 17.3, 26.9)):
        hosts.close()
        _play(name, scenario_server, hosts, LostAnswer(), crash_at=seconds)
