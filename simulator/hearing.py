"""What a phone hears at this moment: the carrier's sounds, other people, or nothing.

Decides who hears whom over bridges, conferences (wait, hold, mute) and the rooms of SIP peers; a judge of
invariants asks it after every event. It must not know why anybody is where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from simulator.twilio.calls import Call
from simulator.twilio.sounds import Music, Ringing, Sound, Speech, Tone

Kind = Literal["speech", "music", "ringing", "tone", "people", "silence"]
NAMES: dict[type, Kind] = {Speech: "speech", Music: "music", Ringing: "ringing", Tone: "tone"}


class Listener(Protocol):
    """A phone, as far as hearing goes."""

    name: str

    @property
    def call(self) -> Call | None:
        """The leg it is on."""


@dataclass(frozen=True)
class Hearing:
    """What is heard at one moment. `people` are the others whose line is open to this one, by name.

    `kind` names the carrier's sound when there is one, else people or silence; `text` is the words of a
    speech, the URL of music or the name of a tone. Two utterances of the same words are not equal.
    """

    kind: Kind
    text: str = ""
    people: tuple[str, ...] = ()
    language: str = ""
    voice: str = ""
    sound: Sound | None = None

    def __str__(self) -> str:
        if self.kind == "people":
            return ", ".join(self.people)
        return f"{self.kind}: {self.text}" if self.text else self.kind


def hearing_of(phone: Listener) -> Hearing | None:
    """What this phone hears now; None while it is on the hook or only rings."""
    call = phone.call
    if call is None or call.is_over or (call.direction != "inbound" and not call.is_live):
        return None
    people = tuple(sorted(voices_of(call)))
    sound = call.sound()
    if sound is None:
        return Hearing("people" if people else "silence", people=people)
    if isinstance(sound, Speech):
        return Hearing("speech", sound.text, people, sound.language, sound.voice, sound)
    text = {Music: "url", Tone: "name"}.get(type(sound), "")
    return Hearing(NAMES[type(sound)], getattr(sound, text, ""), people, sound=sound)


def voices_of(call: Call) -> set[str]:
    """The names of the phones whose voices reach this leg's far end."""
    return {str(getattr(other.line, "name", other.to)) for other in call.carrier.voices(call)}


def hears(one: Listener, other: Listener) -> bool:
    """Whether what is said into `other` is heard on `one`."""
    return bool(one.call and other.call and other.call in one.call.carrier.voices(one.call))


def listeners(call: Call) -> set[Call]:
    """The legs whose far ends hear what is said on this leg."""
    return {other for other in call.carrier.live_calls() if call in call.carrier.voices(other)}


def in_conversation(phone: Listener) -> bool:
    """Whether this phone has joined a conversation: bridged, or in a started conference and not held.

    One who is there alone hears silence (`kind` is "silence"), which is told apart by this.
    """
    call = phone.call
    if call is None or not call.is_live:
        return False
    if call.participant:
        return call.participant.conference.started and not call.participant.hold
    return call.bridge is not None
