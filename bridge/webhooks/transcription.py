"""What is said in a call: lines of the carrier's transcription, of the caller and of agents.

Decides whose words a line holds and whether they are worth keeping. It must not know what becomes of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from difflib import SequenceMatcher

from flask import Blueprint, request
from sqlalchemy import Connection

from bridge.core.events import Event, TracksMirrored, TranscriptionStarted, TranscriptionStopped, WordsSaid
from bridge.core.state import Call, Place
from bridge.engine import UnknownCall
from bridge.service import Bridge, current
from bridge.store import calls, transcript
from bridge.webhooks.door import form, json_object
from summaries import redact_lines, without_open_number
from twiml.sentences import CATALOGUE

blueprint = Blueprint("transcription", __name__, url_prefix="/twilio")

# Longer than any result of a carrier; what comes of it is cut again when it is stored.
LONGEST_HEARD = 2 * transcript.LONGEST_LINE
SPEAKERS: dict[str, transcript.Speaker] = {"inbound_track": "caller", "outbound_track": "agent"}
MIRRORED: dict[str, transcript.Speaker] = {"inbound_track": "agent", "outbound_track": "caller"}
# Their numbers fit into the column.
MOST_SESSIONS = 2_000
# What the caller hears right before a talk; as text it may arrive when the talk has begun.
BEFORE_A_TALK = ("greeting", "joining", "back")
# Between 0 and 1: half of a sentence, as a result of its own, is about 0.6 like the whole of it.
ALIKE = 0.55


@blueprint.post("/calls/<call_id>/transcription")
def transcription(call_id: str) -> tuple[str, int]:
    """A line of the call. Secrets are taken out before anything is stored (design 6.9)."""
    bridge, track, said = current(), form("Track"), _words()
    if form("TranscriptionEvent") in NEWS:
        return _news(call_id, NEWS[form("TranscriptionEvent")]())
    if form("TranscriptionEvent") != "transcription-content" or track not in SPEAKERS or not said:
        return "", 204
    with bridge.database.read() as db:
        call = calls.load(db, call_id)
    if call is None or call.ended_at is not None:
        return "", 204
    if SPEAKERS[track] == "caller" and not call.mirrored and _is_ours(said, bridge.line.language, "greeting"):
        # Nobody greets us with our own words: on this account the tracks are the other way around.
        call = bridge.engine.handle(call_id, TracksMirrored())
    speaker = (MIRRORED if call.mirrored else SPEAKERS)[track]
    if speaker == "caller" or (_in_talk(call) and not _is_ours(said, bridge.line.language, *BEFORE_A_TALK)):
        line = transcript.Said(_sequence(), speaker, bridge.database.now(), said)
        _keep(bridge, call_id, line)
    return "", 204


def _keep(bridge: Bridge, call_id: str, line: transcript.Said) -> None:
    """In the transaction that tells the call of it, which holds the call: no line slips in behind the end of
    a call whose words are not kept, and none is redacted without another that comes at the same time."""

    def also(db: Connection, call: Call) -> None:
        if call.ended_at is None:
            transcript.add(db, call.id, line, redact_lines)

    with suppress(UnknownCall):
        bridge.engine.handle(call_id, WordsSaid(), also=also)


def _news(call_id: str, event: Event) -> tuple[str, int]:
    """Also told of a call that is over, or that we do not know."""
    with suppress(UnknownCall):
        current().engine.handle(call_id, event)
    return "", 204


def _words() -> str:
    """`Final` is absent when only finals are sent (reference/twilio.md 3.4)."""
    said = json_object(form("TranscriptionData").encode()).get("transcript")
    if form("Final").lower() == "false" or not isinstance(said, str):
        return ""
    # JSON can escape what neither UTF-8 nor a database can hold.
    said = said.encode("utf-8", "ignore").decode().replace("\0", "").strip()
    # Half of a number is not recognised any more.
    return said if len(said) <= LONGEST_HEARD else without_open_number(said[:LONGEST_HEARD])


def _sequence() -> int:
    """Each session counts from 1: a later one comes behind all of an earlier one."""
    number = form("SequenceId")
    return _session() * transcript.SESSION + (int(number) if number.isdecimal() and len(number) < 7 else 0)


def _session() -> int:
    return min(max(request.args.get("s", default=0, type=int), 0), MOST_SESSIONS)


NEWS: dict[str, Callable[[], Event]] = {
    "transcription-started": TranscriptionStarted,
    "transcription-stopped": lambda: TranscriptionStopped(_session()),
    "transcription-error": lambda: TranscriptionStopped(_session()),
}


def _is_ours(said: str, language: str, *keys: str) -> bool:
    """Whether it is one of these sentences of ours, as well as a machine understands it."""
    heard = re.findall(r"\w+", said.lower())
    sentences = (re.sub(r"{\w+}", "", CATALOGUE[language][key]) for key in keys)
    return any(
        SequenceMatcher(None, re.findall(r"\w+", ours.lower()), heard, autojunk=False).ratio() >= ALIKE
        for ours in sentences
    )


def _in_talk(call: Call) -> bool:
    """What the caller hears is an agent only in a talk, and else us."""
    return call.caller.place is Place.CONVERSATION and call.caller.talking_since is not None
