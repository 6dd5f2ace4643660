"""From a call to what one of its phones should be told now: the view that `twiml/` renders.

Decides which names and words a leg's document may contain. It must not know TwiML or the web.
"""

from __future__ import annotations

from typing import Any

from bridge.core.briefing import BEFORE_THE_BRIEF
from bridge.core.state import Call, Kind, Leg, Party, Place, Transfer, TransferState
from bridge.spoken import caller_name, leg_name
from bridge.store import calls
from bridge.store.database import Database
from summaries import Brief as SpokenBrief
from summaries import spoken_details, spoken_headline
from twiml import render
from twiml.view import Line, View

# What a held caller is told while a transfer is in this state.
PROGRESS = {
    TransferState.DIALLING: "dialling",
    TransferState.BRIEFING: "briefing",
    TransferState.CONSULTING: "consulting",
}


def document(database: Database, line: Line, call: Call, leg: Leg) -> str:
    """The leg's current document as TwiML."""
    position = 0
    if leg.place is Place.WAITING:
        with database.read() as db:
            position = calls.place_in_line(db, call)
    return render(view(line, call, leg, position))


def view(line: Line, call: Call, leg: Leg, position: int = 0) -> View:
    transfer = _transfer_of(call, leg)
    return View(
        line=line,
        call=call.id,
        leg=leg.id,
        number=leg.number,
        place=leg.place,
        step=leg.step,
        note=leg.note,
        party=leg.party,
        caller=caller_name(call.from_number, line.language),
        skill=_skill(call, leg, transfer),
        position=position,
        skills=leg.choices,
        **_conversation(call, leg),
        **_people(call, transfer, line.language),
        **_brief(leg, transfer, line.language),
        progress=_progress(call, leg),
    )


def _skill(call: Call, leg: Leg, transfer: Transfer | None) -> str:
    """What the call is about now: an offer is for the queue it waits in, a transfer may go elsewhere."""
    asked = transfer.to_skill if transfer is not None and leg.place is not Place.OFFER else None
    return asked or call.skill or ""


def _transfer_of(call: Call, leg: Leg) -> Transfer | None:
    """The transfer that this leg's sentences are about: its own, the live one, or the latest.

    Whoever took a call over is its agent, and may transfer it on.
    """
    if leg.transfer_id is not None and leg.party is Party.TARGET:
        return call.transfers[leg.transfer_id]
    return call.transfer or next(reversed(call.transfers.values()), None)


def _conversation(call: Call, leg: Leg) -> dict[str, Any]:
    if leg.conversation is None:
        return {}
    kind = call.conversations[leg.conversation].kind
    return {
        "conversation": leg.conversation,
        "kind": "livekit" if kind is Kind.LIVEKIT else "conference",
        "identity": leg.identity,
        "entry": leg.entry,
    }


def _people(call: Call, transfer: Transfer | None, language: str) -> dict[str, Any]:
    if transfer is None:
        return {"agent": leg_name(call.agent, language), "target": leg_name(None, language)}
    agent = call.legs.get(transfer.agent_leg)
    target = call.legs.get(transfer.target_leg or "")
    return {"agent": leg_name(agent, language), "target": leg_name(target, language)}


def _brief(leg: Leg, transfer: Transfer | None, language: str) -> dict[str, Any]:
    """B hears it, and A the first sentence of it."""
    if leg.place not in (Place.BRIEF, Place.CONSULTING) or transfer is None or transfer.brief is None:
        return {}
    told = SpokenBrief(transfer.brief.headline, transfer.brief.details, transfer.brief.source)
    return {
        "headline": spoken_headline(told, language),
        "details": tuple(spoken_details(told, language)),
        "answer": leg.answer,
    }


def _progress(call: Call, leg: Leg) -> str:
    """The first words of a hold are its note; then how the transfer goes, as long as there is one."""
    transfer = call.transfer
    if leg.place is not Place.HOLD or transfer is None or leg.party is not Party.CALLER:
        return ""
    target = call.legs.get(transfer.target_leg or "")
    if transfer.state is TransferState.BRIEFING and target is not None and target.step in BEFORE_THE_BRIEF:
        return PROGRESS[TransferState.DIALLING]
    return PROGRESS.get(transfer.state, "")
