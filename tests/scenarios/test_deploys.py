"""A deploy in the middle of a call: processes come and go, old code works on a newer schema beside new code.

The newer schema is what a later migration may leave behind: it only adds. It must not matter what it adds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from app import Hosted, migrate
from simulator.command import Databases, databases
from simulator.lanes.virtual import Process
from simulator.live import live_stage
from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.scenarios.cast import Talk, connected, hang_up_and_end, receipt
from simulator.scenarios.transfers import handed_over
from simulator.stage import talk
from tests.scenarios.covering import COVERING
from tests.scenarios.hosts import Hosts

# Nullable columns, a table, and an effect that only new code knows. The columns are filled once, by whoever
# makes the row: what is in them later is what old code has left there.
NEWER = """
    ALTER TABLE calls ADD COLUMN mood TEXT;
    ALTER TABLE legs ADD COLUMN mood TEXT;
    ALTER TABLE transfers ADD COLUMN mood TEXT;
    ALTER TABLE agents ADD COLUMN mood TEXT;
    ALTER TABLE effects ADD COLUMN mood TEXT;
    CREATE TABLE moods (call_id TEXT NOT NULL REFERENCES calls (id), mood TEXT NOT NULL);
    CREATE TRIGGER new_code_wants_something AFTER INSERT ON calls BEGIN
        UPDATE calls SET mood = 'calm' WHERE id = NEW.id;
        INSERT INTO moods VALUES (NEW.id, 'calm');
        INSERT INTO effects (call_id, lane, kind, body, run_at, attempts, begun, fence, mood)
            VALUES (NEW.id, 'mood of ' || NEW.id, 'AskForMood', '{"of": "everybody"}', 0, 0, 0, '', 'calm');
    END;
    CREATE TRIGGER new_code_makes_legs AFTER INSERT ON legs BEGIN
        UPDATE legs SET mood = 'calm' WHERE id = NEW.id;
    END;
    CREATE TRIGGER new_code_makes_transfers AFTER INSERT ON transfers BEGIN
        UPDATE transfers SET mood = 'calm' WHERE id = NEW.id;
    END;
    UPDATE alembic_version SET version_num = '9999';
"""
# New code writes after each write of old code, so that whatever is read has keys in it that old code drops.
BESIDE = """
    CREATE TRIGGER new_code_writes_more AFTER UPDATE OF body ON calls BEGIN
        UPDATE calls SET body = json_set(NEW.body,
            '$.mood', 'calm', '$.moods', json('["calm"]'),
            '$.legs', (SELECT json_group_object(key, json_set(value, '$.mood', 'calm'))
                FROM json_each(NEW.body, '$.legs')),
            '$.transfers', (SELECT json_group_object(key, json_set(value, '$.mood', json('{"of": "A"}')))
                FROM json_each(NEW.body, '$.transfers')),
            '$.conversations', (SELECT json_group_object(key, json_set(value, '$.mood', NULL))
                FROM json_each(NEW.body, '$.conversations'))
            ) WHERE id = NEW.id;
    END;
