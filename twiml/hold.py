"""Hold: words about how it goes, music, and the document again after about 25 seconds.

Decides what a held person hears, and the same without words for somebody alone in a conference.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.view import Line, View


def document(view: View) -> VoiceResponse:
    """Short documents: few requests fall into a restart, and a lost leg is noticed (design 3)."""
    response = VoiceResponse()
    speech.say(response, view, f"hold_{view.progress}" if view.progress else view.note or "hold_returning")
    response.play(view.line.music_url)
    response.redirect(links.back(view, "again"), method="POST")
    return response


def wait_document(line: Line) -> str:
    """Alone in a conference; only Say, Play, Pause and Redirect may be here (reference/twilio.md 3.3)."""
    response = VoiceResponse()
    response.play(line.music_url)
    response.redirect(links.wait(line), method="POST")
    return str(response)
