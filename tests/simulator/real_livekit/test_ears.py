"""One answer for both worlds: what was measured counts in rooms, the simulator's rules anywhere else.

No real server is needed: what its legs heard is told to the ears by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from simulator.phones import Phone
from simulator.real_livekit.ears import Ears, order, told
from simulator.real_livekit.figures import Times
from simulator.real_livekit.timeline import NOBODY, People
from tests.simulator.twilio.scene import Scene

SIP = "<Dial><Sip>sip:room@sip.test</Sip></Dial>"
CONFERENCE = "<Dial><Conference beep='false' waitUrl=''>room</Conference></Dial>"
AGENT = frozenset({"agent"})


@dataclass
class HeardLeg:
    phone: str
    times: Times


class Talk:
    """Caller and agent in a room of the SIP peer from `began` on; what the caller heard is up to a test."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.legs: list[HeardLeg] = []
        self.ears = Ears(self.scene.world, self.scene.carrier, lambda: self.legs)

    def begins(self, document: str = SIP) -> Phone:
        caller = self.scene.call_in(document, seconds=0.5)
        agent = self.scene.call_out(document)
        self.scene.world.run(5, lambda: caller.hears(agent))
        self.began = self.scene.world.now
        return caller

    def heard(self, *changes: tuple[float, People], over: float | None = None) -> None:
        """By the caller's leg, in seconds since the talk began."""
        end = None if over is None else self.began + over
        times = Times(self.began, self.began, self.began, end, True)
        times.heard = [(self.began + at, people) for at, people in changes]
        self.legs.append(HeardLeg("caller", times))


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_what_was_measured_in_a_room_is_what_was_heard(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(10)
    talk.heard((0.3, AGENT), (4.0, NOBODY), (7.0, AGENT))
    assert told(talk.ears.measured(caller), talk.began) == "0.3-4.0 agent, 7.0-10.0 agent"
    assert order(talk.ears.measured(caller)) == [AGENT]


def test_a_deaf_leg_contradicts_the_judge(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(10)
    talk.heard((0.3, AGENT), (4.0, NOBODY))
    apart = talk.ears.disagreements(caller)
    assert [(one.people, round(one.seconds)) for one in apart] == [(AGENT, 6)]


def test_a_leg_that_never_heard_anything_contradicts_the_judge_from_the_first_moment(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(5)
    talk.heard()
    assert [round(one.seconds) for one in talk.ears.disagreements(caller)] == [5]


def test_a_voice_that_comes_a_little_late_is_no_contradiction(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(5)
    talk.heard((0.4, AGENT))
    assert talk.ears.disagreements(caller) == []


def test_somebody_heard_who_should_not_be_contradicts_the_judge(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(5)
    talk.heard((0.1, AGENT), (2.0, AGENT | {"stranger"}))
    assert [one.people for one in talk.ears.disagreements(caller)] == [{"stranger"}]


def test_in_a_conference_of_the_carrier_its_own_rules_are_heard(talk: Talk) -> None:
    caller = talk.begins(CONFERENCE)
    talk.scene.run(5)
    assert order(talk.ears.measured(caller)) == [AGENT]
    assert talk.ears.measured(caller) == talk.ears.judged(caller)


def test_after_the_room_the_rules_of_the_carrier_count_again(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(2)
    talk.scene.app.serve("/conference", CONFERENCE)
    for phone in talk.ears.phones:
        talk.scene.redirect(phone, "/conference")
    talk.scene.run(3)
    talk.heard((0.2, AGENT), over=2.1)
    assert told(talk.ears.measured(caller), talk.began) == "0.2-2.1 agent, 2.3-5.4 agent"


def test_silence_is_when_neither_a_voice_nor_the_carrier_is_heard(talk: Talk) -> None:
    caller = talk.begins("<Say>One moment please.</Say>" + SIP)
    talk.scene.run(6)
    talk.heard((0.25, AGENT), (2.0, NOBODY), (3.5, AGENT))
    # Before the agent came and until the first sound of him; then in the middle of the talk.
    gaps = [(one.begin - talk.began, one.seconds) for one in talk.ears.silences(caller) if one.seconds > 0.2]
    assert gaps[-2:] == [pytest.approx((-0.6, 0.85), abs=0.02), pytest.approx((2.0, 1.5), abs=0.02)]


def test_a_phone_on_the_hook_is_not_silent(talk: Talk) -> None:
    caller = talk.begins(CONFERENCE)
    caller.hang_up()
    talk.scene.run(9)
    assert all(one.end <= talk.began for one in talk.ears.silences(caller))


def test_who_is_heard_one_after_another_is_told_without_the_pauses(talk: Talk) -> None:
    caller = talk.begins()
    talk.scene.run(9)
    talk.heard((0.1, AGENT), (2, NOBODY), (3, AGENT), (5, AGENT | {"B"}), (7, frozenset({"B"})))
    assert order(talk.ears.measured(caller)) == [AGENT, AGENT | {"B"}, {"B"}]
