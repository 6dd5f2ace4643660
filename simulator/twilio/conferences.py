"""Conferences: who is in, who waits, who is held, who hears whom, and what is reported of it.

Decides start and end rules, hold, mute and the event callbacks (reference/twilio.md 3.3, 4.3, 4.4).
It must not know how a leg came in: by a document or by the Participants API.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING

from simulator.twilio.calls import Callback
from simulator.twilio.sounds import RINGING, Music, Sound

if TYPE_CHECKING:
    from simulator.twilio.calls import Call
    from simulator.twilio.carrier import Carrier
    from simulator.twilio.documents import Trouble
    from simulator.twilio.program import Program

NO_CALLBACK = Callback()
DEFAULT_MUSIC = "http://com.twilio.music.classical.s3.amazonaws.com/BusyStrings.mp3"
HANGUP, REDIRECT, MODERATOR, API = (
    "participant_hung_up",
    "participant_updated_via_api",
    "moderator_ended_conference",
    "conference_ended_via_api",
)
FAILED = "participant_add_failed"
# Why a conference ended: the REST word (reference/twilio.md 10.3) by what made it end.
REASONS = {
    "api": "conference-ended-via-api",
    "exit": "participant-with-end-conference-on-exit-left",
    "exit kick": "participant-with-end-conference-on-exit-kicked",
    "empty kick": "last-participant-kicked",
    "empty": "last-participant-left",
}


@dataclass(frozen=True)
class Terms:
    """How a leg enters a conference: the attributes of `<Conference>` with Twilio's defaults.

    `wait_url` None is the carrier's own music, "" is silence (reference/twilio.md 3.3).
    """

    muted: bool = False
    beep: str = "true"
    starts: bool = True
    ends: bool = False
    label: str = ""
    coach: str = ""
    wait_url: str | None = None
    wait_method: str = "POST"
    limit: int = 250
    region: str = "us1"
    callback: Callback = NO_CALLBACK


class Participant:
    """One leg in a conference; `left(reason)` is told once when it is out, whatever the cause."""

    def __init__(self, call: Call, conference: Conference, terms: Terms, left: Callable[[str], None]) -> None:
        self.call, self.conference, self.terms, self.left = call, conference, terms, left
        self.muted, self.hold = terms.muted, False
        self.ends, self.coach = terms.ends, terms.coach
        self.wait_url, self.wait_method = terms.wait_url, terms.wait_method
        self.side: Program | Music | None = None
        self.announcement: Program | None = None
        self.joined_at = self.updated = call.world.now

    def sound(self) -> Sound | None:
        """What the conference plays to this leg: an announcement, hold or wait music, somebody's ringing."""
        to_all = None if self.hold else self.conference.announcement
        for source in (self.announcement, to_all, self.side):
            found = source if source is None or isinstance(source, Music) else source.sound()
            if found:
                return found
        return RINGING if self.conference.rings and not self.hold else None

    def hears(self) -> list[Call]:
        """The legs this one hears: none while it waits or is held."""
        if self.hold or not self.conference.started:
            return []
        others = [other for other in self.conference.participants.values() if other is not self]
        return [other.call for other in others if other.speaks_to(self)]

    def speaks_to(self, other: Participant) -> bool:
        to_everybody = not self.coach or self.coach == other.call.sid
        return to_everybody and not (self.muted or self.hold)

    def play_beside(self, url: str | None, method: str) -> None:
        """Replace the side sound by the document at `url` (None: the carrier's music, "": silence)."""
        self.stop_side()
        if url is None:
            self.side = Music(DEFAULT_MUSIC)
        elif url:
            self.side = self.call.carrier.new_side(self.call, lambda: None, self._side_failed)
            self.side.load(method, url, self.conference.fields())

    def stop_side(self) -> None:
        side, self.side = self.side, None
        if side is not None and not isinstance(side, Music):
            side.stop("replaced")

    def announce(self, url: str, method: str) -> None:
        """Play a document to this leg over everything else; its end or failure is reported."""

        def over(event: str) -> None:
            self.announcement = None
            self.conference.report("announcement", event, self)

        if self.announcement:
            self.announcement.stop("replaced")
        self.announcement = self.new_announcement(url, method, over)

    def new_announcement(self, url: str, method: str, over: Callable[[str], None]) -> Program:
        """A document beside the conference, asked for on behalf of this leg; `over` is told how it ended."""
        program = self.call.carrier.new_side(
            self.call, lambda: over("announcement-end"), lambda _: over("announcement-fail")
        )
        program.load(method, url, self.conference.fields())
        return program

    def _side_failed(self, trouble: Trouble) -> None:
        """A waitUrl that fails undoes the join; a HoldUrl that fails leaves silence."""
        if not self.hold:
            self.conference.leave(self, FAILED)


