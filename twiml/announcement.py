"""A sentence that one phone hears over its talk in a conference; the others do not.

Only Say may be in it, besides Play, Pause and Redirect (reference/twilio.md 3.3).
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import speech
from twiml.view import View

# What may be announced: the URL says which, and it may say nothing else.
SENTENCES = frozenset({"hold_warning", "caller_joins"})


def document(view: View, sentence: str) -> str:
    response = VoiceResponse()
    if sentence in SENTENCES:
        speech.say(response, view, sentence)
    return str(response)
