"""The prober: LiveKit's death is known to every process, told to every call in a room, and so is its return.

LiveKit is a server on loopback that fails and comes back; its SIP endpoint answers or not.
"""

from __future__ import annotations

import pytest

from bridge.core.state import Kind
from bridge.prober import EVERY, LOOK_EVERY, MISSES, Verdict, verdict
from tests.bridge.databases import BOTH
from tests.bridge.probing import HOST, LONG, Process, World


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
