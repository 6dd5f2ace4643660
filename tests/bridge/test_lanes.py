"""Lanes: who carries out what when, and what becomes of it when a try fails, hangs or dies.

The carrier is a function of the test; database, engine and lanes are real.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import pytest

from bridge.core.effects import CheckLeg, DialLeg, HangUpLeg, LookInside, Outgoing, RedirectLeg
from bridge.core.events import DialUnclear, EntrySeen, Event, LegEnded
from bridge.core.state import Outcome
from bridge.lanes import Lanes, Later, backoff
from bridge.ports.errors import from_status
from bridge.store import calls, effects
from bridge.store.database import Database, Unavailable
from bridge.store.effects import LEASE, Claim
from tests.bridge import examples
from tests.bridge.databases import BOTH, locked
from tests.bridge.examples import Clock, Killed, Statements, Waiting

FIRST, SECOND, OTHER = CheckLeg("leg-aaaa-2"), HangUpLeg("leg-aaaa-2"), RedirectLeg("leg-aaaa-1", 1)

Answers = Mapping[Outgoing, BaseException | Sequence[Event]]


class Process:
    """One process of the bridge on a database, with a carrier that answers as the test says.

    `meanwhile` happens while the carrier is asked.
    """

    def __init__(
        self,
        database: Database,
        answers: Answers | None = None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self.database, self.answers, self.meanwhile = database, answers or {}, meanwhile
        self.asked: list[Outgoing] = []
        self.claims: list[Claim] = []
        self.waiting = Waiting()
        self.lanes = Lanes(database, self.waiting.spawn)
        self.engine = examples.engine(database, self.lanes.start)
        self.lanes.connect(self.engine, self.carry_out)

    def carry_out(self, claim: Claim) -> Sequence[Event]:
        self.asked.append(claim.effect)
        self.claims.append(claim)
        self.meanwhile()
        answer = self.answers.get(claim.effect, [])
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def want(self, *wanted: Outgoing) -> None:
        with self.database.write() as db:
            claims = effects.add(db, "call-aaaa", wanted, self.database.now())
        self.lanes.start(claims)

    def sweep(self) -> None:
        self.lanes.sweep()
        self.waiting.run()


@pytest.fixture(autouse=True)
def a_talk(database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.talk())


def _pending(database: Database) -> int:
    return examples.rows(database)["effects"]


def test_one_leg_s_effects_run_in_order_and_another_leg_does_not_wait(database: Database) -> None:
    process = Process(database)
    process.want(FIRST, SECOND, OTHER)
    assert len(process.waiting.work) == 2, "two lanes have begun"
    slow, quick = process.waiting.work
    process.waiting.work = []
    quick()
    assert process.asked == [OTHER]
    slow()
    process.waiting.run()
    assert process.asked == [OTHER, FIRST, SECOND]
    assert _pending(database) == 0


def test_what_is_not_now_is_tried_again_when_its_time_comes(database: Database, clock: Clock) -> None:
    process = Process(database, {FIRST: Later(1.0)})
    process.want(FIRST, SECOND)
    process.waiting.run()
    clock.go(0.99)
    process.sweep()
    assert process.asked == [FIRST], "nor does what waits behind it run"
    clock.go(0.01)
    process.answers = {}
    process.sweep()
    assert process.asked == [FIRST, FIRST, SECOND]
    assert [claim.attempts for claim in process.claims] == [0, 1, 0]


def test_back_off_grows_and_has_an_end() -> None:
    waits = [backoff(attempts) for attempts in range(60)]
    assert waits[:4] == [0.3, 0.6, 1.2, 2.4]
    assert set(waits[4:]) == {4.0}


def test_what_a_carrier_refuses_for_good_is_dropped_and_the_lane_goes_on(database: Database) -> None:
    process = Process(database, {FIRST: from_status("Twilio", 401, 20003)})
    process.want(FIRST, SECOND)
    process.waiting.run()
    assert process.asked == [FIRST, SECOND]
    assert _pending(database) == 0


def test_news_reaches_the_call_in_order_and_finishes_the_effect(database: Database) -> None:
    news: list[Event] = [EntrySeen("leg-aaaa-1", 1), LegEnded("leg-aaaa-2", Outcome.DECLINED)]
    process = Process(database, {FIRST: news})
    process.want(FIRST)
    process.waiting.work.pop(0)()
    assert not examples.load(database).legs["leg-aaaa-2"].live
    with database.read() as db:
        left = effects.pending(db)
    assert left == len(process.waiting.work), "only what the end of the leg wants is pending, and has begun"


INTERRUPTIONS: dict[str, BaseException] = {
    "database away": Unavailable("away"),
    "a bug": ZeroDivisionError(),
    "killed": Killed(),
}


@pytest.mark.parametrize("cause", INTERRUPTIONS)
@BOTH
def test_what_was_interrupted_is_done_by_another_process_when_the_lease_is_over(
    database: Database, clock: Clock, cause: str
) -> None:
    first = Process(database, {FIRST: INTERRUPTIONS[cause]})
    first.want(FIRST, SECOND)
    with suppress(ZeroDivisionError, Killed):
        first.waiting.run()
    second = Process(database)
    clock.go(LEASE - 0.01)
    second.sweep()
    assert second.asked == []
    clock.go(0.01)
    second.sweep()
    assert (second.asked, _pending(database)) == ([FIRST, SECOND], 0)


def test_a_process_that_dies_after_the_commit_loses_no_effect(database: Database, clock: Clock) -> None:
    dead = Process(database)
    dead.want(DialLeg("leg-aaaa-2"), OTHER)
    clock.go(LEASE)
    alive = Process(database)
    alive.sweep()
    assert alive.asked == [DialLeg("leg-aaaa-2"), OTHER]


def taken_over_by(other: Process, clock: Clock) -> None:
    clock.go(LEASE)
    other.lanes.sweep()


def test_who_comes_back_after_the_lease_finishes_nothing_and_starts_nothing(
    database: Database, clock: Clock
) -> None:
    quick = Process(database)
    slow = Process(database, meanwhile=lambda: taken_over_by(quick, clock))
    slow.want(FIRST, SECOND)
    slow.waiting.run()
    assert slow.asked == [FIRST], "it was too late to stop, but what comes next is not its business"
    assert _pending(database) == 2
    quick.waiting.run()
    assert (quick.asked, _pending(database)) == ([FIRST, SECOND], 0)


def test_a_late_later_does_not_take_the_effect_from_who_has_it_now(database: Database, clock: Clock) -> None:
    quick = Process(database)
    slow = Process(database, {FIRST: Later(0.0)}, lambda: taken_over_by(quick, clock))
    slow.want(FIRST)
    slow.waiting.run()
    slow.sweep()
    assert slow.asked == [FIRST]


def test_what_stood_in_line_for_longer_than_its_lease_is_left_to_who_has_it_now(
    database: Database, clock: Clock
) -> None:
    busy, other = Process(database), Process(database)
    busy.want(FIRST)
    taken_over_by(other, clock)
    busy.waiting.run()
    assert (busy.asked, _pending(database)) == ([], 1)
    other.waiting.run()
    assert (other.asked, _pending(database)) == ([FIRST], 0)


@pytest.mark.parametrize("news", [[LegEnded("leg-aaaa-2", Outcome.ERROR)], []], ids=["news", "no news"])
def test_a_database_that_is_away_when_the_carrier_has_answered_is_an_interruption_too(
    url: str, impatient: Database, clock: Clock, news: list[Event]
) -> None:
    process = Process(impatient, {FIRST: news})
    process.want(FIRST)
    with locked(url):
        process.waiting.run()
    assert process.asked == [FIRST]
    clock.go(LEASE)
    process.sweep()
    assert process.asked[:2] == [FIRST, FIRST]
    assert examples.load(impatient).legs["leg-aaaa-2"].live is not bool(news)


def test_sweeping_when_nothing_is_due_only_reads(database: Database) -> None:
    process = Process(database)
    process.want(FIRST)
    with Statements(database.engine) as sql:
        process.lanes.sweep()
    assert (sql.writes, process.waiting.work[1:]) == ([], [])


def test_an_unclear_dial_is_looked_for_after_it_in_the_same_lane(database: Database, clock: Clock) -> None:
    """What one effect's news wants joins the lane behind what waits there already."""
    call = examples.load(database)
    dialled = examples.leg(3, call_sid=None, answered_at=None)
    with database.write() as db:
        after = call.copy()
        after.legs[dialled.id] = dialled
        calls.save(db, call, after)
    dial, check = DialLeg(dialled.id), CheckLeg(dialled.id)
    process = Process(database, {dial: [DialUnclear(dialled.id)]})
    process.want(dial, check, LookInside("talk-aaaa"))
    process.waiting.run()
    assert [type(effect).__name__ for effect in process.asked] == [
        "DialLeg",
        "LookInside",
        "CheckLeg",
        "FindDial",
    ]
