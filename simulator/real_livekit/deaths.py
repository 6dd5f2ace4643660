"""LiveKit dies in the middle of a talk of two, on the real server, and how long they are apart, by ear.

Decides in which ways it dies and from where to where is measured. It must not know how the bridge finds out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.judge import LONGEST_OUTAGE
from simulator.phones import Phone
from simulator.real_livekit.figures import row
from simulator.real_livekit.stage import RealStage
from simulator.real_livekit.talks import (
    STEADY,
    apart,
    hang_up,
    heard_again,
    longest_silence,
    measuring,
    quick,
    talk_in_a_room,
)
from simulator.stage import Agent

# Down for so long, and then as long as it takes to start: within 2 s.
SHORT_OUTAGE = 1.0
# A server that comes back gives new rooms to its dead self for 5 s more; calls meet in conferences then.
RECOVERED = 8.0
COLUMNS = "| LiveKit | apart: p50 | p95 | max | longest silence | stayed in the room | n |"
HEADER = f"{COLUMNS}\n|---|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Death:
    """Seconds from the death until they hear each other again, and of silence; `stayed`: in their room."""

    apart: float
    silence: float
    stayed: bool


Dies = Callable[[RealStage], None]


def killed(real: RealStage) -> None:
    real.sip.crash()


def hung(real: RealStage) -> None:
    real.sip.hung = True


def sip_silent(real: RealStage) -> None:
    real.stage.act(real.sip.kill_sip)


def killed_and_back(real: RealStage) -> None:
    real.sip.crash()
    real.stage.wait(SHORT_OUTAGE)
    real.sip.restart()


DEATHS: Mapping[str, Dies] = {
    "the server is killed": killed,
    "the server hangs": hung,
    "the SIP service falls silent": sip_silent,
    "the server is back within 2 s": killed_and_back,
}


def deaths(count: int, dies: Dies) -> list[Death]:
    """So many talks, one after another, and each one's death."""
    with measuring({}) as real:
        alice, caller = real.stage.agent("Alice", quick()), real.stage.caller("Carol")
        real.stage.judge.longest_silence = LONGEST_OUTAGE
        found = []
        for _ in range(count):
            found.append(_death(real, caller, alice, dies))
            real.stage.wait(RECOVERED)
        assert real.stage.problems == [], real.stage.problems
        return found


def death_row(what: str, found: list[Death]) -> str:
    figures = row(what, [one.apart for one in found]).rsplit("|", 2)[0]
    silence = max(one.silence for one in found)
    return f"{figures}| {1000 * silence:.0f} | {sum(one.stayed for one in found)} | {len(found)} |"


def _death(real: RealStage, caller: Phone, alice: Agent, dies: Dies) -> Death:
    """A talk, a death in its middle, and the talk again."""
    s = real.stage
    call_id = talk_in_a_room(s, caller, alice)
    s.wait(STEADY)
    at = real.sip.clock()
    dies(real)
    s.until(lambda: heard_again(real, caller, alice.phone, at), "they hear each other again", 60)
    s.wait(1.0)
    home = s.get(f"/api/calls/{call_id}")["home"]
    found = Death(
        apart(real, caller, alice.phone, at),
        longest_silence(real, (caller, alice.phone), at),
        home == "livekit",
    )
    hang_up(s, caller, alice)
    _revive(real)
    return found


def _revive(real: RealStage) -> None:
    if not real.sip.is_up:
        real.sip.restart()
    if real.sip.hung:
        real.sip.hung = False
    if not real.sip.sip_up:
        real.stage.act(real.sip.start_sip)
