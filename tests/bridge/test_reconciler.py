"""The reconciler: what webhooks did not bring is found by asking, whoever of the carriers answers.

What its findings lead to is the core's business; here they arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bridge.briefs import Briefs
from bridge.carry_out import Carriers
from bridge.core.state import Call, CallState, Kind
from bridge.reconciler import ALL_EVERY, GRACE, TRANSFERS_EVERY, Reconciler
from bridge.store.database import Database
from tests.bridge import examples
from tests.bridge.databases import locked
from tests.bridge.examples import LINE, NOW, Clock, Statements, Waiting
from tests.bridge.livekit_double import LiveKitDouble
from tests.bridge.twilio_double import CALLS, CONFERENCES, SID, TwilioDouble, call, failure


class Process:
    """One process that reconciles; its work runs when the test says so."""

    def __init__(self, database: Database, twilio: TwilioDouble, livekit: LiveKitDouble) -> None:
        self.waiting = Waiting()
        briefs = Briefs(database, None, lambda seconds: None)
        carriers = Carriers(database, twilio.port, livekit.port, briefs, LINE, 20)
        self.reconciler = Reconciler(examples.engine(database), carriers, self.waiting.spawn)

    def step(self, now: float) -> int:
        """How much was begun."""
        self.reconciler.step(now)
        begun = len(self.waiting.work)
        self.waiting.run()
        return begun


Starter = Callable[[], Process]


@pytest.fixture
def start(database: Database, twilio: TwilioDouble, livekit: LiveKitDouble) -> Starter:
    return lambda: Process(database, twilio, livekit)


def _lists(twilio: TwilioDouble, *living: str) -> None:
    """Twilio knows these calls as in progress, and no others."""
    there = {"calls": [call(sid, "in-progress") for sid in living]}
    twilio.answer("GET", CALLS, there, {"calls": []}, {"calls": []})


def _old(one: Call) -> Call:
    for leg in one.legs.values():
        leg.created_at = NOW - GRACE - 1
    return one


# --- what is found -----------------------------------------------------------------------------


def test_a_caller_who_hung_up_without_a_word_from_the_carrier_is_noticed(
    database: Database, twilio: TwilioDouble, start: Starter
) -> None:
    examples.add(database, _old(examples.call()))
    _lists(twilio)
    twilio.call("GET", call(status="completed"), sid="CAaaaa1")
    start().step(NOW)
    assert (examples.load(database).state, examples.load(database).caller.ended_at) == (CallState.ENDED, NOW)


@pytest.mark.parametrize("status", ["in-progress", "ringing"])
def test_a_phone_that_a_list_misses_is_asked_about_before_it_counts_as_gone(
    database: Database, twilio: TwilioDouble, start: Starter, status: str
) -> None:
    """It may have gone from one list to the other while they were read."""
    waits = _old(examples.call())
    waits.caller.call_sid = SID
    examples.add(database, waits)
    _lists(twilio)
    twilio.call("GET", call(status=status))
    start().step(NOW)
    assert examples.load(database) == waits
    assert len(twilio.asked) == 4


def test_phones_that_are_in_the_lists_are_not_asked_about_one_by_one(
    database: Database, twilio: TwilioDouble, start: Starter
) -> None:
    names = ["aaaa", "bbbb", "cccc"]
    examples.add(database, *(_old(examples.call(name)) for name in names))
    _lists(twilio, *(f"CA{name}1" for name in names))
    start().step(NOW)
    assert [asked.sent["Status"] for asked in twilio.asked] == ["in-progress", "ringing", "queued"]


def test_a_phone_that_is_too_young_for_the_lists_is_not_missed(
    database: Database, twilio: TwilioDouble, start: Starter
) -> None:
    examples.add(database, examples.call())
    _lists(twilio)
    start().step(NOW)
    assert len(twilio.asked) == 3


def test_people_who_are_together_are_seen_though_no_webhook_said_so(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, start: Starter
) -> None:
    talk = examples.talk(state=CallState.TRANSFERRING)
    for leg in talk.legs.values():
        leg.seen_at = leg.talking_since = None
        livekit.enter("talk-aaaa", f"sip_{leg.identity}")
    examples.add(database, talk)
    _lists(twilio, "CAaaaa1", "CAaaaa2")
    start().step(NOW)
    assert examples.load(database).state is CallState.CONNECTED


def test_somebody_whom_the_room_lost_is_checked_at_the_carrier(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, start: Starter
) -> None:
    examples.add(database, examples.talk())
    livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    _lists(twilio, "CAaaaa1", "CAaaaa2")
    start().step(NOW)
    wanted = examples.everything(database)["effects"]
    assert [(row[2], row[3]) for row in wanted] == [("leg-aaaa-2", "CheckLeg")]


# --- how often, and by whom --------------------------------------------------------------------


def test_transfers_are_looked_at_every_three_seconds_and_everything_every_fifteen(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, clock: Clock, start: Starter
) -> None:
    moving = examples.talk("bbbb", state=CallState.TRANSFERRING)
    moving.caller.seen_at = None
    moving.legs["leg-bbbb-2"].agent_id = "agent-2"
    examples.add(database, examples.talk("aaaa"), moving)
    for identity in ("leg-aaaa-1.1", "leg-aaaa-2.1", "leg-bbbb-2.1"):
        livekit.enter(f"talk-{identity[4:8]}", f"sip_{identity}")
    _lists(twilio, "CAaaaa1", "CAaaaa2", "CAbbbb1", "CAbbbb2")
    process, looked = start(), dict[str, list[float]](aaaa=[], bbbb=[])
    while clock.now <= NOW + 2 * ALL_EVERY:
        livekit.asked.clear()
        process.step(clock.now)
        for _, request in livekit.asked:
            looked[request.room.removeprefix("talk-")].append(clock.now - NOW)
        clock.go(0.25)
    assert looked["aaaa"] == [0, ALL_EVERY, 2 * ALL_EVERY]
    assert looked["bbbb"] == [n * TRANSFERS_EVERY for n in range(11)]


def test_one_process_asks_for_all_and_another_takes_over_when_it_dies(
    database: Database, twilio: TwilioDouble, clock: Clock, start: Starter
) -> None:
    examples.add(database, examples.call())
    _lists(twilio, "CAaaaa1")
    first, second = start(), start()
    assert (first.step(NOW), second.step(NOW)) == (1, 0)
    for _ in range(4):
        clock.go(TRANSFERS_EVERY)
        first.step(clock.now)
        assert second.step(clock.now) == 0
    clock.go(2 * TRANSFERS_EVERY)
    assert second.step(clock.now) == 1


def test_a_slow_carrier_is_not_asked_again_meanwhile(
    database: Database, twilio: TwilioDouble, start: Starter
) -> None:
    examples.add(database, examples.call())
    _lists(twilio, "CAaaaa1")
    process = start()
    for late in (0, ALL_EVERY, 2 * ALL_EVERY):
        process.reconciler.step(NOW + late)
    assert (len(process.waiting.work), twilio.asked) == (1, [])
    process.waiting.run()
    process.reconciler.step(NOW + 3 * ALL_EVERY)
    assert len(process.waiting.work) == 1


def test_transfers_do_not_wait_for_a_long_look_at_all_calls(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, start: Starter
) -> None:
    examples.add(database, examples.talk(state=CallState.TRANSFERRING))
    process = start()
    for step in range(3):
        process.reconciler.step(NOW + step * TRANSFERS_EVERY)
    assert [work.args[-1] for work in process.waiting.work] == ["all", "transfers"], (
        "and of each kind one at a time"
    )


def test_a_long_look_at_all_calls_does_not_lose_its_turn_to_another_process(
    database: Database, clock: Clock, start: Starter
) -> None:
    examples.add(database, examples.call())
    first, second = start(), start()
    for _ in range(6):
        first.reconciler.step(clock.now)
        second.reconciler.step(clock.now)
        clock.go(TRANSFERS_EVERY)
    assert (len(first.waiting.work), second.waiting.work) == (1, [])


def test_when_nobody_is_on_the_phone_nobody_is_asked_and_nothing_is_written(
    database: Database, twilio: TwilioDouble, start: Starter
) -> None:
    over = examples.call(state=CallState.ENDED, ended_at=NOW)
    over.caller.ended_at = NOW
    examples.add(database, over)
    with Statements(database.engine) as sql:
        assert start().step(NOW) == 0
    assert (sql.writes, twilio.asked) == ([], [])


# --- when a carrier fails ----------------------------------------------------------------------


def _everywhere(database: Database, twilio: TwilioDouble) -> None:
    """A talk in a room, a talk in a conference, and a caller who waits and has hung up."""
    conference: dict[str, Any] = {"kind": Kind.CONFERENCE}
    in_conference = examples.talk("bbbb", **conference)
    in_conference.legs["leg-bbbb-2"].agent_id = "agent-2"
    examples.add(
        database, examples.talk("aaaa"), in_conference, _old(examples.call("cccc", started_at=NOW + 9))
    )
    twilio.call("GET", call(status="completed"), sid="CAcccc1")


@pytest.mark.parametrize("down", [True, False], ids=["down", "refuses"])
def test_livekit_s_failure_does_not_hide_what_twilio_knows(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, start: Starter, down: bool
) -> None:
    _everywhere(database, twilio)
    _lists(twilio, "CAaaaa1", "CAaaaa2", "CAbbbb1", "CAbbbb2")
    twilio.answer("GET", CONFERENCES, {"conferences": []})
    livekit.fail = (503, "unavailable")
    if down:
        livekit.stop()
    start().step(NOW)
    assert examples.load(database, "call-cccc").state is CallState.ENDED
    checked = {row[2] for row in examples.everything(database)["effects"] if row[3] == "CheckLeg"}
    assert checked == {"leg-bbbb-1", "leg-bbbb-2"}, "those of the conference are found to be lost"


def test_livekit_is_asked_once_when_it_is_down_not_once_for_every_room(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, start: Starter
) -> None:
    """Each question would cost two seconds, in which nobody looks at anything else."""
    for number, name in enumerate(["aaaa", "bbbb", "cccc"]):
        talk = examples.talk(name)
        talk.legs[f"leg-{name}-2"].agent_id = f"agent-{number}"
        examples.add(database, talk)
    _lists(twilio)
    livekit.fail = (503, "unavailable")
    start().step(NOW)
    assert livekit.methods() == ["ListParticipants"]


def test_twilio_s_failure_does_not_hide_what_livekit_knows(
    database: Database, twilio: TwilioDouble, livekit: LiveKitDouble, start: Starter
) -> None:
    _everywhere(database, twilio)
    for url in (CALLS, CONFERENCES):
        twilio.answer("GET", url, failure(503, 20503))
    livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    start().step(NOW)
    checked = {row[2] for row in examples.everything(database)["effects"] if row[3] == "CheckLeg"}
    assert checked == {"leg-aaaa-2"}


def test_after_a_failure_it_asks_again_the_next_time(
    url: str, impatient: Database, twilio: TwilioDouble, livekit: LiveKitDouble
) -> None:
    """Whoever failed: here the database, when the news was to be stored."""
    examples.add(impatient, _old(examples.call()))
    _lists(twilio)
    twilio.call("GET", call(status="completed"), sid="CAaaaa1")
    process = Process(impatient, twilio, livekit)
    process.reconciler.step(NOW)
    with locked(url):
        process.waiting.run()
    assert examples.load(impatient).state is CallState.WAITING
    assert process.step(NOW + ALL_EVERY) == 1
    assert examples.load(impatient).state is CallState.ENDED
