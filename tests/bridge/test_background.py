"""The loop beside the requests: what is due is done, whatever else fails, until it is told to stop.

The world is the test's: it says what happens while the loop sleeps.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.engine import make_url

from bridge.background import BEAT, CLOCK_EVERY, COPY_EVERY, MATCH_EVERY, QUIET_BEAT, Background
from bridge.briefs import Briefs
from bridge.carry_out import Carriers
from bridge.core.effects import CheckLeg, Outgoing
from bridge.core.events import Event
from bridge.core.state import Call, CallState
from bridge.lanes import Lanes
from bridge.ports.sip_options import SipOptions
from bridge.ports.sip_wire import Endpoint
from bridge.prober import Prober
from bridge.pruner import Pruner
from bridge.reconciler import Reconciler
from bridge.store import calls, effects
from bridge.store.database import Database
from bridge.store.effects import Claim
from bridge.store.schema import calls as calls_table
from tests.bridge import examples
from tests.bridge.databases import POSTGRESQL, SQLITE, locked
from tests.bridge.examples import LINE, NOW, Clock, Waiting
from tests.bridge.livekit_double import LiveKitDouble
from tests.bridge.twilio_double import CALLS, TwilioDouble, failure


class Process:
    """The background work of one process, with a carrier that does everything at once."""

    def __init__(
        self, database: Database, clock: Clock, twilio: TwilioDouble, livekit: LiveKitDouble
    ) -> None:
        self.database, self.clock = database, clock
        self.waiting, self.done, self.slept = Waiting(), list[Outgoing](), list[float]()
        self.during_sleep: Iterator[Callable[[], object]] = iter(())
        lanes = Lanes(database, self.waiting.spawn)
        engine = examples.engine(database, lanes.start)
        lanes.connect(engine, self._carry_out)
        briefs = Briefs(database, None, lambda seconds: None)
        carriers = Carriers(database, twilio.port, livekit.port, briefs, LINE, 20)
        reconciler = Reconciler(engine, carriers, self.waiting.spawn)
        prober = Prober(engine, livekit.port, SipOptions(Endpoint("udp", "127.0.0.1", 9)), self.waiting.spawn)
        pruner = Pruner(database, days=30)
        self.background = Background(
            engine, lanes, reconciler, prober, pruner, self.waiting.spawn, self._sleep
        )

    def _carry_out(self, claim: Claim) -> Sequence[Event]:
        self.done.append(claim.effect)
        return []

    def _sleep(self, seconds: float) -> None:
        """What the world does between two beats; when it has nothing more to do, the loop is stopped."""
        self.slept.append(seconds)
        self.clock.go(seconds)
        then = next(self.during_sleep, self.background.stop)
        then()

    def run(self, *meanwhile: Callable[[], object]) -> None:
        """One beat, and one more after each of these."""
        self.during_sleep = iter(meanwhile)
        self.background.start()
        self.waiting.run()


@pytest.fixture
def process(database: Database, clock: Clock, twilio: TwilioDouble, livekit: LiveKitDouble) -> Process:
    twilio.answer("GET", CALLS, failure(503, 20503))
    return Process(database, clock, twilio, livekit)


def _state(database: Database, name: str) -> CallState:
    with database.read() as db:
        call = calls.load(db, f"call-{name}")
    assert call is not None
    return call.state


def _overdue(name: str, **deadlines: float) -> Call:
    return examples.call(name, deadlines={"wait_limit": NOW, **deadlines})


def nothing() -> None:
    """The world rests."""


def test_deadlines_that_are_due_pass_in_the_next_beat(database: Database, process: Process) -> None:
    examples.add(database, _overdue("aaaa"), examples.call("bbbb", deadlines={"wait_limit": NOW + 2 * BEAT}))
    process.run()
    assert (_state(database, "aaaa"), _state(database, "bbbb")) == (CallState.VOICEMAIL, CallState.WAITING)
    process.run(nothing)
    assert _state(database, "bbbb") is CallState.VOICEMAIL


def test_what_nobody_carries_out_is_taken_over(database: Database, process: Process) -> None:
    examples.add(database, examples.call())
    with database.write() as db:
        effects.add(db, "call-aaaa", [CheckLeg("leg-aaaa-1")], NOW)
    process.run()
    assert process.done == []
    process.clock.go(effects.LEASE)
    process.run()
    assert process.done == [CheckLeg("leg-aaaa-1")]


def test_a_waiting_caller_is_offered_to_an_agent_who_came_within_a_second(
    database: Database, process: Process
) -> None:
    """Nobody told us: the agent was added on another host, or their leg ended while we were away."""
    examples.add(database, examples.call(deadlines={"wait_limit": NOW + 60}))

    def agent_comes() -> None:
        with database.write() as db:
            examples.hire(db, 1)

    def not_yet() -> None:
        assert _state(database, "aaaa") is CallState.WAITING

    beats = int(MATCH_EVERY / BEAT)
    process.run(agent_comes, *[not_yet] * (beats - 1))
    assert _state(database, "aaaa") is CallState.RINGING


def test_it_looks_until_it_is_stopped_and_more_often_while_a_call_lives(
    database: Database, process: Process
) -> None:
    def call_comes() -> None:
        examples.add(database, examples.call(deadlines={"wait_limit": NOW + 60}))

    process.run(nothing, call_comes, nothing)
    assert process.slept == [QUIET_BEAT, QUIET_BEAT, BEAT, BEAT]
    process.waiting.run()
    assert len(process.slept) == 4


def test_an_effect_of_a_call_that_is_over_is_looked_for_as_often(
    database: Database, process: Process
) -> None:
    examples.add(database, examples.call())
    with database.write() as db:
        effects.add(db, "call-aaaa", [CheckLeg("leg-aaaa-1")], NOW)
    process.run()
    assert process.slept == [BEAT]


def test_a_database_that_is_away_is_waited_for(
    url: str, impatient: Database, clock: Clock, twilio: TwilioDouble, livekit: LiveKitDouble
) -> None:
    twilio.answer("GET", CALLS, failure(503, 20503))
    examples.add(impatient, _overdue("aaaa"))
    process = Process(impatient, clock, twilio, livekit)
    lock = locked(url)
    lock.__enter__()

    def comes_back() -> None:
        assert _state(impatient, "aaaa") is CallState.WAITING
        lock.__exit__(None, None, None)

    process.run(nothing, comes_back)
    assert _state(impatient, "aaaa") is CallState.VOICEMAIL


def test_a_call_that_cannot_be_handled_does_not_hold_up_the_others(
    database: Database, process: Process
) -> None:
    """During a deploy: a deadline, and a document, that only the newer processes understand."""
    examples.add(database, _overdue("aaaa", dream=NOW - 9), _overdue("bbbb"), _overdue("cccc"))
    with database.write() as db:
        broken = update(calls_table).where(calls_table.c.id == "call-bbbb")
        db.execute(broken.values(body='{"from": "the future"}', next_due=NOW - 5))
        effects.add(db, "call-cccc", [CheckLeg("leg-cccc-1")], NOW - effects.LEASE)
    process.run()
    assert _state(database, "cccc") is CallState.VOICEMAIL
    assert CheckLeg("leg-cccc-1") in process.done


@POSTGRESQL
def test_the_clock_is_set_to_the_server_s_again_and_again(database: Database, process: Process) -> None:
    process.run()
    wrong = database.now()
    process.clock.go(1e6)
    assert database.now() == wrong + 1e6
    process.run()
    assert abs(database.now() - wrong) < CLOCK_EVERY


@POSTGRESQL
def test_a_process_whose_clock_is_wrong_has_the_server_s_before_it_takes_anything_over(
    database: Database, process: Process, url: str
) -> None:
    other = Database(url, time.time)
    examples.add(database, examples.call())
    with other.write() as db:
        effects.add(db, "call-aaaa", [CheckLeg("leg-aaaa-1")], time.time())
    other.close()
    process.clock.go(time.time() + effects.LEASE + 1 - NOW)
    process.run()
    assert process.done == []


@POSTGRESQL
def test_the_clock_is_right_before_the_first_request_is_served(database: Database, process: Process) -> None:
    process.background.start()
    assert abs(database.now() - time.time()) < 1


@SQLITE
def test_sqlite_s_log_is_copied_back_between_the_calls_and_stays_short(
    url: str, database: Database, process: Process
) -> None:
    """A caller whose call had to do it would wait for it, and all who come meanwhile."""
    file = Path(str(make_url(url).database))
    names = iter(range(9999))
    written: list[int] = []
    sizes: list[int] = []

    def calls_come() -> None:
        process.clock.go(COPY_EVERY)
        before = file.stat().st_mtime_ns
        for name in itertools.islice(names, 150):
            examples.add(database, examples.call(f"{name:04}"))
        assert file.stat().st_mtime_ns == before
        written.append(before)
        sizes.append(file.with_name(f"{file.name}-wal").stat().st_size)

    process.run(*[calls_come] * 4)
    assert len(set(written)) == 4
    assert max(sizes) < 2 * sizes[0]
