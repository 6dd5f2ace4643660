"""What one phone is told: `render` turns the view of a leg into its TwiML document.

One module per moment of a call. Everything here is a pure function of the view; it must not know
Flask, the clock, randomness, the database or a REST client.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from twilio.twiml.voice_response import VoiceResponse

from twiml import (
    brief,
    consulting,
    conversation,
    ended,
    greeting,
    hold,
    keypad,
    offer,
    voicemail,
    waiting,
)
from twiml.view import View

DOCUMENTS: dict[str, Callable[[View], VoiceResponse]] = {
    "greeting": greeting.document,
    "waiting": waiting.document,
    "offer": offer.document,
    "conversation": conversation.document,
    "hold": hold.document,
    "consulting": consulting.document,
    "keypad": keypad.document,
    "brief": brief.document,
    "voicemail": voicemail.document,
    "ended": ended.document,
}


def render(view: View) -> str:
    """The document for this view. What tells of a call is made anew, so that no words of it stay behind."""
    tells = view.headline or view.details or view.answer
    return _made(view) if tells else kept(view)


def _made(view: View) -> str:
    return str(DOCUMENTS[view.place](view))


@lru_cache(maxsize=2048)
def kept(view: View) -> str:
    """The same view is asked for again by every retry."""
    return _made(view)
