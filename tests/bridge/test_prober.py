"""The prober: LiveKit's death is known to every process, told to every call in a room, and so is its return.

LiveKit is a server on loopback that fails, loses its Redis and comes back; its SIP endpoint answers or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bridge.core.state import Call, CallState, Conversation, Kind
from bridge.ports.sip_options import SipOptions
from bridge.ports.sip_wire import Endpoint, endpoint
from bridge.prober import EVERY, LOOK_EVERY, MISSES, Prober, Verdict, verdict
from bridge.store import calls
from bridge.store.database import Database, Unavailable
from tests.bridge import examples
from tests.bridge.databases import BOTH
from tests.bridge.examples import Clock, Waiting
from tests.bridge.livekit_double import LiveKitDouble
from tests.bridge.sip_double import answer

HOST = "sip.example.com"
LONG = f"{'a' * 60}.{'b' * 60}.{'c' * 60}.example.com"


class Sip:
    """What becomes of SIP OPTIONS on the network: an answer, silence, or a mistake of ours."""

    def __init__(self) -> None:
        self.answers, self.mistake = True, False
        self.asked: list[str] = []

    def exchange(
        self, to: Endpoint, message: Callable[[str], bytes], enough: Callable[[bytes], bool], seconds: float
    ) -> bytes:
        self.asked.append(str(to))
        if self.mistake:
            raise ZeroDivisionError
        if not self.answers:
            raise TimeoutError
        return answer(message("127.0.0.1:9"))


class World:
    """LiveKit's server and SIP endpoint, and our processes that ask them when the test says so."""

    def __init__(self, database: Database, clock: Clock, livekit: LiveKitDouble) -> None:
        self.database, self.clock, self.livekit, self.sip = database, clock, livekit, Sip()

    def process(self, host: str = HOST) -> Process:
        return Process(self, host)

    def server(self, lives: bool, redis: bool = True) -> None:
        """A proxy stands in front of it, which answers in its place."""
        self.livekit.fail = None if lives and redis else (500, "unknown") if lives else (503, "unavailable")
        self.livekit.page = (200, b"OK") if lives else (502, b"Bad Gateway")

    def talk(self, name: str, **facts: Any) -> None:
        call = examples.talk(name, **facts)
        call.legs[f"leg-{name}-2"].agent_id = f"agent-{name}"
        examples.add(self.database, call)
        for one in call.conversations.values():
            if one.kind is Kind.LIVEKIT:
                self.livekit.rooms[one.name] = []

    def change(self, name: str, change: Callable[[Call], object]) -> None:
        """As another process does."""
        before, after = (examples.load(self.database, f"call-{name}") for _ in range(2))
        change(after)
        with self.database.write() as db:
            calls.save(db, before, after)

    def where(self, name: str) -> str | None:
        with self.database.read() as db:
            call = calls.load(db, f"call-{name}")
        assert call is not None and call.state is CallState.CONNECTED
        return call.caller.conversation


class Process:
    """One process that probes. `up`: whether a call that comes to it now gets a room."""

    def __init__(self, world: World, host: str) -> None:
        self.clock, self.waiting = world.clock, Waiting()
        self.engine = examples.engine(world.database)
        sip = SipOptions(endpoint(host, "tcp"), world.sip.exchange)
        self.prober = Prober(self.engine, world.livekit.port, sip, self.waiting.spawn)

    @property
    def up(self) -> bool:
        return self.engine.livekit_up

    def run(self, seconds: float) -> None:
        """Four beats a second, as in the background."""
        for _ in range(int(seconds * 4)):
            self.prober.step(self.clock.now)
            self.waiting.run()
            self.clock.go(0.25)


@pytest.fixture
def world(database: Database, clock: Clock, livekit: LiveKitDouble) -> World:
    return World(database, clock, livekit)


@pytest.fixture
def process(world: World) -> Process:
    return world.process()


