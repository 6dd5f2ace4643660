"""B hears who transfers, then the brief, and takes the call by key.

Decides the order of words. No fetch ever waits for a model: the announcement covers the first two
seconds and asks again (design 4.2).
"""

from __future__ import annotations

from twilio.twiml.voice_response import Gather, VoiceResponse

from twiml import links, speech
from twiml.menu import one_key
from twiml.view import View


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    if view.step in ("announce", "moment"):
        speech.say(one_key(response, view, seconds=1), view, view.step)
        response.redirect(links.back(view, "again"), method="POST")
        return response
    gather = one_key(response, view, seconds=8)
    _STEPS[view.step](gather, view)
    speech.say(gather, view, "brief_keys")
    response.redirect(links.back(view, "silence"), method="POST")
    return response


def _headline(gather: Gather, view: View) -> None:
    speech.say_text(gather, view, speech.clean(view.headline) or speech.sentence(view, "brief_reason"))


def _detail(gather: Gather, view: View) -> None:
    for detail in view.details:
        speech.say_text(gather, view, detail)
    if not any(map(speech.clean, view.details)):
        speech.say(gather, view, "no_details")


def _asked_twice(gather: Gather, view: View) -> None:
    speech.say(gather, view, "still_there")


_STEPS = {"headline": _headline, "detail": _detail, "asked_twice": _asked_twice}
