"""Asking for one key: how a `<Gather>` is set so that every key counts and silence goes on.

Decides nothing about what keys mean; that is `bridge/core/keys.py`.
"""

from __future__ import annotations

from twilio.twiml.voice_response import Gather, VoiceResponse

from twiml import links
from twiml.view import View


def one_key(response: VoiceResponse, view: View, seconds: int) -> Gather:
    """An empty finishOnKey makes `#` a key like others; no key falls through to the next verb."""
    gather: Gather = response.gather(
        input="dtmf",
        num_digits=1,
        finish_on_key="",
        timeout=seconds,
        action=links.back(view, "keys"),
        method="POST",
    )
    return gather


def key_or_question(response: VoiceResponse, view: View, seconds: int) -> Gather:
    """The same for somebody who may also speak; a voice cuts the words inside short."""
    gather: Gather = response.gather(
        input="dtmf speech",
        num_digits=1,
        finish_on_key="",
        timeout=seconds,
        speech_timeout="auto",
        language=view.line.locale,
        action=links.back(view, "spoken"),
        method="POST",
    )
    return gather
