"""What a leg's own phone brings: its document is fetched, keys are pressed, a `<Dial>` ends, it ends.

Decides which event a request is. It must not know what the event does to the call.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from bridge.core.events import (
    DialPlaced,
    EntryLost,
    EntrySeen,
    Event,
    InputKind,
    InputReceived,
    LegEnded,
    LegRang,
    MachineJudged,
)
from bridge.core.state import Call
from bridge.engine import UnknownCall
from bridge.service import Bridge, current
from bridge.status import LIVE, outcome_of
from bridge.store import calls
from bridge.views import view
from bridge.webhooks.door import answer, form, twiml
from summaries import redact
from twiml import announcement, ended

blueprint = Blueprint("legs", __name__, url_prefix="/twilio/legs")

# How Twilio says that the child of a `<Dial>` had been talking (reference/twilio.md 3.2).
_ANSWERED = {"completed", "answered"}
LONGEST_QUESTION = 300


@blueprint.post("/<leg_id>")
def leg_document(leg_id: str) -> Response:
    """The leg's one URL: with `n` and `e` something came back from a document, without it is a fetch."""
    bridge = current()
    try:
        if "e" in request.args:
            call = _input(bridge, leg_id)
        else:
            call = bridge.engine.fetch(leg_id, form("CallSid"))
    except UnknownCall:
        return twiml(ended.stranger(bridge.line))
    if call.legs[leg_id].call_sid != form("CallSid"):
        # A ghost of a dial that was given up, or somebody else's call: told and released.
        return twiml(ended.stranger(bridge.line))
    return answer(bridge, call, call.legs[leg_id])


def _input(bridge: Bridge, leg_id: str) -> Call:
    call = _call_of(bridge, leg_id)
    if call.legs[leg_id].call_sid != form("CallSid"):
        return call
    return bridge.engine.handle(call.id, _event(call, leg_id), answering=leg_id)


def _event(call: Call, leg_id: str) -> Event:
    status = form("CallStatus")
    if status and status not in LIVE:
        # The action of a `<Dial>` is also requested when the caller has hung up.
        return LegEnded(leg_id, outcome_of(status, call.legs[leg_id].party))
    try:
        kind = InputKind(request.args["e"])
    except ValueError:
        kind = InputKind.AGAIN
    if kind is InputKind.SPOKEN and form("Digits"):
        # One `<Gather>` takes speech and keys, and has one URL for both.
        kind = InputKind.KEYS
    return InputReceived(
        leg=leg_id,
        number=request.args.get("n", default=0, type=int),
        kind=kind,
        keys=form("Digits")[:32],
        said=redact(form("SpeechResult"))[:LONGEST_QUESTION],
        answered=form("DialCallStatus") in _ANSWERED,
        sip_code=_sip_code("DialSipResponseCode"),
    )


@blueprint.post("/<leg_id>/announcement")
def leg_announcement(leg_id: str) -> Response:
    """What is spoken to the leg over its talk."""
    bridge = current()
    try:
        call = _call_of(bridge, leg_id)
    except UnknownCall:
        return twiml(ended.stranger(bridge.line))
    return twiml(
        announcement.document(view(bridge.line, call, call.legs[leg_id]), request.args.get("say", ""))
    )


@blueprint.post("/<leg_id>/status")
def leg_status(leg_id: str) -> tuple[str, int]:
    """Progress of a phone that we ring; may come twice and out of order (reference/twilio.md 1.3)."""
    bridge, status, sid = current(), form("CallStatus"), form("CallSid")
    try:
        call = _call_of(bridge, leg_id)
    except UnknownCall:
        return "", 204
    leg = call.legs[leg_id]
    if leg.call_sid not in (None, sid) or not sid:
        return "", 204
    if status in LIVE:
        if leg.rang_at is None or leg.call_sid is None:
            bridge.engine.handle(call.id, _progress(leg_id, sid, status))
    elif status and (leg.live or leg.sip_code is None):
        bridge.engine.handle(
            call.id, LegEnded(leg_id, outcome_of(status, leg.party), _sip_code("SipResponseCode"))
        )
    return "", 204


def _progress(leg_id: str, sid: str, status: str) -> Event:
    return LegRang(leg_id, sid) if status == "ringing" else DialPlaced(leg_id, sid)


def _sip_code(field: str) -> int | None:
    code = form(field)
    return int(code) if code.isdecimal() and len(code) == 3 else None


@blueprint.post("/<leg_id>/machine")
def leg_machine(leg_id: str) -> tuple[str, int]:
    """Who picked up, as far as the carrier can hear (reference/twilio.md 5.3)."""
    bridge, verdict = current(), form("AnsweredBy")
    try:
        call = _call_of(bridge, leg_id)
    except UnknownCall:
        return "", 204
    if call.legs[leg_id].call_sid in (None, form("CallSid")):
        machine = verdict.startswith("machine") or verdict == "fax"
        bridge.engine.handle(call.id, MachineJudged(leg_id, machine))
    return "", 204


@blueprint.post("/<leg_id>/entry")
def leg_entry(leg_id: str) -> tuple[str, int]:
    """Progress of the SIP leg that stands for the leg in a room; `k` is the entry it belongs to."""
    bridge, status = current(), form("CallStatus")
    entry = request.args.get("k", default=-1, type=int)
    event: Event = EntrySeen(leg_id, entry) if status in LIVE else EntryLost(leg_id, entry)
    try:
        if status not in ("initiated", "ringing", "queued"):
            bridge.engine.handle(_call_of(bridge, leg_id).id, event)
    except UnknownCall:
        pass
    return "", 204


def _call_of(bridge: Bridge, leg_id: str) -> Call:
    with bridge.database.read() as db:
        call = calls.load_by_leg(db, leg_id)
    if call is None:
        raise UnknownCall(leg_id)
    return call
