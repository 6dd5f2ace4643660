"""Answering machine detection: a verdict some seconds after the answer.

Decides the word and the moment (reference/twilio.md 5.3); who is told is up to the caller. It must not know
TwiML or REST.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.twilio.calls import Callback

if TYPE_CHECKING:
    from simulator.twilio.calls import Call

MACHINE_WORDS = {"Enable": "machine_start", "DetectMessageEnd": "machine_end_beep"}


def detect(call: Call, mode: str, done: Callable[[], None]) -> None:
    """Listen to the far end of an answered leg; then `call.answered_by` is set and `done` is called."""
    machine = call.line.is_machine
    weather = call.carrier.weather
    seconds = weather.verdict_machine if machine else weather.verdict_human

    def verdict() -> None:
        call.answered_by = MACHINE_WORDS.get(mode, "unknown") if machine else "human"
        done()

    call.later(seconds, verdict)


def report(call: Call, callback: Callback) -> None:
    """The asynchronous verdict, as AsyncAmdStatusCallback and amdStatusCallback get it."""
    began = call.answered_at or call.world.now
    lasted = round((call.world.now - began) * 1000)
    fields = [("CallSid", call.sid), ("AccountSid", call.carrier.account_sid)]
    fields += [("AnsweredBy", call.answered_by), ("MachineDetectionDuration", str(lasted))]
    call.carrier.report(callback, fields, 15003)
