"""The Recordings resource: the messages that callers left.

Decides how they are shown and fetched, and that they can be deleted (reference/twilio.md 3.7, 4.5).
"""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

from simulator.twilio.record import Recording
from simulator.twilio.resources import ApiError, Asked, Json, page, rfc2822, within

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier

FRAMES_PER_SECOND, SILENCE = 8000, b"\x80"


def find(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """List messages, newest first, by CallSid and day."""

    def wanted(one: Recording) -> bool:
        return asked.get("CallSid") in ("", one.call.sid) and within(asked, "DateCreated", one.began)

    found = [one for one in reversed(carrier.recordings) if wanted(one)]
    path = f"/2010-04-01/Accounts/{carrier.account_sid}/Recordings.json"
    return page(path, "recordings", found, asked, _show)


def fetch(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    return 200, _show(_recording(carrier, asked))


def delete(carrier: Carrier, asked: Asked) -> tuple[int, None]:
    carrier.recordings.remove(_recording(carrier, asked))
    return 204, None


def media(carrier: Carrier, asked: Asked) -> tuple[int, bytes]:
    """The sound file itself, as long as the message: silence, for nothing here is spoken aloud."""
    one = _recording(carrier, asked)
    with io.BytesIO() as file:
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(1)
            sound.setframerate(FRAMES_PER_SECOND)
            sound.writeframes(SILENCE * FRAMES_PER_SECOND * one.seconds)
        return 200, file.getvalue()


def _recording(carrier: Carrier, asked: Asked) -> Recording:
    sid = asked.names["sid"]
    found = next((one for one in carrier.recordings if one.sid == sid), None)
    if found is None:
        raise ApiError(404, 20404, f"Recording {sid} was not found")
    return found


def _show(one: Recording) -> Json:
    began, ended = rfc2822(one.began), rfc2822(one.began + one.seconds)
    return {
        "account_sid": one.call.carrier.account_sid,
        "api_version": "2010-04-01",
        "call_sid": one.call.sid,
        "conference_sid": None,
        "date_created": began,
        "date_updated": ended,
        "start_time": began,
        "duration": str(one.seconds),
        "sid": one.sid,
        "price": None,
        "price_unit": "USD",
        "status": "completed",
        "channels": 1,
        "source": "RecordVerb",
        "error_code": None,
        "uri": f"/2010-04-01/Accounts/{one.call.carrier.account_sid}/Recordings/{one.sid}.json",
        "encryption_details": None,
        "subresource_uris": {},
        "media_url": one.url,
    }
