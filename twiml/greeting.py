"""The caller's first document: greeting, transcription, then ringing into the call's room.

Decides their order: the greeting covers the making of the room.
"""

from __future__ import annotations

from twilio.twiml.voice_response import Start, VoiceResponse

from twiml import links, speech
from twiml.conversation import dial_into
from twiml.view import View


def document(view: View) -> VoiceResponse:
    """No answerOnBridge: the greeting has answered the call; the caller hears ringing from the room."""
    response = VoiceResponse()
    # First, for the caller may be taken out of this document before it has been played.
    response.append(transcription(view))
    speech.say(response, view, "greeting")
    if view.conversation:
        dial_into(response, view)
    else:
        response.redirect(links.back(view, "again"), method="POST")
    return response


def transcription(view: View) -> Start:
    """On the caller's own leg inbound is what the caller says (reference/twilio.md 3.4)."""
    start = Start()
    start.transcription(
        name=view.call,
        track="both_tracks",
        inbound_track_label="caller",
        outbound_track_label="agent",
        language_code=view.line.locale,
        status_callback_url=links.transcription(view.line, view.call),
        status_callback_method="POST",
    )
    return start
