"""An agent is asked to take a call: who is calling, then one key.

Decides what is said the first and the second time. It must not know when an agent is given up.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.menu import one_key
from twiml.view import View


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    gather = one_key(response, view, seconds=7)
    opening = "still_there" if view.step == "asked_twice" else "offer"
    speech.say(gather, view, opening, "offer_keys")
    response.redirect(links.back(view, "silence"), method="POST")
    return response
