"""A deploy in the middle of a call: processes come and go, old code works on a newer schema beside new code.

The newer schema is what a later migration may leave behind: it only adds. It must not matter what it adds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy.engine import make_url

from app import migrate
from simulator.command import Databases, databases
from simulator.live import live_stage
from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.scenarios.cast import connected, hang_up_and_end, receipt
from simulator.scenarios.transfers import handed_over
from simulator.stage import talk
from tests.scenarios.covering import COVERING
from tests.scenarios.hosts import Hosts

# Nullable columns, a table, keys in every part of a call's document, and an effect that only new code knows.
NEWER = """
    ALTER TABLE calls ADD COLUMN mood TEXT;
    ALTER TABLE legs ADD COLUMN mood TEXT;
    ALTER TABLE transfers ADD COLUMN mood TEXT;
    ALTER TABLE agents ADD COLUMN mood TEXT;
    ALTER TABLE effects ADD COLUMN mood TEXT;
    CREATE TABLE moods (call_id TEXT NOT NULL REFERENCES calls (id), mood TEXT NOT NULL);
    CREATE TRIGGER new_code_wants_something AFTER INSERT ON calls BEGIN
        INSERT INTO moods VALUES (NEW.id, 'calm');
        INSERT INTO effects (call_id, lane, kind, body, run_at, attempts, begun, fence, mood)
            VALUES (NEW.id, 'mood of ' || NEW.id, 'AskForMood', '{"of": "everybody"}', 0, 0, 0, '', 'calm');
    END;
    CREATE TRIGGER new_code_writes_more AFTER UPDATE OF body ON calls BEGIN
        UPDATE calls SET mood = 'calm', body = json_set(NEW.body,
            '$.mood', 'calm', '$.moods', json('["calm"]'),
            '$.legs', (SELECT json_group_object(key, json_set(value, '$.mood', 'calm'))
                FROM json_each(NEW.body, '$.legs')),
            '$.transfers', (SELECT json_group_object(key, json_set(value, '$.mood', json('{"of": "A"}')))
                FROM json_each(NEW.body, '$.transfers')),
            '$.conversations', (SELECT json_group_object(key, json_set(value, '$.mood', NULL))
                FROM json_each(NEW.body, '$.conversations'))
            ) WHERE id = NEW.id;
    END;
    UPDATE alembic_version SET version_num = '9999';
"""


def _file(url: str) -> str:
    return str(make_url(url).database)


def _newer(url: str) -> None:
    migrate(url)
    with closing(sqlite3.connect(_file(url))) as db:
        db.executescript(NEWER)
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
        calls = db.execute("SELECT mood, json_extract(body, '$.mood') FROM calls").fetchall()
        left = db.execute(
            "SELECT run_at, attempts, begun, fence, mood FROM effects WHERE kind = 'AskForMood'"
        ).fetchall()
    assert set(calls) == {("calm", "calm")}
    assert left == [(0, 0, 0, "", "calm")] * len(calls)


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
