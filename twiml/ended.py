"""The last document of a leg: a sentence that says why, then the end.

Also what a phone hears that we do not know (any more).
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import speech
from twiml.sentences import CATALOGUE
from twiml.view import Line, View


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    if view.note:
        speech.say(response, view, view.note)
    response.hangup()
    return response


def stranger(line: Line) -> str:
    """For a call that we do not know, or no longer: told so and released."""
    response = VoiceResponse()
    speech.say_line(response, line, CATALOGUE[line.language]["unknown_leg"])
    response.hangup()
    return str(response)
