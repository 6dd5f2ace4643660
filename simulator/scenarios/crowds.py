"""Many at once: what an account at the carrier allows is kept, and whoever needs it most comes first.

Decides how long the last of them may wait.
"""

from __future__ import annotations

from itertools import pairwise

from simulator.phones import Phone
from simulator.scenarios.cast import (
    all_in_rooms,
    all_released,
    back_together,
    connected,
    connects,
    consulting,
    promptly,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.stage import NUMBER, Agent, Stage, talk

# What the carrier's account takes by default, and what is asked of it at most (reference/twilio.md 4.5).
SECONDS_BETWEEN_DIALS = 0.95
MOVES_IN_A_SECOND = 20
MOVES_IN_A_BEAT = 3


@scenario("calls that come at once ring phones one a second, a transfer's phone first", DIAL_ALLOW="+1555")
def crowd_of_callers(s: Stage) -> None:
    t = connected(s)
    for name in ("Cleo", "Dora", "Emil"):
        s.agent(name, willing())
    ines = s.phone("Ines", willing())
    callers = [s.caller(name) for name in ("Fritz", "Gail", "Hugo")]
    before = len(_dials(s))
    for caller in callers:
        s.act(caller.dial, NUMBER)
    t.transfer(to={"phone": ines.number})
    s.until(lambda: len(_dials(s)) >= before + 4, "all four phones are rung", 20)
    dials = _dials(s)[before : before + 4]
    assert ines.number in [number for _, number in dials[:2]], dials
    times = [at for at, _ in dials]
    assert min(later - earlier for earlier, later in pairwise(times)) > SECONDS_BETWEEN_DIALS - s.late
    assert times[-1] - times[0] > 3 * SECONDS_BETWEEN_DIALS - s.late
    s.until(lambda: all(_is_with_somebody(s, caller) for caller in callers), "each caller has an agent", 30)
    _all_hang_up(s, [*callers, t.caller])


def _dials(s: Stage) -> list[tuple[float, str]]:
    """When which phone was rung, in the order of the carrier."""
    return [(fact.at, str(fact.details["to"])) for fact in s.world.history if fact.kind == "dials"]


def _is_with_somebody(s: Stage, caller: Phone) -> bool:
    return any(talk(caller, agent.phone) for agent in s.agents.values())


def _all_hang_up(s: Stage, callers: list[Phone]) -> None:
    for caller in callers:
        s.act(caller.hang_up)
    all_released(s)


@scenario("LiveKit dies under fifteen talks: the silent are moved first, and the carrier is not flooded")
def crowd_in_a_dead_livekit(s: Stage) -> None:
    # All must talk again within 10 s, unless a move is not answered as well: that takes 4 s more.
    s.judge.longest_silence = 15.0
    talks = [_a_talk(s, number) for number in range(15)]
    all_in_rooms(s)
    held, transfer = consulting(s)
    s.act(s.livekit.crash)
    died = s.world.now
    s.until(lambda: not any(talk(caller, a.phone) for caller, a in talks), "every talk is dead", 3)
    s.until(lambda: len(_moves(s, died)) > 0, "the first of them is moved", 8)
    held.command(transfer, "cancel")
    again = died + 10.0 - s.world.now
    promptly(s, lambda: all(talk(caller, a.phone) for caller, a in talks), "all of them talk again", again)
    back_together(held)
    moves = _moves(s, died)
    assert len(moves) > 2 * len(talks)
    times = [at for at, _ in moves]
    assert max(sum(at <= other < at + 1.0 for other in times) for at in times) <= MOVES_IN_A_SECOND
    _waits_for_the_silent(moves, held.caller, [phone for caller, a in talks for phone in (caller, a.phone)])
    _all_hang_up(s, [caller for caller, _ in [*talks, (held.caller, held.a)]])


def _moves(s: Stage, since: float) -> list[tuple[float, str]]:
    """When which call was redirected, in the order of the carrier."""
    facts = [fact for fact in s.world.history if fact.kind == "redirected" and fact.at > since]
    return [(fact.at, str(fact.details["sid"])) for fact in facts]


def _waits_for_the_silent(moves: list[tuple[float, str]], held: Phone, silent: list[Phone]) -> None:
    """Who hears music comes after who hears nothing; moves that begin in one beat arrive in any order."""
    order = [sid for _, sid in moves]
    assert _sid(held) in order, f"{held.name} was not moved"
    turn = order.index(_sid(held))
    late = [phone.name for phone in silent if _sid(phone) in set(order[turn:]) - set(order[:turn])]
    assert len(late) <= MOVES_IN_A_BEAT, f"{held.name} came from hold before {late}"


def _sid(phone: Phone) -> str:
    return str(phone.calls[-1].sid)


def _a_talk(s: Stage, number: int) -> tuple[Phone, Agent]:
    agent, caller = s.agent(f"Agent {number}", willing()), s.caller(f"Caller {number}")
    s.act(caller.dial, NUMBER)
    connects(s, caller, agent)
    return caller, agent