@pytest.mark.parametrize(
    ("rooms", "server", "sip", "found"),
    [
        (0, 0, 0, Verdict.ALIVE),
        (0, 9, 0, Verdict.ALIVE),
        (0, 0, 1, Verdict.UNSURE),
        (2, 2, 2, Verdict.UNSURE),
        (2, 9, 0, Verdict.UNSURE),
        (3, 0, 0, Verdict.ROOMLESS),
        (9, 2, 2, Verdict.ROOMLESS),
        (3, 3, 0, Verdict.DEAD),
        (9, 3, 0, Verdict.DEAD),
        (0, 0, 3, Verdict.DEAD),
        (9, 0, 9, Verdict.DEAD),
    ],
)
def test_what_so_many_misses_mean(rooms: int, server: int, sip: int, found: Verdict) -> None:
    assert verdict({"rooms": rooms, "server": server, "sip": sip}) is found


def test_people_in_a_dead_room_go_on_in_a_conference_in_a_few_seconds(world: World, process: Process) -> None:
    world.talk("aaaa")
    world.talk("bbbb", kind=Kind.CONFERENCE)
    process.run(EVERY)
    assert world.where("aaaa") == "talk-aaaa"
    world.server(lives=False)
    process.run(MISSES * EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"
    assert world.where("bbbb") == "talk-bbbb", "LiveKit's death is none of their business"


def test_a_sip_endpoint_that_falls_silent_is_a_death_too(world: World, process: Process) -> None:
    world.talk("aaaa")
    process.run(EVERY)
    world.sip.answers = False
    process.run(MISSES * EVERY)
    assert (world.where("aaaa"), process.up) == ("conf-aaaa-2", False)


@pytest.mark.parametrize("part", ["server", "sip"])
def test_one_or_two_answers_that_fail_are_no_death(world: World, process: Process, part: str) -> None:
    world.talk("aaaa")
    for _ in range(4):
        for works in (False, True):
            if part == "server":
                world.server(lives=works)
            else:
                world.sip.answers = works
            process.run(EVERY if works else (MISSES - 1) * EVERY)
    assert (world.where("aaaa"), process.up) == ("talk-aaaa", True)


def test_misses_of_one_and_of_the_other_are_not_added_up(world: World, process: Process) -> None:
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=False)
    process.run(2 * EVERY)
    world.server(lives=True)
    world.sip.answers = False
    process.run(2 * EVERY)
    assert (world.where("aaaa"), process.up) == ("talk-aaaa", True)


def test_it_is_back_when_both_answer_again(world: World, process: Process) -> None:
    process.run(EVERY)
    world.server(lives=False)
    world.sip.answers = False
    process.run(MISSES * EVERY)
    world.server(lives=True)
    process.run(2 * EVERY)
    assert not process.up, "its SIP endpoint is still silent"
    world.sip.answers = True
    process.run(EVERY)
    assert process.up


# --- the SIP endpoint ---


def test_an_endpoint_that_never_answered_us_does_not_count(world: World, process: Process) -> None:
    """It may let in nobody but the carrier."""
    world.talk("aaaa")
    world.sip.answers = False
    process.run(20)
    assert (world.where("aaaa"), process.up) == ("talk-aaaa", True)


@BOTH
@pytest.mark.parametrize("host", [HOST, LONG])
def test_an_endpoint_that_answered_once_counts_for_processes_that_start_later(
    world: World, host: str
) -> None:
    world.talk("aaaa")
    world.process(host).run(EVERY)
    world.clock.go(3600)
    world.sip.answers = False
    later = world.process(host)
    later.run(MISSES * EVERY)
    assert (world.where("aaaa"), later.up) == ("conf-aaaa-2", False)


@pytest.mark.parametrize("other", ["new.example.com", f"{HOST}:5080"])
def test_another_endpoint_starts_anew(world: World, process: Process, other: str) -> None:
    process.run(EVERY)
    world.clock.go(3600)
    world.sip.answers = False
    later = world.process(other)
    later.run(20)
    assert later.up
    assert world.sip.asked[-1].startswith(other)


# --- Redis ---


