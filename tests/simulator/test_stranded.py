"""Who is stranded and who is well, told apart by phones and by what the API says of skills.

The application here is a few documents; who could be rung is said by the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from simulator.judge import Judge
from simulator.phones import Phone
from simulator.stage import Agent, NotSeen
from simulator.stranded import nobody_is_stranded, stranded
from tests.simulator.twilio.scene import BASE, Scene

MUSIC = "<Play loop='0'>https://elsewhere.test/hold.wav</Play>"
ROOM = "<Dial><Conference beep='false' waitUrl='' startConferenceOnEnter='true'>room</Conference></Dial>"


@dataclass
class Desk:
    """As much of a stage as is asked; `wanted` is the skill that every call is for, `step`
    that of its transfer."""

    scene: Scene
    agents: dict[str, Agent] = field(default_factory=dict)
    status: str = "available"
    skills: tuple[str, ...] = ()
    wanted: str | None = None
    step: str | None = None

    def __post_init__(self) -> None:
        self.carrier, self.world, self.wait = self.scene.carrier, self.scene.world, self.scene.run
        self.judge = Judge(self.world, self.carrier, lambda number: True)

    def caller(self, *documents: str, seconds: float = 2.0) -> Phone:
        phone = self.scene.call_in(*documents, name="Carol", seconds=seconds)
        self.judge.callers.append(phone)
        return phone

    def knows(self, phone: Phone) -> Phone:
        self.agents[phone.name] = Agent(phone.name, "11", phone)
        self.judge.agents.append(phone)
        return phone

    def get(self, path: str) -> Any:
        if path.startswith("/api/agents"):
            names = list(self.agents)
            return {
                "items": [{"id": n, "name": n, "status": self.status, "skills": self.skills} for n in names]
            }
        if path.startswith("/api/transfers"):
            return {"step": self.step}
        legs = [{"call_sid": call.sid} for call in self.carrier.live_calls()]
        return {"items": [{"skill": self.wanted, "legs": legs, "transfer_id": self.step and "tr-1"}]}

    def stranded(self, may_hold: bool = True) -> list[str]:
        return stranded(self, may_hold)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Iterator[Desk]:
    scene = Scene()
    yield Desk(scene)
    assert scene.unexpected == []


def test_a_caller_who_waits_while_an_agent_could_be_rung_is_stranded(desk: Desk) -> None:
    desk.caller(MUSIC)
    assert desk.stranded() == []
    desk.knows(desk.scene.phone("Alice"))
    assert desk.stranded() == ["Carol waits though Alice could be rung"]
    desk.status = "away"
    assert desk.stranded() == []
    # The API may still believe that she is rung. Nobody rings.
    desk.status = "ringing"
    assert desk.stranded() != []


def test_only_who_has_the_skill_or_none_could_be_rung(desk: Desk) -> None:
    desk.caller(MUSIC)
    desk.knows(desk.scene.phone("Alice"))
    desk.wanted, desk.skills = "billing", ("sales",)
    assert desk.stranded() == []
    desk.skills = ("sales", "billing")
    assert desk.stranded() == ["Carol waits though Alice could be rung"]


def test_a_phone_that_rings_does_so_for_one_caller(desk: Desk) -> None:
    first = desk.caller(MUSIC)
    desk.knows(desk.scene.phone("Alice"))
    desk.scene.create(desk.knows(desk.scene.phone("Bob")), Url=f"{BASE}/out")
    desk.scene.run(1.0)
    assert desk.stranded() == []
    first.name = "Dora"
    desk.caller(MUSIC)
    assert desk.stranded() == ["Carol waits though Alice could be rung"]


def test_who_hears_nothing_is_stranded_whoever_is_free(desk: Desk) -> None:
    desk.caller("<Say>Hello</Say><Pause length='60'/>", seconds=5)
    assert desk.stranded() == ["Carol hears silence"]


def test_who_may_leave_a_message_is_well(desk: Desk) -> None:
    desk.caller("<Say>Speak</Say><Record timeout='0' maxLength='60' action='/over'/>", seconds=5)
    desk.knows(desk.scene.phone("Alice"))
    assert desk.stranded() == []


def test_a_talk_is_well_and_an_agent_without_a_caller_is_not(desk: Desk) -> None:
    carol = desk.caller(ROOM)
    alice = desk.knows(desk.scene.call_out(ROOM, name="Alice"))
    desk.scene.run(1.0)
    assert desk.stranded(may_hold=False) == []
    carol.hang_up()
    desk.scene.run(1.0)
    assert desk.stranded() == [f"Alice is on the line and hears {alice.hearing}"]


def test_a_hold_is_well_while_others_talk_but_not_for_ever(desk: Desk) -> None:
    desk.caller(MUSIC)
    for name in ("Alice", "Bob"):
        desk.knows(desk.scene.call_out(ROOM, name=name))
    desk.knows(desk.scene.phone("Cleo"))
    desk.scene.run(1.0)
    assert desk.stranded(may_hold=True) == []
    assert len(desk.stranded(may_hold=False)) == 3


def test_b_may_be_on_hold_for_as_long_as_a_explains(desk: Desk) -> None:
    desk.caller(ROOM)
    desk.knows(desk.scene.call_out(ROOM, name="Alice"))
    desk.knows(desk.scene.call_out(MUSIC, name="Bob"))
    desk.scene.run(1.0)
    desk.step = "consulting"
    assert [text.split()[0] for text in desk.stranded(may_hold=False)] == ["Bob"]
    desk.step = "explaining"
    assert desk.stranded(may_hold=False) == []


def test_nobody_is_waited_for_longer_than_was_said(desk: Desk) -> None:
    desk.caller(f"<Say>{'Please hold. ' * 9}</Say><Pause length='60'/>")
    began = desk.world.now
    nobody_is_stranded(desk, 5.0, may_hold=False)  # type: ignore[arg-type]
    assert desk.world.now == began
    desk.scene.run(20.0)
    with pytest.raises(NotSeen, match="Carol hears silence"):
        nobody_is_stranded(desk, 5.0, may_hold=False)  # type: ignore[arg-type]
    assert desk.world.now - began == pytest.approx(25.0)
