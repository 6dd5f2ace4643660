"""B hears who transfers, then the brief, takes the call by key, or asks about it.

Decides the order of words. No fetch ever waits for a model: the announcement covers the first two
seconds and asks again (design 4.2).
"""

from __future__ import annotations

from collections.abc import Callable

from twilio.twiml.voice_response import Gather, VoiceResponse

from twiml import links, speech
from twiml.menu import key_or_question, one_key
from twiml.view import View

# Sentences that cover a moment, in which keys work already; a wait that goes on after it is quiet.
_COVERS = {"announce": "announce", "moment": "moment", "asked": "moment"}


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    if view.step in _COVERS:
        gather = one_key(response, view, seconds=1)
        if view.note != "quiet":
            speech.say(gather, view, _COVERS[view.step])
        response.redirect(links.back(view, "again"), method="POST")
        return response
    if view.step == "gate":
        opening = view.note or "gate"
        speech.say(one_key(response, view, seconds=8), view, opening, "gate_keys")
    else:
        _told(response, view)
    response.redirect(links.back(view, "silence"), method="POST")
    return response


def _told(response: VoiceResponse, view: View) -> None:
    """Keys only while the brief is read, so that a "Hello?" cuts nothing; then questions too."""
    gather = one_key(response, view, seconds=1)
    _STEPS[view.step](gather, view)
    speech.say(gather, view, "brief_keys")
    # With the second before and the words themselves about eight seconds of chance to press.
    speech.say(key_or_question(response, view, seconds=5), view, "brief_ask")


def _headline(gather: Gather, view: View) -> None:
    speech.say_text(gather, view, speech.clean(view.headline) or speech.sentence(view, "brief_reason"))


def _detail(gather: Gather, view: View) -> None:
    for detail in view.details:
        speech.say_text(gather, view, detail)
    if not any(map(speech.clean, view.details)):
        speech.say(gather, view, "no_details")


def _asked_twice(gather: Gather, view: View) -> None:
    speech.say(gather, view, "still_there")


def _answer(gather: Gather, view: View) -> None:
    speech.say_text(gather, view, speech.clean(view.answer) or speech.sentence(view, "no_answer"))


_STEPS: dict[str, Callable[[Gather, View], None]] = {
    "headline": _headline,
    "detail": _detail,
    "asked_twice": _asked_twice,
    "answer": _answer,
}
