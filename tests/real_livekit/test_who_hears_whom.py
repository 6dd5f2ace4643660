"""Scenarios with a real LiveKit server in them: who hears whom, by ear, from the first talk to the last.

The tones of the phones go through the real server; in Twilio's conferences the simulator's own rules count.
"""

from __future__ import annotations

import pytest

from simulator.real_livekit.ears import order, told
from simulator.real_livekit.play import Played, play
from simulator.real_livekit.timeline import Line, during, silences

pytestmark = pytest.mark.usefixtures("binaries")

# Seconds that the ear may be late: other tests run beside these. `make ears` measures alone, and allows half.
BUSY = 1.0
# Whom A hears last when B has the call: the caller comes a moment before A is dropped.
B_HAS_IT = ("Bob", "Bob and Carol")
# Whom the caller hears first and last, and whom A hears last.
STORIES = {
    "merge_then_complete": ("Alice", ("Bob",), ("Bob and Carol",)),
    "swap_and_back": ("Alice", ("Bob",), B_HAS_IT),
    "cancelled_in_the_consult": ("Alice", ("Alice",), ("Carol",)),
    "rescue": ("Alice", ("Alice",), ("Carol",)),
    "b_transfers_on_to_c": ("Alice", ("Cleo",), B_HAS_IT),
    "livekit_dies_under_a_talk": ("Alice", ("Bob",), B_HAS_IT),
    "sip_service_dies_under_the_consult": ("Alice", ("Bob",), B_HAS_IT),
}
# Nobody is left in silence for longer (design 6.1): 5 s, and 10 s when LiveKit dies under a talk.
LONGEST_SILENCE = {"livekit_dies_under_a_talk": 10.0}


def line(played: Played, name: str) -> Line:
    return next(one.line for one in played.heard if one.phone == name)


def heard(played: Played, name: str) -> list[str]:
    return [" and ".join(sorted(people)) for people in order(line(played, name))]


def all_lines(played: Played) -> dict[str, str]:
    return {one.phone: told(one.line, played.began) for one in played.heard}


@pytest.mark.parametrize("name", STORIES)
def test_the_ear_hears_what_the_judge_says_and_the_story_ends_as_it_should(name: str) -> None:
    played = play(name, lag=BUSY)
    assert played.problems == [], all_lines(played)
    first, last, a_last = STORIES[name]
    assert heard(played, "Carol")[0] == first, all_lines(played)
    assert heard(played, "Carol")[-1] in last, all_lines(played)
    assert heard(played, "Alice")[-1] in a_last, all_lines(played)
    longest = {one.phone: one.longest_silence for one in played.heard}
    assert longest["Carol"] <= LONGEST_SILENCE.get(name, 5.0), longest


def test_in_the_consult_the_caller_hears_neither_and_after_the_hand_over_b_and_no_longer_a() -> None:
    played = play("consult_in_a_room", lag=BUSY)
    assert played.problems == [], all_lines(played)
    carol, alice = line(played, "Carol"), line(played, "Alice")
    consult, handed_over = during(alice, "Bob")[0], during(carol, "Bob")[0]
    apart = silences(carol, consult.begin, handed_over.begin)
    assert consult.seconds > 1.0 and apart[0].seconds > 1.0, all_lines(played)
    assert during(carol, "Alice")[-1].end < handed_over.end, all_lines(played)
    assert (heard(played, "Carol")[-1], heard(played, "Bob")[-1]) == ("Bob", "Carol"), all_lines(played)
    assert all(leg.over is not None for leg in played.legs) and len(played.legs) == 5
