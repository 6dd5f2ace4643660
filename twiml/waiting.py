"""Waiting for an agent: place in line, music, and a key to leave a message instead.

Decides the order of words. It must not know who is rung, nor how long the caller waits.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.menu import one_key
from twiml.view import View


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    gather = one_key(response, view, seconds=1)
    note = [view.note] if view.note else []
    speech.say(gather, view, *note, "waiting", "waiting_keys")
    gather.play(view.line.music_url)
    response.redirect(links.back(view, "again"), method="POST")
    return response
