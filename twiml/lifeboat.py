"""What a phone hears while we cannot know what it should hear: hold audio, and another try.

Decides when to give up. It must work without the database; nothing here depends on a leg.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.sentences import CATALOGUE
from twiml.view import Line

TRIES = 10


def document(line: Line, attempt: int) -> str:
    """`attempt` counts from 0; after ten of them a sentence ends the call."""
    response = VoiceResponse()
    words = CATALOGUE[line.language]
    if attempt >= TRIES:
        speech.say_line(response, line, words["lifeboat_end"])
        response.hangup()
    else:
        if attempt == 0:
            speech.say_line(response, line, words["lifeboat"])
        response.play(line.music_url)
        response.redirect(links.fallback(line, attempt + 1), method="POST")
    return str(response)
