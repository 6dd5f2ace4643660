"""The Calls resource and its Transcriptions.

Decides what the state of a leg makes a request be refused for, and how a leg is shown (reference/twilio.md
4.1, 4.2, 3.4); fields have been checked before. What happens on the leg afterwards is not its business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.twilio import amd
from simulator.twilio.calls import LONGEST_CALL, Call, Callback
from simulator.twilio.documents import parse
from simulator.twilio.lines import Line, SipLine
from simulator.twilio.resources import ApiError, Asked, Json, page, rfc2822, within
from simulator.twilio.transcription import Transcription, transcribe
from simulator.twilio.web import Params

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier
    from simulator.twilio.program import Program

DEFAULT_TIMEOUT = 60
NOT_IN_PROGRESS = 21220


def create(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """Place a call: queued now, started when the calls-per-second limit allows."""
    call = outgoing(carrier, asked)
    call.fallback = Callback(asked.get("FallbackUrl"), asked.get("FallbackMethod", "POST"))
    call.limit(asked.number("TimeLimit", LONGEST_CALL))
    call.when_answered = lambda: _answered(call, asked)
    carrier.start_when_free(call, asked.number("Timeout", DEFAULT_TIMEOUT) + carrier.weather.ring_grace)
    return 201, show(call)


def outgoing(carrier: Carrier, asked: Asked) -> Call:
    """A leg to `To`, not placed yet; a phone may only see a number of ours or a verified one (21210)."""
    to, from_ = asked.get("To"), asked.get("From")
    is_sip = to.startswith(("sip:", "sips:"))
    if not is_sip and from_ not in carrier.caller_ids:
        raise ApiError(400, 21210, f"The source phone number provided, {from_}, is not yet verified.")
    call = Call(carrier, "outbound-api", from_, to, _line(carrier, asked, is_sip))
    events = frozenset(asked.all("StatusCallbackEvent") or ["completed"])
    call.callback = Callback(asked.get("StatusCallback"), asked.get("StatusCallbackMethod", "POST"), events)
    carrier.world.note("dials", sid=call.sid, to=to)
    return call


def find(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """List legs, newest first, by To, From, Status, ParentCallSid, StartTime and EndTime."""

    def wanted(call: Call) -> bool:
        facts = {
            "To": call.to,
            "From": call.from_,
            "Status": call.status,
            "ParentCallSid": call.parent.sid if call.parent else "",
        }
        same = all(asked.get(name) in ("", fact) for name, fact in facts.items())
        started = call.created if call.started is None else call.started
        return same and within(asked, "StartTime", started) and within(asked, "EndTime", call.ended_at)

    found = [call for call in reversed(carrier.calls.values()) if wanted(call)]
    return page(f"/2010-04-01/Accounts/{carrier.account_sid}/Calls.json", "calls", found, asked, show)


def fetch(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    return 200, show(_call(carrier, asked))


def update(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """End a call, or give it a new document; only a call in progress can be redirected (21220)."""
    call = _call(carrier, asked)
    if call.is_over:
        raise _gone(call)
    moves = asked.get("Url") or asked.get("Twiml")
    if moves and not asked.get("Status") and (not call.is_live or call.held_by_amd):
        raise ApiError(400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot redirect.")
    _settings(call, asked)
    if asked.get("Status"):
        _finish(call, asked.get("Status"))
    elif moves:
        _redirect(call, asked)
    return 200, show(call)


def start_transcription(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """Start a transcription on a call in progress (reference/twilio.md 3.4)."""
    call = _call(carrier, asked)
    if not call.is_live:
        raise ApiError(400, NOT_IN_PROGRESS, "Call is not in-progress.")
    callback = Callback(asked.get("StatusCallbackUrl"), asked.get("StatusCallbackMethod", "POST"))
    options = {name[:1].lower() + name[1:]: value for name, value in asked.sent}
    session = transcribe(call, asked.get("Name"), callback, asked.get("Track", "both_tracks"), options)
    return 201, _show_transcription(session)


def stop_transcription(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """Stop a transcription by its SID or its name."""
    call, key = _call(carrier, asked), asked.names["session"]
    session = next((one for one in call.transcriptions if key in (one.sid, one.name)), None)
    if session is None:
        raise ApiError(404, 20404, f"Transcription {key} was not found")
    session.stop()
    return 200, _show_transcription(session)


def show(call: Call) -> Json:
    """A leg in the API's shape."""
    account = f"/2010-04-01/Accounts/{call.carrier.account_sid}"
    ours = call.carrier.numbers.get(call.to if call.direction == "inbound" else call.from_)
    wait = ((call.started or call.world.now) - call.created) * 1000
    tails = ("events", "notifications", "payments", "recordings", "siprec", "streams", "transcriptions")
    return {
        "sid": call.sid,
        "date_created": rfc2822(call.created),
        "date_updated": rfc2822(call.updated),
        "parent_call_sid": call.parent.sid if call.parent else None,
        "account_sid": call.carrier.account_sid,
        "to": call.to,
        "to_formatted": call.to,
        "from": call.from_,
        "from_formatted": call.from_,
        "phone_number_sid": ours.sid if ours else None,
        "status": call.status,
        "start_time": rfc2822(call.started),
        "end_time": rfc2822(call.ended_at),
        "duration": str(call.duration) if call.is_over else None,
        "price": None,
        "price_unit": "USD",
        "direction": call.direction,
        "answered_by": call.answered_by or None,
        "api_version": "2010-04-01",
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": str(round(wait)),
        "trunk_sid": None,
        "uri": f"{account}/Calls/{call.sid}.json",
        "subresource_uris": {tail: f"{account}/Calls/{call.sid}/{tail.title()}.json" for tail in tails},
    }


