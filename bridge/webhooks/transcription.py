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

from bridge.core.events import Event, GreetingHeard, TranscriptionStarted, TranscriptionStopped, WordsSaid
from bridge.core.state import Call, Place
from bridge.core.words import awaits_greeting
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
# What the caller hears right before a talk; as text it may arrive when the talk has begun, as many seconds
# later at most. After that an agent says the like: "you are being connected to billing".
BEFORE_A_TALK = ("greeting", "joining", "back")
STILL_ARRIVES = 10.0
# Between 0 and 1: half of a sentence, as a result of its own, is about 0.6 like the whole of it.
ALIKE = 0.55
# So much of the greeting, from its beginning, is the whole of it: a machine mishears a word or two.
WHOLE = 0.7


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
    if _session() == 0 and awaits_greeting(call, bridge.database.now(), bridge.engine.policy):
        call = _known_by_greeting(bridge, call, track, said)
    speaker = (MIRRORED if call.mirrored else SPEAKERS)[track]
    now = bridge.database.now()
    if speaker == "caller" or _is_agents(call, now, said, bridge.line.language):
        _keep(bridge, call_id, transcript.Said(_sequence(), speaker, now, said))
    return "", 204


def _known_by_greeting(bridge: Bridge, call: Call, track: str, said: str) -> Call:
    """Where our greeting is heard we speak. On the caller's track only the whole of it, as the first words:
    a caller may thank us too."""
    as_expected, language = SPEAKERS[track] == "agent", bridge.line.language
    if as_expected and not call.mirrored:
        heard = _is_ours(said, language, "greeting")
    else:
        heard = as_expected is call.mirrored and _is_greeting(_first_words(bridge, call, said), language)
    if not heard:
        return call

    def also(db: Connection, changed: Call) -> None:
        if changed.mirrored is not call.mirrored:
            # What was taken for the caller's words was ours.
            transcript.forget(db, call.id)

    return bridge.engine.handle(call.id, GreetingHeard(as_expected), also=also)


def _first_words(bridge: Bridge, call: Call, said: str) -> str:
    """On the track that counts as the caller's; each sentence may come by itself, and a later one before."""
    with bridge.database.read() as db:
        lines = [
            (one.sequence, one.text) for one in transcript.of_call(db, call.id) if one.speaker == "caller"
        ]
    return " ".join(text for _, text in sorted({*lines, (_sequence(), said)}))


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
    heard = _bare(said)
    sentences = (_bare(re.sub(r"{\w+}", "", CATALOGUE[language][key])) for key in keys)
    return any(SequenceMatcher(None, ours, heard, autojunk=False).ratio() >= ALIKE for ours in sentences)


def _is_greeting(said: str, language: str) -> bool:
    """Whether it begins with the whole of our greeting, as well as a machine understands it."""
    ours = _bare(CATALOGUE[language]["greeting"])
    same = SequenceMatcher(None, ours, _bare(said)[: len(ours) + 2], autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) >= WHOLE * len(ours)


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _is_agents(call: Call, now: float, said: str, language: str) -> bool:
    """What the caller hears is an agent only in a talk, and else us."""
    since = call.caller.talking_since
    if call.caller.place is not Place.CONVERSATION or since is None:
        return False
    return now > since + STILL_ARRIVES or not _is_ours(said, language, *BEFORE_A_TALK)
