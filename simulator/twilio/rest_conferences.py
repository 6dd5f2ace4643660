"""The Conferences and Participants resources.

Decides what they show, refuse and change (reference/twilio.md 4.3, 4.4); the rules of a conference itself
live in `conferences.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from simulator.twilio import amd
from simulator.twilio.calls import LONGEST_CALL, Call, Callback
from simulator.twilio.conferences import API, REDIRECT, Conference, Participant
from simulator.twilio.documents import parse
from simulator.twilio.resources import ApiError, Asked, Json, page, rfc2822, within
from simulator.twilio.rest_calls import DEFAULT_TIMEOUT, outgoing

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier

CONFERENCE_SID = re.compile(r"CF[0-9a-fA-F]{32}")
# The fields of a created participant that are attributes of <Conference>, by their names there.
ATTRIBUTES = {
    "Muted": "muted",
    "Beep": "beep",
    "StartConferenceOnEnter": "startConferenceOnEnter",
    "EndConferenceOnExit": "endConferenceOnExit",
    "Label": "participantLabel",
    "WaitUrl": "waitUrl",
    "WaitMethod": "waitMethod",
    "MaxParticipants": "maxParticipants",
    "CallSidToCoach": "coach",
    "ConferenceStatusCallback": "statusCallback",
    "ConferenceStatusCallbackMethod": "statusCallbackMethod",
}


def find(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """List conferences, newest first, by FriendlyName, Status and dates."""

    def wanted(one: Conference) -> bool:
        same = asked.get("FriendlyName") in ("", one.name) and asked.get("Status") in ("", status_of(one))
        created = within(asked, "DateCreated", one.created)
        return same and created and within(asked, "DateUpdated", one.updated)

    found = [one for one in reversed(carrier.conferences) if wanted(one)]
    return page(f"{_root(carrier)}.json", "conferences", found, asked, show)


def fetch(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    return 200, show(_conference(carrier, asked))


def update(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """End a conference for all, or announce something to everybody in it."""
    one = _conference(carrier, asked)
    if one.over:
        raise ApiError(404, 20404, f"Conference {one.sid} has ended")
    if asked.get("Status") == "completed":
        one.end("api", API)
    elif asked.get("AnnounceUrl"):
        one.announce(asked.get("AnnounceUrl"), asked.get("AnnounceMethod", "POST"))
    return 200, show(one)


def participants(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """List who is inside; a completed conference lists nobody."""
    one = _conference(carrier, asked)

    def wanted(inside: Participant) -> bool:
        facts = {"Muted": inside.muted, "Hold": inside.hold, "Coaching": bool(inside.coach)}
        return all(asked.flag(name) == fact for name, fact in facts.items() if asked.has(name))

    found = [inside for inside in one.participants.values() if wanted(inside)]
    path = f"{_root(carrier)}/{one.sid}/Participants.json"
    return page(path, "participants", found, asked, show_participant)


def participant(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    return 200, show_participant(_participant(carrier, asked))


def add(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """Call somebody who is in the conference the moment the line is answered, voicemail included."""
    key = asked.names["sid"]
    one = carrier.live_conference(key) or _by_sid(carrier, key)
    if CONFERENCE_SID.fullmatch(key) and (one is None or one.over):
        raise ApiError(404, 20404, f"Conference {key} was not found")
    call = outgoing(carrier, asked)
    call.limit(asked.number("TimeLimit", LONGEST_CALL))
    one = one or carrier.conference(key)
    one.dialling[call] = asked.flag("EarlyMedia", True)
    noun = _noun(asked, one.name)
    call.when_answered = lambda: _enter(one, call, noun, asked)
    call.when_over = lambda: _never_came(one, call)
    carrier.start_when_free(call, asked.number("Timeout", DEFAULT_TIMEOUT) + carrier.weather.ring_grace)
    return 201, _show_entry(call, one, asked.get("Label"), "queued")


def change(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """Hold, mute, coach, announce to one participant."""
    one = _participant(carrier, asked)
    if asked.has("Coaching"):
        _coach(one, asked)
    if asked.has("Muted"):
        one.conference.set_muted(one, asked.flag("Muted"))
    if asked.has("EndConferenceOnExit") and not one.hold:
        # While on hold the answer says success and nothing changes (reference/twilio.md 5.3).
        one.ends, one.updated = asked.flag("EndConferenceOnExit"), carrier.world.now
        one.conference.report("modify", "participant-modify", one)
    if asked.has("Hold"):
        url = asked.get("HoldUrl") if asked.has("HoldUrl") else None
        one.conference.set_hold(one, asked.flag("Hold"), url, asked.get("HoldMethod", "GET"))
    if asked.get("AnnounceUrl"):
        one.announce(asked.get("AnnounceUrl"), asked.get("AnnounceMethod", "POST"))
    if asked.has("WaitUrl"):
        one.wait_url, one.wait_method = asked.get("WaitUrl"), asked.get("WaitMethod", "POST")
    return 200, show_participant(one)


def kick(carrier: Carrier, asked: Asked) -> tuple[int, None]:
    """Out of the conference; the leg goes on with its document (open question 7)."""
    one = _participant(carrier, asked)
    one.conference.leave(one, REDIRECT, kicked=True)
    return 204, None


def status_of(one: Conference) -> str:
    """`in-progress` while anybody is inside, though they may all still wait (reference/twilio.md 3.3)."""
    if one.over:
        return "completed"
    return "in-progress" if one.participants else "init"


def show(one: Conference) -> Json:
    """A conference in the API's shape."""
    path = f"/2010-04-01/Accounts/{one.carrier.account_sid}/Conferences/{one.sid}"
    return {
        "account_sid": one.carrier.account_sid,
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(one.updated),
        "api_version": "2010-04-01",
        "friendly_name": one.name,
        "region": one.region,
        "sid": one.sid,
        "status": status_of(one),
        "uri": f"{path}.json",
        "subresource_uris": {
            "participants": f"{path}/Participants.json",
            "recordings": f"{path}/Recordings.json",
        },
        "reason_conference_ended": one.reason or None,
        "call_sid_ending_conference": one.ended_by.sid if one.ended_by else None,
    }