def _line(carrier: Carrier, asked: Asked, is_sip: bool) -> Line:
    if not is_sip:
        return carrier.line_to(asked.get("To"))
    secret = asked.get("SipAuthUsername"), asked.get("SipAuthPassword")
    return SipLine(carrier.sip, asked.get("To"), *secret, carrier.switches.secure_media_accepted)


def _call(carrier: Carrier, asked: Asked) -> Call:
    sid = asked.names["sid"]
    if sid not in carrier.calls:
        raise ApiError(404, 20404, f"The requested resource /Calls/{sid}.json was not found")
    return carrier.calls[sid]


def _answered(call: Call, asked: Asked) -> None:
    """The first document, after the verdict when detection is synchronous (reference/twilio.md 5.3).

    SendDigits are pressed first and switch detection off (reference/twilio.md 4.1).
    """
    mode = asked.get("MachineDetection")
    if keys := asked.get("SendDigits").replace("w", "").replace("W", ""):
        call.line.dtmf(call, keys)
    if keys or not mode:
        return _begin(call, asked, [])
    if asked.flag("AsyncAmd"):
        callback = Callback(
            asked.get("AsyncAmdStatusCallback"), asked.get("AsyncAmdStatusCallbackMethod", "POST")
        )
        amd.detect(call, mode, lambda: amd.report(call, callback))
        return _begin(call, asked, [])
    call.held_by_amd = True
    return amd.detect(call, mode, lambda: _released(call, asked))


def _released(call: Call, asked: Asked) -> None:
    call.held_by_amd = False
    _begin(call, asked, [("AnsweredBy", call.answered_by)])


def _begin(call: Call, asked: Asked, extra: Params) -> None:
    call.program = call.carrier.new_program(call)
    if asked.get("Url"):
        return call.program.load(asked.get("Method", "POST"), asked.get("Url"), extra)
    return call.program.play(parse(asked.get("Twiml"), ""))


def _gone(call: Call) -> ApiError:
    """Nothing can be done with an ended call; its number is not certain (reference/twilio.md 5.3)."""
    if call.carrier.switches.ended_call_is_unknown:
        return ApiError(404, 20404, f"The requested resource /Calls/{call.sid}.json was not found")
    return ApiError(400, NOT_IN_PROGRESS, f"Call is {call.status}, not in the expected state.")


def _finish(call: Call, status: str) -> None:
    """`canceled` is for calls that nobody has answered yet, `completed` for any."""
    if status == "canceled" and call.is_live:
        raise ApiError(400, NOT_IN_PROGRESS, "Call is in-progress. Cannot cancel.")
    call.end("completed" if call.is_live else "canceled")


def _settings(call: Call, asked: Asked) -> None:
    if asked.has("FallbackUrl"):
        call.fallback = Callback(asked.get("FallbackUrl"), asked.get("FallbackMethod", "POST"))
    if asked.has("StatusCallback"):
        method = asked.get("StatusCallbackMethod", "POST")
        call.callback = Callback(asked.get("StatusCallback"), method, call.callback.events)
    if asked.has("TimeLimit"):
        call.limit(asked.number("TimeLimit", LONGEST_CALL))


def _redirect(call: Call, asked: Asked) -> None:
    """Accepted now, done a little later (reference/twilio.md 4.2, open question 8)."""
    url, method, twiml = asked.get("Url"), asked.get("Method", "POST"), asked.get("Twiml")

    def start(program: Program) -> None:
        if url:
            program.load(method, url, reason="redirected")
        else:
            program.play(parse(twiml, ""), "redirected")

    call.redirect(call.world.random.uniform(*call.carrier.switches.redirect_delay), start)


def _show_transcription(session: Transcription) -> Json:
    call = session.call
    path = (
        f"/2010-04-01/Accounts/{call.carrier.account_sid}/Calls/{call.sid}/Transcriptions/{session.sid}.json"
    )
    return {
        "sid": session.sid,
        "account_sid": call.carrier.account_sid,
        "call_sid": call.sid,
        "name": session.name,
        "status": session.status,
        "date_updated": rfc2822(session.updated),
        "uri": path,
    }
