"""What scenarios have in common: how people behave, a connected call, a transfer under way, an ending.

Decides what "connected" and "over" look like from outside. It must not know how they come about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.people import Person, Press, Saying
from simulator.phones import Phone
from simulator.stage import NUMBER, Agent, AnotherStory, Stage, talk

ALWAYS = 99
# Seconds of talk before somebody hangs up: enough for an ear on a busy machine to have heard who talks.
A_FEW_WORDS = 2.0
# A phone that is rung for nobody any more stops within so many seconds.
STOPS_RINGING = 1.0
PROBLEM = "My invoice from March was charged twice, 40 dollars each."


def willing(answer_after: float = 2.0, presses: str = "1", says: tuple[Saying, ...] = ()) -> Person:
    """Picks up and presses this key whenever asked to."""
    return Person(answer_after, presses=[Press(presses, "press 1 to take", 1.0, ALWAYS)], says=says)


def curious(answer_after: float = 2.0) -> Person:
    """Presses 1 to hear what it is about, and 1 again to take the call."""
    presses = [Press("1", "press 1 to hear", 1.0, ALWAYS), Press("1", "press 1 to take", 1.0, ALWAYS)]
    return Person(answer_after, presses=presses)


def silent() -> Person:
    """Picks up and never presses anything."""
    return Person(answer_after=2.0)


def absent() -> Person:
    """Lets it ring."""
    return Person(answer_after=None)


def declining_by_key() -> Person:
    return willing(presses="2")


def refusing() -> Person:
    """Presses the red button on a ringing phone."""
    return Person(answer_after=None, declines_after=2.0)


def caller_with_a_problem() -> Person:
    return Person(says=[Saying(PROBLEM, "how can I help you", 0.5)])


def helpful() -> Person:
    """An agent who greets whoever is there."""
    return willing()


def connects(s: Stage, caller: Phone, agent: Agent, seconds: float = 60.0) -> None:
    """Caller and agent talk, and the application knows."""
    s.until(lambda: talk(caller, agent.phone), f"{caller.name} and {agent.phone.name} talk", seconds)
    sid = caller.calls[-1].sid
    s.until(lambda: _state_of(s, sid) == "connected", "the call is connected", 10)


def _state_of(s: Stage, sid: str) -> str:
    live = s.get("/api/calls?state=live")["items"]
    return next((str(one["state"]) for one in live if one["legs"][0]["call_sid"] == sid), "ended")


@dataclass
class Talk:
    """A caller and agent A in a talk, with B's phone beside."""

    stage: Stage
    caller: Phone
    a: Agent
    b: Agent
    call_id: str

    def call(self) -> dict[str, Any]:
        found: dict[str, Any] = self.stage.get(f"/api/calls/{self.call_id}")
        return found

    def transfer(self, **more: Any) -> dict[str, Any]:
        """Ask for a warm transfer to B."""
        body = {"to": {"agent_id": self.b.id}, "reason": "Billing must refund it.", **more}
        made: dict[str, Any] = self.stage.post(f"/api/calls/{self.call_id}/transfers", body)
        return made

    def command(self, transfer: dict[str, Any], command: str) -> dict[str, Any]:
        done: dict[str, Any] = self.stage.post(f"/api/transfers/{transfer['id']}/{command}")
        return done

    def agent_status(self, agent: Agent) -> str:
        return str(self.stage.get(f"/api/agents/{agent.id}")["status"])


def connected(s: Stage, b: Person | None = None, a: Person | None = None) -> Talk:
    """A caller talks to A; B's phone is held by `b`."""
    alice = s.agent("Alice", a or helpful())
    caller = s.caller("Carol", caller_with_a_problem())
    s.act(caller.dial, NUMBER)
    connects(s, caller, alice)
    bob = s.agent("Bob", b or willing(), skills=("billing",))
    found = Talk(s, caller, alice, bob, s.call()["id"])
    s.act(alice.phone.say, "Hello, how can I help you?")
    s.until(lambda: PROBLEM in caller.said, "the caller has told the problem", 20)
    s.wait(1.0)
    return found


def written_down(t: Talk, *words: str) -> list[tuple[str, str]]:
    """Who said what, all of `words` included: a line that the carrier could not hand over is nowhere."""
    lines = t.stage.get(f"/api/calls/{t.call_id}/transcript")["items"]
    if not set(words) <= {line["text"] for line in lines}:
        raise AnotherStory("something that was said was lost on its way")
    return [(line["speaker"], line["text"]) for line in lines]