def show_participant(one: Participant) -> Json:
    """A participant in the API's shape."""
    shown = _show_entry(one.call, one.conference, one.terms.label, "connected")
    return shown | {
        "date_created": rfc2822(one.joined_at),
        "date_updated": rfc2822(one.updated),
        "call_sid_to_coach": one.coach or None,
        "coaching": bool(one.coach),
        "end_conference_on_exit": one.ends,
        "muted": one.muted,
        "hold": one.hold,
        "start_conference_on_enter": one.terms.starts,
    }


def _show_entry(call: Call, one: Conference, label: str, status: str) -> Json:
    root = f"/2010-04-01/Accounts/{call.carrier.account_sid}/Conferences/{one.sid}"
    return {
        "account_sid": call.carrier.account_sid,
        "call_sid": call.sid,
        "label": label or None,
        "call_sid_to_coach": None,
        "coaching": False,
        "conference_sid": one.sid,
        "date_created": rfc2822(call.created),
        "date_updated": rfc2822(call.updated),
        "end_conference_on_exit": False,
        "muted": False,
        "hold": False,
        "start_conference_on_enter": True,
        "status": status,
        "queue_time": "0",
        "uri": f"{root}/Participants/{call.sid}.json",
    }


def _noun(asked: Asked, name: str) -> Element:
    """The `<Conference>` that a document would have used for the same entry."""
    known = {ATTRIBUTES[key]: value for key, value in asked.sent if key in ATTRIBUTES}
    events = asked.all("ConferenceStatusCallbackEvent") or ["start", "end"]
    noun = Element("Conference", known | {"statusCallbackEvent": " ".join(events)})
    noun.text = name
    return noun


def _coach(one: Participant, asked: Asked) -> None:
    """Whisper to one other only, who must be inside and not on hold (16028, 16027)."""
    key = asked.get("CallSidToCoach") if asked.flag("Coaching") else ""
    heard_by = one.conference.find(key)
    if key and heard_by is None:
        raise ApiError(400, 16028, f"{key} is not in the conference")
    if heard_by and heard_by.hold:
        raise ApiError(400, 16027, f"{key} is on hold")
    one.coach, one.updated = key, one.call.world.now
    one.conference.report("modify", "participant-modify", one)


def _enter(one: Conference, call: Call, noun: Element, asked: Asked) -> None:
    """Answered, by whomever: in it goes, while a verdict about machines is only told."""
    one.dialling.pop(call, None)
    root = Element("Response")
    ElementTree.SubElement(root, "Dial").append(noun)
    call.program = call.carrier.new_program(call)
    call.program.play(parse(ElementTree.tostring(root, "unicode"), ""))
    if mode := asked.get("MachineDetection"):
        method = asked.get("AmdStatusCallbackMethod", "POST")
        callback = Callback(asked.get("AmdStatusCallback"), method)
        amd.detect(call, mode, lambda: amd.report(call, callback))


def _never_came(one: Conference, call: Call) -> None:
    """The dialled leg is over; with nobody inside and nobody else on the way the conference is too."""
    one.dialling.pop(call, None)
    if not one.participants and not one.dialling:
        one.end("empty", API)


def _by_sid(carrier: Carrier, key: str) -> Conference | None:
    return next((one for one in carrier.conferences if one.sid == key), None)


def _conference(carrier: Carrier, asked: Asked) -> Conference:
    key = asked.names["sid"]
    one = _by_sid(carrier, key)
    if one is None:
        raise ApiError(404, 20404, f"Conference {key} was not found")
    return one


def _participant(carrier: Carrier, asked: Asked) -> Participant:
    """One who is inside, by call SID or label; a leg that has not been answered yet is not."""
    one = _conference(carrier, asked).find(asked.names["leg"])
    if one is None:
        raise ApiError(404, 20404, f"Participant {asked.names['leg']} was not found")
    return one


def _root(carrier: Carrier) -> str:
    return f"/2010-04-01/Accounts/{carrier.account_sid}/Conferences"
