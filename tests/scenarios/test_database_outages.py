"""A PostgreSQL that fails in the middle of a scenario: nobody is lost or stranded by it.

An answer to a commit is lost, so that nobody knows what is stored; the server crashes and comes back, and
every connection to it is dead; or it takes no connection for a while.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial

import psycopg
import pytest
from sqlalchemy.engine import make_url

from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.surviving import PATIENTLY
from simulator.weathering import end_it
from tests.bridge.databases import emptied, libpq
from tests.scenarios.covering import COVERING
from tests.scenarios.hosts import Hosts
from tests.scenarios.parts import STORM_PART, chosen

NAMES = COVERING if STORM_PART else ["warm_transfer"]
WITHIN = 20.0
# An outage of up to 10 s loses nobody (design 5).
AWAY = 8.0
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


def _play(
    name: str, url: str, hosts: Hosts, answers: LostAnswer, *happens: tuple[float, Callable[[str], None]]
) -> None:
    """What `happens` to the database, and when. Raises AssertionError when a promise is broken, NotSeen when
    somebody is stranded."""
    scenario = SCENARIOS[name]

    def make(*of: object) -> object:
        return hosts.make_mortal(*of, answers)

    with Rehearsal(make, emptied(url), 1, scenario.settings) as rehearsal:
        for number in rehearsal.stage.numbers.values():
            number.voice_url += PATIENTLY
            number.voice_fallback_url += PATIENTLY
        for seconds, happening in happens:
            rehearsal.world.after(seconds, partial(happening, url))
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


def _goes_away(url: str) -> None:
    """Every connection to it ends, and it takes no new one."""
    _open(url, "false")
    with closing(psycopg.connect(_beside(url), autocommit=True)) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [_name(url)]
        )
    _until(lambda: not _answers(url), "the database did not go away")


def _comes_back(url: str) -> None:
    _open(url, "true")


def _open(url: str, is_open: str) -> None:
    with closing(psycopg.connect(_beside(url), autocommit=True)) as admin:
        admin.execute(f'ALTER DATABASE "{_name(url)}" ALLOW_CONNECTIONS {is_open}')


def _beside(url: str) -> str:
    """Another database of the same server."""
    return libpq(make_url(url).set(database="postgres"))


def _name(url: str) -> str:
    return str(make_url(url).database)


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
        _play(name, scenario_server, hosts, LostAnswer(), (seconds, _crash))


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_lost_while_the_database_takes_no_connection(
    name: str, scenario_server: str, hosts: Hosts
) -> None:
    for seconds in filter(chosen(name, 2), (3.2, 9.8, 17.4, 27.0)):
        hosts.close()
        try:
            _play(
                name,
                scenario_server,
                hosts,
                LostAnswer(),
                (seconds, _goes_away),
                (seconds + AWAY, _comes_back),
            )
        finally:
            _comes_back(scenario_server)