def test_without_redis_talks_stay_and_new_calls_get_no_room(world: World, process: Process) -> None:
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(MISSES * EVERY)
    assert not process.up
    process.run(60)
    assert world.where("aaaa") == "talk-aaaa"
    world.server(lives=True)
    process.run(EVERY)
    assert (world.where("aaaa"), process.up) == ("talk-aaaa", True)


@pytest.mark.parametrize("gone", [EVERY, 60.0])
def test_a_redis_that_comes_back_empty_leads_its_talks_into_conferences(
    world: World, process: Process, gone: float
) -> None:
    """However long it was gone: nobody finds back into a room that is in no list."""
    for name in ("aaaa", "bbbb"):
        world.talk(name)
    world.talk("cccc", kind=Kind.CONFERENCE)
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(gone)
    assert world.where("aaaa") == "talk-aaaa"
    del world.livekit.rooms["talk-aaaa"]
    world.server(lives=True)
    with capture_logs() as logs:
        process.run(EVERY)
    (line,) = [one for one in logs if one["log_level"] == "error"]
    assert len(line["calls"]) == 1 and "provision" in line["advice"]
    places = {name: world.where(name) for name in ("aaaa", "bbbb", "cccc")}
    assert places == {"aaaa": "conf-aaaa-2", "bbbb": "talk-bbbb", "cccc": "talk-cccc"}
    assert process.up


def test_rooms_that_could_not_be_asked_for_are_asked_for_again(world: World, process: Process) -> None:
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(EVERY)
    del world.livekit.rooms["talk-aaaa"]
    world.livekit.broken.add("talk-aaaa")
    world.server(lives=True)
    process.run(EVERY)
    assert world.where("aaaa") == "talk-aaaa"
    world.livekit.broken.clear()
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"


def test_a_call_that_could_not_be_told_is_told_again(
    world: World, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("aaaa", "bbbb"):
        world.talk(name)
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(EVERY)
    world.livekit.rooms.clear()
    world.server(lives=True)
    handle = process.engine.handle

    def away_for_one(call_id: str, *event: Any) -> Any:
        if call_id == "call-aaaa":
            raise Unavailable
        return handle(call_id, *event)

    with monkeypatch.context() as patch, capture_logs():
        patch.setattr(process.engine, "handle", away_for_one)
        process.run(EVERY)
    assert (world.where("aaaa"), world.where("bbbb")) == ("talk-aaaa", "conf-bbbb-2")
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"
    asked = len(world.livekit.asked)
    process.run(4 * EVERY)
    assert len(world.livekit.asked) == asked + 4, "the rooms were told of, and are not asked for any more"


def test_a_process_that_starts_finds_what_was_lost_while_none_was_there(
    world: World, process: Process
) -> None:
    """The one before it died while Redis was away, or had told some of the calls only."""
    for name in ("aaaa", "bbbb"):
        world.talk(name)
    del world.livekit.rooms["talk-aaaa"]
    process.run(EVERY)
    assert (world.where("aaaa"), world.where("bbbb")) == ("conf-aaaa-2", "talk-bbbb")


def test_a_start_asks_for_all_rooms_at_once_and_only_once(world: World, process: Process) -> None:
    names = [f"aaa{letter}" for letter in "abcdefgh"]
    for name in names:
        world.talk(name)
    process.run(4 * EVERY)
    asked = [set(request.names) for _, request in world.livekit.asked]
    assert [one for one in asked if one != {"ping"}] == [{f"talk-{name}" for name in names}]
    assert [world.where(name) for name in names] == [f"talk-{name}" for name in names]


def test_a_room_that_is_closed_while_it_is_asked_for_moves_nobody(world: World, process: Process) -> None:
    world.talk("aaaa")
    old = Conversation("old-aaaa", Kind.LIVEKIT, ready=True)
    world.change("aaaa", lambda call: call.conversations.update({old.name: old}))
    answer_now = world.livekit.answer

    def closed_meanwhile(method: str, body: bytes, token: str) -> tuple[int, bytes]:
        if old.name.encode() in body:
            world.change("aaaa", lambda call: setattr(call.conversations[old.name], "closed", True))
        return answer_now(method, body, token)

    world.livekit.answer = closed_meanwhile  # type: ignore[method-assign]
    process.run(EVERY)
    assert world.where("aaaa") == "talk-aaaa"


def test_a_restart_with_its_redis_is_nobody_s_reason_to_move(world: World, process: Process) -> None:
    """The list may be of before the restart, or not yet there: legs come back by themselves."""
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=False)
    process.run(EVERY)
    world.livekit.rooms.clear()
    world.server(lives=True)
    process.run(2 * EVERY)
    assert world.where("aaaa") == "talk-aaaa"


