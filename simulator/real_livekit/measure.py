"""`make ears`: joining, hand-overs and deaths on a real LiveKit server, measured by ear; prints the tables.

Decides from where to where is measured. A tone counts as heard when it comes out of a phone's own track, so
everything on the way is in it. EARS_HAND_OVERS and EARS_DEATHS: how many of each.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from simulator.phones import Phone
from simulator.real_livekit.deaths import DEATHS, death_row, deaths
from simulator.real_livekit.deaths import HEADER as DEATHS_HEADER
from simulator.real_livekit.ears import LAG
from simulator.real_livekit.figures import Times, row, table
from simulator.real_livekit.processes import NotThere, check
from simulator.real_livekit.redis_gone import HEADER as REDIS_HEADER
from simulator.real_livekit.redis_gone import redis_gone, redis_rows
from simulator.real_livekit.stage import RealStage
from simulator.real_livekit.talks import measuring, quick
from simulator.real_livekit.timeline import Span, first_heard, last_heard
from simulator.scenarios.cast import Talk, all_released, connected
from simulator.stage import talk

HAND_OVERS = int(os.environ.get("EARS_HAND_OVERS", "20"))
ROUNDS = int(os.environ.get("EARS_DEATHS", "5"))
HEADER = "| ms | p50 | p95 | max | n |\n|---|---|---|---|---|"


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
    with measuring({"CONSULT": "livekit"}) as real:
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


def main() -> int:
    try:
        check()
    except NotThere as problem:
        print(problem, file=sys.stderr)
        return 1
    if HAND_OVERS:
        _print_hand_overs(*hand_overs(HAND_OVERS))
    print("", DEATHS_HEADER, sep="\n")
    for what, dies in DEATHS.items():
        print(death_row(what, deaths(ROUNDS, dies)), flush=True)
    print("", REDIS_HEADER, *redis_rows([redis_gone() for _ in range(ROUNDS)]), sep="\n", flush=True)
    return 0


def _print_hand_overs(done: list[HandOver], legs: list[Times], apart: list[Span]) -> None:
    rows = [row(what, [measure(one) for one in done]) for what, measure in ROWS.items()]
    print(table(legs), "", HEADER, *rows, sep="\n")
    longest = max([0.0, *(span.seconds for span in apart)])
    print(
        f"\near and judge disagreed for more than {LAG} s: {len(apart)} times, at most {longest:.1f} s",
        flush=True,
    )


def _since(begin: float, end: float | None) -> float:
    assert end is not None, "it was never heard"
    return end - begin


def _longest_silence(real: RealStage, phone: Phone, begin: float, until: Phone) -> float:
    """Of this phone, until it hears the other one."""
    end = first_heard(real.ears.measured(phone), until.name, begin) or begin
    inside = [min(gap.end, end) - max(gap.begin, begin) for gap in real.ears.silences(phone)]
    return max([0.0, *inside])


if __name__ == "__main__":
    sys.exit(main())
