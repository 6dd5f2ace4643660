"""Dial into a conference: how a document's leg enters, leaves and goes on.

Decides how the attributes become terms and what the action is told (reference/twilio.md 3.1, 3.3).
The conference's own rules live in `conferences.py`.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from simulator.twilio.calls import LONGEST_CALL, Callback
from simulator.twilio.conferences import API, FAILED, HANGUP, REDIRECT, Participant, Terms
from simulator.twilio.dial import AnyDial, DialLegs
from simulator.twilio.sounds import Sound
from simulator.twilio.verbs import Host, Verb
from simulator.twilio.web import resolve

MOST_LEGS = 250
# No DialCallSid and no DialCallDuration after a conference (reference/twilio.md 3.1).
BEEN_THERE = [("DialCallStatus", "answered"), ("DialBridged", "true")]


class DialConference(AnyDial):
    """The leg is in a conference for as long as this verb is played."""

    participant: Participant | None = None

    def begin(self) -> None:
        noun = next(self.element.iter("Conference"))
        name, terms = (noun.text or "").strip(), self._terms(noun)
        self.participant = self.carrier.conference(name).join(self.call, terms, self._left)
        if self.participant is None:
            # Full, or the label is taken: on to the next verb without joining (reference/twilio.md 3.3).
            return self.over()
        self.after(self.number("timeLimit", LONGEST_CALL), lambda: self._leave(HANGUP))
        return None

    def sound(self) -> Sound | None:
        return self.participant.sound() if self.participant else None

    def key(self, digit: str) -> bool:
        if digit == "*" and self.flag("hangupOnStar"):
            self._leave(HANGUP)
            return True
        return False

    def abandon(self, reason: str) -> None:
        super().abandon(reason)
        if self.participant:
            self.participant.left = lambda _: None
            self._leave(HANGUP if reason == "hangup" else REDIRECT)
            self.request_old_action(reason, BEEN_THERE)

    def _leave(self, reason: str) -> None:
        if self.participant:
            self.participant.conference.leave(self.participant, reason)

    def _left(self, reason: str) -> None:
        """The leg is out: its action or next verb follows (open question 7 for kicks and ends by API)."""
        if self.call.is_over:
            return
        by_api = reason in (API, REDIRECT)
        if by_api and not self.carrier.switches.kicked_leg_continues:
            return self.call.end("completed")
        if reason == FAILED:
            return self.finish([("DialCallStatus", "failed")])
        return self.finish(BEEN_THERE)

    def _terms(self, noun: Element) -> Terms:
        callback = self.callback_of(noun)
        events = frozenset(noun.get("statusCallbackEvent", "").split())
        wait_url = noun.get("waitUrl")
        return Terms(
            muted=noun.get("muted") == "true",
            beep=noun.get("beep", "true"),
            starts=noun.get("startConferenceOnEnter", "true") == "true",
            ends=noun.get("endConferenceOnExit") == "true",
            label=noun.get("participantLabel", ""),
            coach=noun.get("coach", ""),
            wait_url=resolve(self.host.url, wait_url) if wait_url else wait_url,
            wait_method=noun.get("waitMethod", "POST"),
            limit=_limit(noun.get("maxParticipants", "")),
            region=noun.get("region", "us1"),
            callback=Callback(callback.url, callback.method, events),
        )


def _limit(text: str) -> int:
    """2 to 250 legs; nonsense is as good as nothing (reference/twilio.md 3.3)."""
    return int(text) if text.isdecimal() and 2 <= int(text) <= MOST_LEGS else MOST_LEGS


def dial(host: Host, element: Element) -> Verb:
    """The Dial for the nouns inside: a conference, or legs that ring."""
    into_conference = any(child.tag == "Conference" for child in element)
    return (DialConference if into_conference else DialLegs)(host, element)