def test_a_server_that_dies_after_its_redis_is_dead(world: World, process: Process) -> None:
    world.talk("aaaa")
    world.server(lives=True, redis=False)
    process.run(20)
    world.server(lives=False)
    process.run((MISSES - 1) * EVERY)
    assert world.where("aaaa") == "talk-aaaa"
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"


# --- many processes ---


def test_every_process_knows_though_one_of_them_asks(world: World, process: Process) -> None:
    other = world.process()
    process.run(EVERY)
    asked = (len(world.livekit.asked), len(world.sip.asked))
    other.run(LOOK_EVERY)
    assert (len(world.livekit.asked), len(world.sip.asked)) == asked == (1, 1)
    for dead in (True, False):
        world.server(lives=not dead)
        process.run((MISSES + 1) * EVERY)
        other.run(2 * LOOK_EVERY)
        assert process.up is other.up is not dead


@pytest.mark.parametrize("part", ["server", "sip"])
def test_when_the_process_that_asked_has_died_too_another_one_finds_out_in_time(
    world: World, process: Process, part: str
) -> None:
    world.talk("aaaa")
    other = world.process()
    process.run(EVERY)
    other.run(EVERY)
    process.run(EVERY)
    if part == "server":
        world.server(lives=False)
    else:
        world.sip.answers = False
    other.run(7.5)
    assert world.where("aaaa") == "conf-aaaa-2"


def test_when_redis_comes_back_empty_after_the_process_that_missed_it_has_died_the_other_one_asks(
    world: World, process: Process
) -> None:
    world.talk("aaaa")
    other = world.process()
    process.run(EVERY)
    other.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(EVERY)
    other.run(0.25)
    world.livekit.rooms.clear()
    world.server(lives=True)
    other.run(2.5 * EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"


def test_whoever_had_a_turn_before_asks_again_when_it_is_theirs_once_more(
    world: World, process: Process
) -> None:
    world.talk("aaaa")
    other = world.process()
    process.run(EVERY)
    world.clock.go(4)
    other.run(EVERY)
    process.run(EVERY)
    world.livekit.rooms.clear()
    other.run(EVERY)
    assert world.where("aaaa") == "talk-aaaa", "to the one that goes on asking LiveKit was never away"
    world.clock.go(4)
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"


def test_misses_before_and_after_somebody_else_s_turn_are_no_row(world: World, process: Process) -> None:
    other = world.process()
    world.server(lives=False)
    process.run((MISSES - 1) * EVERY)
    world.server(lives=True)
    world.clock.go(4)
    other.run(EVERY)
    process.run(0.25)
    world.clock.go(4)
    world.server(lives=False)
    process.run(EVERY)
    assert process.up


def test_questions_that_take_long_are_not_doubled(world: World, process: Process) -> None:
    for _ in range(20):
        process.prober.step(process.clock.now)
        process.clock.go(0.25)
    assert len(process.waiting.work) == 3
    assert (world.livekit.asked, world.sip.asked) == ([], [])


def test_a_mistake_of_ours_does_not_end_the_asking(world: World, process: Process) -> None:
    process.run(EVERY)
    world.sip.mistake = True
    for _ in range(MISSES):
        with pytest.raises(ZeroDivisionError):
            process.run(0.25)
        world.clock.go(EVERY)
    assert not process.up
    world.sip.mistake = False
    process.run(2 * EVERY)
    assert process.up
