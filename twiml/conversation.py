"""Entering a conversation: a LiveKit room over SIP, or a Twilio conference.

This is one of the two places in the code that know the kind of a conversation (design 3).
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from twiml import links, speech
from twiml.view import View

# A bad trunk, a dead SIP service and an empty room all look like ringing (reference/livekit-lab.md).
RING_SECONDS = 15


def document(view: View) -> VoiceResponse:
    response = VoiceResponse()
    if view.note:
        speech.say(response, view, view.note)
    dial_into(response, view)
    return response


def dial_into(response: VoiceResponse, view: View) -> None:
    if view.kind == "conference":
        _into_conference(response, view)
    else:
        _into_room(response, view)


def _has_menus(view: View) -> bool:
    """`*` opens a menu for agents; a caller who presses it must not fall out of the talk (design 5)."""
    return view.party != "caller"


def _into_room(response: VoiceResponse, view: View) -> None:
    """callerId becomes the participant's identity, so it names leg and entry (reference/livekit.md 1.4)."""
    line = view.line
    dial = response.dial(
        action=links.back(view, "ended"),
        method="POST",
        timeout=RING_SECONDS,
        caller_id=view.identity,
        hangup_on_star=_has_menus(view),
    )
    dial.sip(
        f"sip:{view.conversation}@{line.sip_host};transport={line.sip_transport}"
        f"?X-Bridge-Call={view.call}&X-Bridge-Leg={view.identity}",
        username=line.sip_username,
        password=line.sip_password,
        status_callback=links.entry_status(view),
        status_callback_event="answered completed",
        status_callback_method="POST",
    )


def _into_conference(response: VoiceResponse, view: View) -> None:
    """The first joiner fixes the callback, so every document says the same (reference/twilio.md 3.3)."""
    dial = response.dial(action=links.back(view, "ended"), method="POST", hangup_on_star=_has_menus(view))
    dial.conference(
        view.conversation,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        jitter_buffer_size="small",
        wait_url=links.wait(view.line),
        wait_method="POST",
        participant_label=view.identity,
        status_callback=links.conference_status(view),
        status_callback_event="start end join leave",
        status_callback_method="POST",
    )
