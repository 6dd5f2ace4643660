"""Menus on an agent's phone: what the keys are, or which code is asked for.

Decides words and the wait for keys. What the keys lead to stands in `bridge/core/keys.py`.
"""

from __future__ import annotations

from dataclasses import replace

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.menu import one_key
from twiml.view import View

FIRST_SKILL = 3


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    if view.step == "checking":
        # Covers the moment until LiveKit has said whether it was a key.
        speech.say(response, view, "moment")
        response.redirect(links.back(view, "again"), method="POST")
        return response
    gather = _code(response, view) if view.step == "code" else one_key(response, view, seconds=7)
    note = [view.note] if view.note else []
    speech.say(gather, view, *note, f"keypad_{view.step}")
    for number, skill in enumerate(view.skills, FIRST_SKILL):
        speech.say(gather, replace(view, skill=skill, position=number), "keypad_skill")
    response.redirect(links.back(view, "silence"), method="POST")
    return response


def _code(response: VoiceResponse, view: View) -> VoiceResponse:
    """Two to four digits, then pound or a pause."""
    return response.gather(
        input="dtmf", finish_on_key="#", timeout=7, action=links.back(view, "keys"), method="POST"
    )