"""


def _file(url: str) -> str:
    return str(make_url(url).database)


def _newer(url: str) -> None:
    migrate(url)
    with closing(sqlite3.connect(_file(url))) as db:
        db.executescript(NEWER + BESIDE)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="module")
def of_tomorrow() -> Iterator[Databases]:
    with databases(_newer) as found:
        yield found


@pytest.mark.parametrize("name", COVERING)
def test_old_code_on_a_newer_schema_plays_on_and_leaves_alone_what_it_does_not_know(
    name: str, of_tomorrow: Databases, hosts: Hosts
) -> None:
    url = of_tomorrow.new()
    migrate(url)
    scenario = SCENARIOS[name]
    with Rehearsal(hosts.make, url, 1, scenario.settings) as rehearsal:
        rehearsal.boot()
        scenario.play(rehearsal.stage)
        assert rehearsal.stage.problems == []
    with closing(sqlite3.connect(_file(url))) as db:
        moods = {table: set(db.execute(f"SELECT mood FROM {table}")) for table in ("calls", "legs")}
        moods["transfers"] = set(db.execute("SELECT mood FROM transfers")) or {("calm",)}
        (calls,) = db.execute("SELECT count(*) FROM calls").fetchone()
        left = db.execute(
            "SELECT run_at, attempts, begun, fence, mood FROM effects WHERE kind = 'AskForMood'"
        ).fetchall()
    assert moods == {table: {("calm",)} for table in moods}
    assert left == [(0, 0, 0, "", "calm")] * calls


def test_a_transfer_is_completed_by_a_server_that_was_started_in_the_middle_of_it() -> None:
    """SIGTERM while B's phone rings, and the next server on the same port and database.

    The judge is told for how long nobody served: a document that was asked for meanwhile came later.
    """
    with live_stage(settings={"WEB_CONCURRENCY": "2"}) as (stage, server):
        t = connected(stage)
        transfer = t.transfer()
        stage.act(lambda: stage.world.note("process_killed", left=0))
        server.stop()
        server.start()
        stage.act(lambda: stage.world.note("process_up"))
        stage.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
        t.command(transfer, "complete")
        handed_over(t)
        receipt(t, transfer, "completed", "completed", "accepted")
        hang_up_and_end(t)
        assert stage.problems == []


class Terminable(Hosted):
    """A process that ends what it has begun when it is told to stop, and begins nothing more."""

    def __init__(self, environ: Mapping[str, str], world: Mapping[str, Any]) -> None:
        self.stopping = False
        self._spawn = world["spawn"]
        super().__init__(environ, {**world, "spawn": self._begin})

    def _begin(self, *work: Any) -> None:
        if not self.stopping:
            self._spawn(*work)

    def terminate(self) -> None:
        self.stopping = True
        self.bridge.background.stop()


def _terminate(rehearsal: Rehearsal, process: Process) -> None:
    assert isinstance(process.application, Terminable)
    process.application.terminate()
    rehearsal.lane.retire(process)


def _restart(rehearsal: Rehearsal) -> None:
    """All that were up are stopped; as many others take a second to come up."""
    for process in list(rehearsal.lane.processes):
        _terminate(rehearsal, process)
        rehearsal.world.after(1.0, lambda: bool(rehearsal.boot()))


def _roll(rehearsal: Rehearsal) -> None:
    """Another one comes up first, then the older one is stopped."""
    older = rehearsal.lane.processes[0]
    rehearsal.boot()
    rehearsal.world.after(0.2, lambda: _terminate(rehearsal, older))


def _swapped(t: Talk) -> bool:
    return talk(t.caller, t.a.phone) and not talk(t.a.phone, t.b.phone)


def _handed_to_b(t: Talk) -> bool:
    return talk(t.caller, t.b.phone)


# What A does at the moments of a transfer, and what has come about by then.
WAY: dict[str, tuple[str, Callable[[Talk], bool]]] = {
    "B's phone rings": ("", lambda t: t.b.phone.state == "ringing"),
    "B hears the brief": ("", lambda t: t.b.phone.was_told("Transfer from Alice")),
    "A and B talk": ("", lambda t: talk(t.a.phone, t.b.phone)),
    "B is on hold": ("swap", _swapped),
    "A and B talk again": ("swap", lambda t: talk(t.a.phone, t.b.phone)),
    "the caller is with B": ("complete", _handed_to_b),
}


@pytest.mark.parametrize("deploy", [_restart, _roll])
@pytest.mark.parametrize("after", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("moment", WAY)
def test_a_transfer_outlives_a_deploy_at_any_of_its_moments(
    moment: str, after: float, deploy: Callable[[Rehearsal], None], ready: Databases
) -> None:
    """On the way to it: so long after it was asked for, or after the moment before."""
    with Rehearsal(Terminable, ready.new(), seed=3) as rehearsal:
        s = rehearsal.stage
        t = connected(s)
        transfer = t.transfer()
        for name, (command, has_come) in WAY.items():
            if command:
                t.command(transfer, command)
            if name == moment:
                s.wait(after)
                deploy(rehearsal)
            s.until(lambda: has_come(t), name, 40)  # noqa: B023 (looked at before it changes)
        handed_over(t)
        receipt(t, transfer, "completed", "completed", "accepted")
        hang_up_and_end(t)
        assert s.problems == []
        assert any(fact.kind == "process_killed" for fact in s.world.history)
