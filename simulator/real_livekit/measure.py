"""`make ears`: joining, hand-overs and deaths on a real LiveKit server, measured by ear; prints the tables.

Decides from where to where is measured. A tone counts as heard when it comes out of a phone's own track, so
everything on the way is in it. EARS_HAND_OVERS and EARS_DEATHS: how many of each.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from simulator.people import Person, Press
from simulator.phones import Phone
from simulator.real_livekit.ears import LAG
from simulator.real_livekit.figures import Times, row, table
from simulator.real_livekit.processes import NotThere, check
from simulator.real_livekit.stage import RealStage, real_stage
from simulator.real_livekit.timeline import Span, during, first_heard, last_heard
from simulator.scenarios.cast import ALWAYS, Talk, all_released, connected, connects
from simulator.stage import NUMBER, Agent, Stage, talk

HAND_OVERS = int(os.environ.get("EARS_HAND_OVERS", "20"))
DEATHS = int(os.environ.get("EARS_DEATHS", "5"))
STEADY = 3.0
# Down for so long, and then as long as it takes to start: within 2 s.
SHORT_OUTAGE = 1.0
# A server that comes back gives new rooms to its dead self for 5 s more; calls meet in conferences then.
RECOVERED = 8.0
TRIES = 3
HEADER = "| ms | p50 | p95 | max | n |\n|---|---|---|---|---|"


def quick() -> Person:
    """An agent who waits for no more words than must be heard."""
    return Person(0.5, presses=[Press("1", "press 1 to take", 0.2, ALWAYS)])


@dataclass(frozen=True)
class HandOver:
    """Seconds, all by ear. `caller_waits` and `b_waits` begin when `complete` is sent."""

    parted: float
    met: float
    caller_waits: float
    b_waits: float
    caller_silence: float
    b_silence: float


ROWS: dict[str, Callable[[HandOver], float]] = {
    "transfer asked for, until the caller hears A no more": lambda one: one.parted,
    "B presses 1, until A hears B": lambda one: one.met,
    "`complete`, until the caller hears B": lambda one: one.caller_waits,
    "`complete`, until B hears the caller": lambda one: one.b_waits,
    "of these, the longest silence of the caller": lambda one: one.caller_silence,
    "of these, the longest silence of B": lambda one: one.b_silence,
}


@dataclass(frozen=True)
class Moments:
    """When what was asked for in one hand-over from A to B, in seconds of the world."""

    a: Phone
    b: Phone
    asked: float
    pressed: float
    completed: float


def hand_over(t: Talk) -> Moments:
    """From a talk of caller and A to one of caller and B; returns when A is free again."""
    s, caller, a, b = t.stage, t.caller, t.a.phone, t.b.phone
    s.wait(1.0)
    # Not `world.now`: that is when something happened last.
    asked = s.livekit.clock()
    transfer = t.transfer()
    s.until(lambda: talk(a, b), "A and B talk", 60)
    pressed = max(fact.at for fact in s.world.history if fact.kind == "presses")
    s.wait(2.0)
    completed = s.livekit.clock()
    t.command(transfer, "complete")
    s.until(lambda: talk(caller, b) and a.state == "idle", "caller and B talk, A is released", 40)
    s.until(lambda: t.agent_status(t.a) == "available", "A is free again", 30)
    return Moments(a, b, asked, pressed, completed)


def measured(real: RealStage, caller: Phone, m: Moments) -> HandOver:
    """Afterwards, so that looking at the lines takes no time from those who hear."""
    of_caller, of_a, of_b = (real.ears.measured(phone) for phone in (caller, m.a, m.b))
    return HandOver(
        parted=_since(m.asked, last_heard(of_caller, m.a.name, m.pressed)),
        met=_since(m.pressed, first_heard(of_a, m.b.name, m.pressed)),
        caller_waits=_since(m.completed, first_heard(of_caller, m.b.name, m.completed)),
        b_waits=_since(m.completed, first_heard(of_b, caller.name, m.completed)),
        caller_silence=_longest_silence(real, caller, m.completed, m.b),
        b_silence=_longest_silence(real, m.b, m.completed, caller),
    )


def hand_overs(count: int) -> tuple[list[HandOver], list[Times], list[Span]]:
    """One caller, handed back and forth between two agents; and when ear and judge disagreed for too long."""
    with _stage({"CONSULT": "livekit"}) as real:
        t = connected(real.stage, quick(), quick())
        moments = []
        for _ in range(count):
            moments.append(hand_over(t))
            t = Talk(t.stage, t.caller, t.b, t.a, t.call_id)
        real.stage.act(t.caller.hang_up)
        all_released(real.stage)
        assert real.stage.problems == [], real.stage.problems
        done = [measured(real, t.caller, one) for one in moments]
        apart = [span for phone in real.ears.phones for span in real.ears.disagreements(phone)]
        return done, [leg.times for leg in real.sip.legs], apart


@dataclass(frozen=True)
class Death:
    """Seconds from the death until they hear each other again, and of silence; `stayed`: in their room."""

    apart: float
    silence: float
    stayed: bool


def killed(real: RealStage) -> None:
    real.sip.crash()


def hung(real: RealStage) -> None:
    real.sip.hung = True


def killed_and_back(real: RealStage) -> None:
    real.sip.crash()
    real.stage.wait(SHORT_OUTAGE)
    real.sip.restart()


def revived(real: RealStage) -> None:
    if not real.sip.is_up:
        real.sip.restart()
    if real.sip.hung:
        real.sip.hung = False


def death(real: RealStage, caller: Phone, alice: Agent, dies: Callable[[RealStage], None]) -> Death:
    """A talk, a death in its middle, and the talk again."""
    s = real.stage
    call_id = talk_in_a_room(s, caller, alice)
    s.wait(STEADY)
    at = real.sip.clock()
    dies(real)
    s.until(lambda: _heard_again(real, caller, alice.phone, at), "they hear each other again", 60)
    s.wait(1.0)
    home = s.get(f"/api/calls/{call_id}")["home"]
    found = Death(
        max(_apart(real, one, two, at) or 0.0 for one, two in _pairs(caller, alice.phone)),
        max(_longest(real, one, at) for one in (caller, alice.phone)),
        home == "livekit",
    )
    hang_up(s, caller, alice)
    revived(real)
    return found


def talk_in_a_room(s: Stage, caller: Phone, alice: Agent) -> str:
    """The id of a call; one that meets in a conference, after a restart, is hung up and dialled again."""
    for _ in range(TRIES):
        s.act(caller.dial, NUMBER)
        connects(s, caller, alice)
        call = s.call()
        if call["home"] == "livekit":
            return str(call["id"])
        hang_up(s, caller, alice)
    raise AssertionError("no call comes into a room")


def hang_up(s: Stage, caller: Phone, alice: Agent) -> None:
    """Not `all_released`: the room of a server that was killed is closed only when that is back."""
    s.act(caller.hang_up)
    s.until(lambda: alice.phone.state == "idle" and not s.carrier.live_calls(), "the call is over", 60)
    s.until(lambda: s.get(f"/api/agents/{alice.id}")["status"] == "available", "the agent is free", 30)


def deaths(count: int, dies: Callable[[RealStage], None]) -> list[Death]:
    with _stage({}) as real:
        alice, caller = real.stage.agent("Alice", quick()), real.stage.caller("Carol")
        real.stage.judge.longest_silence = 10.0
        found = []
        for _ in range(count):
            found.append(death(real, caller, alice, dies))
            real.stage.wait(RECOVERED)
        assert real.stage.problems == [], real.stage.problems
        return found


def main() -> int:
    try:
        check()
    except NotThere as problem:
        print(problem, file=sys.stderr)
        return 1
    if HAND_OVERS:
        _print_hand_overs(*hand_overs(HAND_OVERS))
    print("\n| the server | apart: p50 | p95 | max | longest silence | stayed in the room | n |")
    print("|---|---|---|---|---|---|---|")
    for what, dies in (("is killed", killed), ("hangs", hung), ("is back within 2 s", killed_and_back)):
        print(_death_row(what, deaths(DEATHS, dies)), flush=True)
    return 0


def _print_hand_overs(done: list[HandOver], legs: list[Times], apart: list[Span]) -> None:
    rows = [row(what, [measure(one) for one in done]) for what, measure in ROWS.items()]
    print(table(legs), "", HEADER, *rows, sep="\n")
    longest = max([0.0, *(span.seconds for span in apart)])
    print(
        f"\near and judge disagreed for more than {LAG} s: {len(apart)} times, at most {longest:.1f} s",
        flush=True,
    )


def _death_row(what: str, found: list[Death]) -> str:
    figures = row(what, [one.apart for one in found]).rsplit("|", 2)[0]
    silence = max(one.silence for one in found)
    return f"{figures}| {1000 * silence:.0f} | {sum(one.stayed for one in found)} | {len(found)} |"


@contextmanager
def _stage(settings: dict[str, str]) -> Iterator[RealStage]:
    with tempfile.TemporaryFile() as log, real_stage({"WEB_CONCURRENCY": "2", **settings}, 0, log) as real:
        yield real


def _since(begin: float, end: float | None) -> float:
    assert end is not None, "it was never heard"
    return end - begin


def _longest_silence(real: RealStage, phone: Phone, begin: float, until: Phone) -> float:
    """Of this phone, until it hears the other one."""
    end = first_heard(real.ears.measured(phone), until.name, begin) or begin
    inside = [min(gap.end, end) - max(gap.begin, begin) for gap in real.ears.silences(phone)]
    return max([0.0, *inside])


def _longest(real: RealStage, phone: Phone, since: float) -> float:
    return max([0.0, *(gap.seconds for gap in real.ears.silences(phone) if gap.end > since)])


def _pairs(one: Phone, two: Phone) -> tuple[tuple[Phone, Phone], tuple[Phone, Phone]]:
    return (one, two), (two, one)


def _apart(real: RealStage, phone: Phone, other: Phone, since: float) -> float | None:
    """From a moment until the other is heard again after a gap; None while that has not come."""
    spans = [one for one in during(real.ears.measured(phone), other.name) if one.end > since]
    again = [one.begin for one in spans if one.begin > since + 0.5]
    return again[0] - since if again else None


def _heard_again(real: RealStage, caller: Phone, agent: Phone, since: float) -> bool:
    return all(_apart(real, one, two, since) is not None for one, two in _pairs(caller, agent))


if __name__ == "__main__":
    sys.exit(main())