def all_in_rooms(s: Stage) -> None:
    """For scenarios in which LiveKit fails: who comes too late for the room talks in a conference anyway."""
    if any(call["home"] != "livekit" for call in s.get("/api/calls?state=live")["items"]):
        raise AnotherStory("a caller came too late for the room, and met the agent in a conference")


def promptly(s: Stage, condition: Callable[[], bool], what: str, seconds: float) -> None:
    """Within so many seconds; later only when a carrier did not tell us, which is another story."""
    began = s.world.now
    s.until(condition, what, 30)
    if s.world.now - began > seconds:
        raise AnotherStory(f"{what}: only after {s.world.now - began:.0f} s")


def step_is(t: Talk, transfer: dict[str, Any], *steps: str) -> Callable[[], bool]:
    """A condition: the transfer is in one of these steps."""
    return lambda: t.stage.transfer(transfer["id"])["step"] in steps


def ringing(s: Stage, b: Person | None = None) -> tuple[Talk, dict[str, Any]]:
    """B's phone rings, the caller is on hold."""
    t = connected(s, b or absent())
    transfer = t.transfer()
    s.until(lambda: t.b.phone.state == "ringing", "B's phone rings", 10)
    return t, transfer


def briefing(s: Stage) -> tuple[Talk, dict[str, Any]]:
    """B hears the brief and does nothing, the caller is on hold."""
    t = connected(s, silent())
    transfer = t.transfer()
    s.until(lambda: t.b.phone.was_told("Press 1 to take the call"), "B hears the brief", 20)
    return t, transfer


def consulting(s: Stage, b: Person | None = None) -> tuple[Talk, dict[str, Any]]:
    """A and B talk, the caller is on hold."""
    t = connected(s, b)
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    return t, transfer


def receipt(t: Talk, transfer: dict[str, Any], step: str, outcome: str, *attempts: str) -> dict[str, Any]:
    """The transfer ended like this, and its attempts like that."""
    t.stage.until(step_is(t, transfer, step), f"the transfer is {step}", 60)
    found = t.stage.transfer(transfer["id"])
    assert found["outcome"] == outcome, found
    assert [one["outcome"] for one in found["attempts"]] == list(attempts), found["attempts"]
    t.stage.receipts.append(found)
    return found


def refused(t: Talk, transfer: dict[str, Any], command: str, step: str) -> None:
    """Not now: the answer says where the transfer is."""
    status, body = t.stage.ask("POST", f"/api/transfers/{transfer['id']}/{command}")
    assert (status, body["step"]) == (409, step), (status, body)


def back_together(t: Talk) -> None:
    """Caller and A talk again, and the call says so."""
    t.stage.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 20)
    t.stage.until(lambda: t.call()["state"] == "connected", "the call is connected again", 10)
    assert t.call()["agent_id"] == t.a.id


def stops_ringing(s: Stage, phone: Phone) -> None:
    """Nobody is called to a talk that is not wanted any more."""
    limit = STOPS_RINGING + s.late
    promptly(s, lambda: phone.state == "idle", f"{phone.name}'s phone stops ringing", limit)


def all_three_talk(t: Talk) -> None:
    """Caller, A and B hear each other."""
    phones = (t.caller, t.a.phone, t.b.phone)
    t.stage.until(
        lambda: all(one.hears(two) for one in phones for two in phones if one is not two), "all talk", 20
    )


def b_is_released(t: Talk) -> None:
    """B's phone is free for the next call."""
    t.stage.until(lambda: t.b.phone.state == "idle", "B is released", 15)


def over(t: Talk, outcome: str) -> None:
    """The call ended like this; nobody is left on a line, everybody is free."""
    s = t.stage
    s.until(lambda: t.call()["state"] == "ended", "the call is over", 30)
    assert t.call()["outcome"] == outcome, t.call()["outcome"]
    all_released(s)


def all_released(s: Stage) -> None:
    """No leg, no room, no conference, no reservation is left behind."""
    s.until(lambda: not s.carrier.live_calls(), "every leg is over", 40)
    s.until(lambda: not s.livekit.rooms, "every room is closed", 20)
    s.until(lambda: s.get("/api/calls?state=live")["items"] == [], "no call is live", 30)
    s.until(lambda: not _busy(s), "every agent is free", 30)
    s.judge.settle()


def _busy(s: Stage) -> list[str]:
    statuses = {one["name"]: one["status"] for one in s.get("/api/agents")["items"]}
    return [name for name, status in statuses.items() if status not in ("available", "away")]


def hang_up_and_end(t: Talk) -> None:
    """The caller talks on for a moment, is content and hangs up."""
    t.stage.wait(A_FEW_WORDS)
    t.stage.act(t.caller.hang_up)
    over(t, "completed")
