"""Who is stranded: on the line, but neither in a talk nor on the way to one.

Decides what is well about a phone by what it hears, by who else is on the line, and by what an outsider can
ask the API: which skills agents and calls have. It must not know why anybody is where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from simulator.judge import is_recorded
from simulator.phones import Phone
from simulator.stage import NotSeen, Stage, talk

# A ring, a brief, a menu, half a minute until who declined is rung again: that much ends by itself.
SOON = 90.0
# So does a hold: 180 s, and the way back.
LONGEST_HOLD = 240.0
LOOK_EVERY = 1.0
IN_LINE = ("music", "ringing", "speech")


def nobody_is_stranded(stage: Stage, seconds: float, may_hold: bool) -> None:
    """Raises NotSeen when there is no such moment within so many seconds in which nobody hangs up.

    `may_hold`: whether it is well to be on hold while others talk.
    """
    end = stage.world.now + seconds
    while found := stranded(stage, may_hold):
        if stage.world.now >= end:
            raise NotSeen(f"nobody hung up, and {', '.join(found)}")
        stage.wait(LOOK_EVERY)


def stranded(stage: Stage, may_hold: bool) -> list[str]:
    """In a sentence each. B may be on hold for as long as A explains, for A can end that."""
    may_hold = may_hold or _explains(stage)
    callers = [phone for phone in stage.judge.callers if phone.call]
    others = [phone for phone in _phones(stage) if phone not in stage.judge.callers and phone.call]
    ringing = sum(phone.state == "ringing" for phone in others)
    talks = any(talk(one, two) for one, two in combinations([*callers, *others], 2))
    lost = [
        f"{phone.name} is on the line and hears {phone.hearing}"
        for phone in others
        if not (phone.state == "ringing" or _is_with(phone, callers))
        if not (may_hold and (_is_with(phone, others) or (_kind(phone) == "music" and (ringing or talks))))
    ]
    in_consult = may_hold and any(talk(one, two) for one, two in combinations(others, 2))
    waiting = [caller for caller in callers if not (is_recorded(caller) or _is_with(caller, others))]
    return lost + _waiting_in_vain(stage, waiting, len(waiting) if in_consult else ringing)


def _explains(stage: Stage) -> bool:
    """Whether A has swapped B for the caller."""
    live = stage.get("/api/calls?state=live")["items"]
    transfers = [call["transfer_id"] for call in live if call["transfer_id"]]
    return any(stage.get(f"/api/transfers/{one}")["step"] == "explaining" for one in transfers)


def _phones(stage: Stage) -> list[Phone]:
    return [line for line in stage.carrier.phones.values() if isinstance(line, Phone)]


def _is_with(phone: Phone, others: Sequence[Phone]) -> bool:
    return any(talk(phone, other) for other in others if other is not phone)


def _waiting_in_vain(stage: Stage, waiting: Sequence[Phone], cared_for: int) -> list[str]:
    """So many are cared for, such as by a phone that rings; the others wait because nobody is free."""
    found = [f"{one.name} hears {one.hearing}" for one in waiting if _kind(one) not in IN_LINE]
    in_line = [caller for caller in waiting if _kind(caller) in IN_LINE]
    free = _free(stage) if len(in_line) > cared_for else []
    if free:
        skills = _wanted(stage)
        for caller in in_line[cared_for:]:
            names = [str(one["name"]) for one in free if _takes(one, skills.get(caller.calls[-1].sid))]
            found += [f"{caller.name} waits though {' and '.join(names)} could be rung"] if names else []
    return found


def _kind(phone: Phone) -> str:
    return phone.hearing.kind if phone.hearing else "nothing"


def _free(stage: Stage) -> list[dict[str, Any]]:
    """Agents who could be rung, whatever the API takes them to be doing, unless they have gone away."""
    idle = {
        one.id
        for one in stage.agents.values()
        if one.phone.call is None and not (one.phone.busy or one.phone.unreachable)
    }
    if not idle:
        return []
    agents = stage.get("/api/agents")["items"]
    return [one for one in agents if one["id"] in idle and one["status"] != "away"]


def _wanted(stage: Stage) -> dict[str, str | None]:
    """The skill that each live call is for, by the caller's leg."""
    live = stage.get("/api/calls?state=live")["items"]
    return {str(leg["call_sid"]): call["skill"] for call in live for leg in call["legs"]}


def _takes(agent: dict[str, Any], skill: str | None) -> bool:
    return skill is None or not agent["skills"] or skill in agent["skills"]
