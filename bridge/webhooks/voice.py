"""What a customer's call brings: a new call, its end, and a leg's way out when we could not answer.

Decides which call a CallSid belongs to. It must not know what a call does next.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import structlog
from flask import Blueprint, Response, request

from bridge.core.events import LegEnded
from bridge.service import Bridge, current
from bridge.spoken import masked
from bridge.status import LIVE, outcome_of
from bridge.store import calls
from bridge.store.database import Unavailable
from bridge.webhooks.door import answer, form, twiml
from twiml import ended, hold, lifeboat

log = structlog.get_logger()
blueprint = Blueprint("voice", __name__, url_prefix="/twilio")

_SKILL = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CALL_SID = re.compile(r"[A-Za-z0-9]{2,64}")


@blueprint.post("/voice")
def voice() -> Response:
    """A call comes in. The same CallSid again is the same call (interface)."""
    bridge, sid = current(), form("CallSid")
    if not _CALL_SID.fullmatch(sid):
        return twiml(ended.stranger(bridge.line))
    return _take(bridge, sid, request.args.get("skill", ""))


def _take(bridge: Bridge, sid: str, skill: str) -> Response:
    skill = skill.lower()
    call, leg = bridge.engine.arrive(
        sid, form("From")[:120], form("To")[:120], skill if _SKILL.fullmatch(skill) else None
    )
    log.info("call_arrived", call=call.id, caller=masked(call.from_number), skill=call.skill)
    return answer(bridge, call, leg)


@blueprint.post("/status")
def status() -> tuple[str, int]:
    """The number's own callback: the customer's call is over (reference/twilio.md 1.3)."""
    bridge, current_status = current(), form("CallStatus")
    if current_status and current_status not in LIVE:
        with bridge.database.read() as db:
            known = calls.find_by_sid(db, form("CallSid"))
            call = calls.load(db, known[0]) if known is not None else None
        if known is not None and call is not None:
            outcome = outcome_of(current_status, call.legs[known[1]].party)
            bridge.engine.handle(call.id, LegEnded(known[1], outcome))
    return "", 204


@blueprint.post("/fallback")
def fallback() -> Response:
    """Whatever the leg should hear now; hold audio while we cannot say (design 5).

    Nothing but the carrier's own error and the end of the call comes after this, so no mistake of ours and
    nothing that a newer process has stored may pass.
    """
    bridge = current()
    try:
        return _what_is_true_now(bridge)
    except Unavailable as error:
        log.warning("lifeboat", why=str(error))
    except Exception:
        log.exception("lifeboat")
    attempt = request.args.get("k", default=0, type=int)
    return twiml(lifeboat.document(bridge.line, attempt))


def _what_is_true_now(bridge: Bridge) -> Response:
    with bridge.database.read() as db:
        known = calls.find_by_sid(db, form("CallSid"))
    if known is None:
        return _unknown_caller()
    call = bridge.engine.fetch(known[1], form("CallSid"))
    return answer(bridge, call, call.legs[known[1]])


def _unknown_caller() -> Response:
    """The voice webhook failed before it could store the call: it is taken now, as if it had come.

    The skill stood in that webhook's URL, which is told here (reference/twilio.md 1.2).
    """
    bridge, failed = current(), form("ErrorUrl")
    if form("Direction") == "inbound" and form("CallStatus") in LIVE and _CALL_SID.fullmatch(form("CallSid")):
        asked = parse_qs(failed.partition("?")[2].partition("#")[0])
        return _take(bridge, form("CallSid"), asked.get("skill", [""])[0])
    return twiml(ended.stranger(bridge.line))


@blueprint.route("/wait", methods=["GET", "POST"])
def wait() -> Response:
    """What somebody alone in a conference hears."""
    return twiml(hold.wait_document(current().line))