class Conference:
    """One conference; it lives from its first participant to its last (reference/twilio.md 4.3).

    `dialling` are the legs that the API has called for it and whether the others hear them ring.
    """

    def __init__(self, carrier: Carrier, name: str) -> None:
        self.carrier, self.world, self.name = carrier, carrier.world, name
        self.sid = carrier.new_sid("CF")
        self.callback, self.region = NO_CALLBACK, "us1"
        self.participants: dict[str, Participant] = {}
        self.dialling: dict[Call, bool] = {}
        self.announcement: Program | None = None
        self.has_terms = False
        self.started = self.over = False
        self.created = self.updated = self.world.now
        self.reason = ""
        self.ended_by: Call | None = None
        self._sequence = 0

    def fields(self) -> list[tuple[str, str]]:
        return [("ConferenceSid", self.sid), ("FriendlyName", self.name)]

    @property
    def rings(self) -> bool:
        return any(early and call.status == "ringing" for call, early in self.dialling.items())

    def find(self, key: str) -> Participant | None:
        """A participant by call SID or label."""
        if key in self.participants:
            return self.participants[key]
        return next((one for one in self.participants.values() if key and one.terms.label == key), None)

    def join(self, call: Call, terms: Terms, left: Callable[[str], None]) -> Participant | None:
        """Let a leg in; None when it is full (16020) or the label is taken (16025).

        What the first one brings for the conference as a whole holds, whatever the others bring.
        """
        full = len(self.participants) >= terms.limit
        if full or (terms.label and self.find(terms.label)):
            self.carrier.violation(
                f"{16020 if full else 16025} {call.sid} cannot join conference {self.name!r}"
            )
            return None
        if not self.has_terms:
            self.callback, self.region, self.has_terms = terms.callback, terms.region, True
        one = Participant(call, self, terms, left)
        if one.coach and one.coach not in self.participants:
            self.carrier.violation(f"13240 {one.coach} is not in conference {self.name!r} to be coached")
            one.coach = ""
        call.participant = one
        self.participants[call.sid] = one
        self.world.note("joined_conference", name=self.name, sid=call.sid)
        self._begin()
        self.report("join", "participant-join", one)
        if terms.beep in ("true", "onEnter"):
            self._beep()
        if not self.started:
            one.play_beside(one.wait_url, one.wait_method)
        return one

    def leave(self, one: Participant, reason: str, kicked: bool = False) -> None:
        """A leg is out; the conference may end by it. `left` of the leg goes on with its document."""
        if self.participants.pop(one.call.sid, None) is None:
            return
        self._out(one, reason)
        how = " kick" if kicked else ""
        if one.ends:
            self.end(f"exit{how}", MODERATOR, one)
        elif not self.participants:
            self.end(f"empty{how}", MODERATOR, one)
        one.left(reason)

    def end(self, why: str, reason: str, by: Participant | None = None) -> None:
        """Over for everybody; each leg goes on with its own document (reference/twilio.md 3.3)."""
        if self.over:
            return
        self.over, self.reason, self.updated = True, REASONS[why], self.world.now
        self.ended_by = by.call if by else None
        rest = list(self.participants.values())
        self.participants.clear()
        if self.announcement:
            self.announcement.stop("replaced")
        for one in rest:
            self._out(one, reason)
        extra = [("ReasonConferenceEnded", self.reason.replace("-", "_")), ("Reason", self.reason)]
        if by:
            extra.append(("CallSidEndingConference", by.call.sid))
            extra.append(("ParticipantLabelEndingConference", by.terms.label))
        self.report("end", "conference-end", None, extra)
        self.world.note("conference_over", name=self.name, reason=self.reason)
        for one in rest:
            one.left(reason)

    def announce(self, url: str, method: str) -> None:
        """Play a document to everybody who is not held; with nobody inside there is nothing to do."""

        def over(event: str) -> None:
            self.announcement = None
            self.report("announcement", event)

        if self.announcement:
            self.announcement.stop("replaced")
        if self.participants:
            first = next(iter(self.participants.values()))
            self.announcement = first.new_announcement(url, method, over)

    def set_hold(self, one: Participant, hold: bool, url: str | None, method: str) -> None:
        changed, one.hold, one.updated = one.hold != hold, hold, self.world.now
        if hold:
            one.play_beside(url, method)
        elif self.started:
            one.stop_side()
        else:
            one.play_beside(one.wait_url, one.wait_method)
        if changed:
            self.report("hold", "participant-hold" if hold else "participant-unhold", one)

    def set_muted(self, one: Participant, muted: bool) -> None:
        changed, one.muted, one.updated = one.muted != muted, muted, self.world.now
        if changed:
            self.report("mute", "participant-mute" if muted else "participant-unmute", one)

    def report(
        self,
        word: str,
        event: str,
        one: Participant | None = None,
        extra: list[tuple[str, str]] | None = None,
    ) -> None:
        """An event for the callback that the first joiner fixed, numbered from 1."""
        self.updated = self.world.now
        if word not in self.callback.events or not self.callback.url:
            return
        self._sequence += 1
        fields = [*self.fields(), ("AccountSid", self.carrier.account_sid)]
        fields += [("SequenceNumber", str(self._sequence)), ("StatusCallbackEvent", event)]
        fields.append(("Timestamp", formatdate(self.world.now, usegmt=True)))
        self.carrier.report(self.callback, fields + (_about(one) if one else []) + (extra or []), 16011)

    def _begin(self) -> None:
        """Start once two are in and one of them may start it; the waiters' music stops."""
        inside = self.participants.values()
        if self.started or len(inside) < 2 or not any(one.terms.starts for one in inside):
            return
        self.started = True
        self.report("start", "conference-start")
        for one in inside:
            if not one.hold:
                one.stop_side()

    def _out(self, one: Participant, reason: str) -> None:
        one.stop_side()
        if one.announcement:
            one.announcement.stop("replaced")
        one.call.participant = None
        self.world.note("left_conference", name=self.name, sid=one.call.sid, reason=reason)
        extra = [("ParticipantCallStatus", one.call.status), ("ReasonParticipantLeft", reason)]
        self.report("leave", "participant-leave", one, extra)
        if one.terms.beep in ("true", "onExit"):
            self._beep()

    def _beep(self) -> None:
        for one in self.participants.values():
            if self.started and not one.hold:
                self.world.note("tone", sid=one.call.sid, name="beep")


def _about(one: Participant) -> list[tuple[str, str]]:
    flags = {
        "Muted": one.muted,
        "Hold": one.hold,
        "Coaching": bool(one.coach),
        "EndConferenceOnExit": one.ends,
        "StartConferenceOnEnter": one.terms.starts,
    }
    fields = [("CallSid", one.call.sid)] + [(name, str(value).lower()) for name, value in flags.items()]
    return fields + ([("ParticipantLabel", one.terms.label)] if one.terms.label else [])
