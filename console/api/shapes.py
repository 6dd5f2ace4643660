"""From what is stored to what the JSON API shows.

Decides what outsiders see of a call, a leg, a transfer: numbers are masked here and nowhere else. It
must not know HTTP.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bridge.core.state import Call, Kind, Leg, Transfer, TransferState
from bridge.core.work import Change
from bridge.spoken import is_withheld, masked
from bridge.store import calls
from bridge.store.agents import Entry
from console.api import models

STEPS = {
    TransferState.DIALLING: "initiating",
    TransferState.BRIEFING: "initiating",
    TransferState.CONSULTING: "explaining",
    TransferState.SWAPPED: "explaining",
    TransferState.THREE_WAY: "explaining",
    TransferState.HANDING_OVER: "completing",
}


def agent(db: Connection, entry: Entry) -> models.Agent:
    """An agent whose phone a leg holds is rung or talks; else what the agent says of themselves."""
    status = entry.presence
    if entry.leg_id is not None:
        call = calls.load_by_leg(db, entry.leg_id)
        leg = call.legs[entry.leg_id] if call is not None else None
        status = "on_call" if leg is not None and leg.accepted_at is not None else "ringing"
    return models.Agent(
        id=entry.id,
        name=entry.name,
        code=entry.code,
        phone=entry.phone,
        skills=list(entry.skills),
        status=status,
    )


def call(one: Call) -> models.Call:
    transfer = one.transfer or next(reversed(one.transfers.values()), None)
    conversation = one.conversations.get(one.home or "")
    in_room = conversation is not None and conversation.kind is Kind.LIVEKIT
    return models.Call(
        id=one.id,
        state=one.state.value,
        direction=one.direction,
        from_=_party(one.from_number),
        to=_party(one.to_number),
        skill=one.skill,
        agent_id=one.agent.agent_id if one.agent else None,
        transfer_id=transfer.id if transfer else None,
        home=conversation.kind.value if conversation else None,
        room=one.home if in_room else None,
        legs=[_leg(leg) for leg in one.legs.values()],
        started_at=one.started_at,
        ended_at=one.ended_at,
        outcome=one.outcome.value if one.outcome else None,
    )


def _party(number: str) -> str:
    return "anonymous" if is_withheld(number) else masked(number)


def _leg(leg: Leg) -> models.Leg:
    return models.Leg(
        id=leg.id,
        party=leg.party.value,
        agent_id=leg.agent_id,
        place=leg.place.value,
        call_sid=leg.call_sid,
    )


def transfer(db: Connection, one: Call, it: Transfer) -> models.Transfer:
    return models.Transfer(
        id=it.id,
        call_id=one.id,
        step=step(it),
        mode=it.mode,
        reason=it.reason,
        from_agent_id=it.from_agent_id,
        to_agent_id=it.to_agent_id,
        attempts=[_attempt(leg) for leg in one.legs.values() if leg.transfer_id == it.id],
        outcome=it.outcome.value if it.outcome else None,
        brief=_brief(it),
        timeline=_timeline(db, one, it),
        started_at=it.started_at,
        accepted_at=it.accepted_at,
        ended_at=it.ended_at,
    )


def step(it: Transfer) -> str:
    """Live steps have their public names; the last ones are called as they are."""
    return STEPS.get(it.state, it.state.value)


def _attempt(leg: Leg) -> models.Attempt:
    """How long the phone rang: until somebody answered or it was given up."""
    stopped = leg.answered_at or leg.ended_at
    rang = None if leg.rang_at is None or stopped is None else round((stopped - leg.rang_at) * 1000)
    return models.Attempt(
        agent_id=leg.agent_id,
        outcome=leg.outcome.value if leg.outcome else None,
        sip_code=leg.sip_code,
        rang_ms=None if rang is None else max(rang, 0),
    )


def _brief(it: Transfer) -> models.Brief | None:
    if it.brief is None:
        return None
    return models.Brief(headline=it.brief.headline, details=list(it.brief.details), source=it.brief.source)


def _timeline(db: Connection, one: Call, it: Transfer) -> list[models.Moment]:
    """What happened to the transfer and to the people in it, in the words of the history."""
    who = {it.id: "transfer", one.caller.id: "caller", it.agent_leg: "agent"}
    who |= {leg.id: "target" for leg in one.legs.values() if leg.transfer_id == it.id}
    end = it.ended_at if it.ended_at is not None else float("inf")
    return [
        models.Moment(at=at, event=words(who[change.subject], change))
        for at, change in calls.history_of(db, one.id, who)
        if it.started_at <= at <= end
    ]


def words(who: str, change: Change) -> str:
    """What happened to whom, in one word for programs."""
    if change.what in ("state", "place"):
        return f"{who}_{change.after}".replace(".", "_")
    # Which key, and whose brief: it was there so long after the transfer had started.
    more = change.after if change.what in ("key", "brief") else ""
    return "_".join(part for part in (who, change.what, more) if part)
