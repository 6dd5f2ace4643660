"""A message is taken: the caller speaks after the tone; an empty message goes on to the goodbye.

Decides how long a message and its silences may be. It must not know where a recording is kept.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.view import View


def document(view: View) -> VoiceResponse:
    """An empty recording makes no action request and falls through (reference/twilio.md 10.2)."""
    response = VoiceResponse()
    speech.say(response, view, "voicemail")
    response.record(
        action=links.back(view, "recorded"),
        method="POST",
        max_length=120,
        # Below the longest silence that a caller may meet (design 6.1).
        timeout=4,
        finish_on_key="#",
        play_beep=True,
    )
    response.redirect(links.back(view, "silence"), method="POST")
    return response
