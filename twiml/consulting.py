"""A waits for B: how it goes, which keys there are, and hold audio in between.

Decides the order of words. It must not know what a key does, nor which step comes next.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.menu import one_key
from twiml.view import View


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    gather = one_key(response, view, seconds=1)
    opening = [view.note] if view.note else []
    keys = _KEYS.get(view.step, ["consulting_keys"])
    speech.say(gather, view, *opening, f"consulting_{view.step}", *keys)
    gather.play(view.line.music_url)
    response.redirect(links.back(view, "again"), method="POST")
    return response


# Once the hand-over is wished for, only going back is left to choose.
_KEYS: dict[str, list[str]] = {
    "hand_over": ["consulting_back"],
    "next_to_hand_over": ["consulting_back"],
    "handing_over": [],
}
