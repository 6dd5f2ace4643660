"""The verbs that are heard or that say nothing: Say, Play, Pause.

Decides how long each lasts and what is heard meanwhile (reference/twilio.md 3.6).
It must not know in which kind of document it stands.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from xml.etree.ElementTree import Element

from simulator.twilio.sounds import Music, Sound, Speech, Tone, speaking_seconds
from simulator.twilio.verbs import Host, Verb
from simulator.twilio.web import resolve

KEY_SECONDS = 0.25


class Prompt(Verb, ABC):
    """A verb that makes one sound, `loop` times over (0: for ever)."""

    def __init__(self, host: Host, element: Element) -> None:
        super().__init__(host, element)
        self.playing: Sound | None = None
        self.played = 0

    def begin(self) -> None:
        loop = int(self.number("loop", 1))
        if loop and self.played >= loop:
            return self.over()
        self.played += 1
        self.playing, seconds = self.make()
        self.after(seconds, self.begin)
        return None

    @abstractmethod
    def make(self) -> tuple[Sound | None, float]:
        """The next pass: its sound, and for how many seconds it is heard."""

    def sound(self) -> Sound | None:
        return self.playing


class Say(Prompt):
    """Speech; a transcription of the leg's outbound track writes it down too (reference/twilio.md 3.4)."""

    def make(self) -> tuple[Sound, float]:
        text = self.text()
        seconds = speaking_seconds(text)
        self.call.transcribe("outbound_track", text, seconds)
        self.call.world.note("said", sid=self.call.sid, text=text)
        return Speech(text, self.get("language", "en-US"), self.get("voice", "man")), seconds


class Pause(Prompt):
    """Silence; as the first verb it leaves an inbound leg ringing."""

    answers = False

    def make(self) -> tuple[None, float]:
        return None, self.number("length", 1)


class Play(Prompt):
    """A file, or keys. A file of the application itself is fetched once, so that a dead link shows."""

    def begin(self) -> None:
        if self.get("digits") or self.played:
            return super().begin()
        return self.carrier.media.check(self.host.url, self.media_url(), self._checked)

    def make(self) -> tuple[Sound, float]:
        if digits := self.get("digits"):
            return Tone(digits), KEY_SECONDS * len(digits)
        weather = self.carrier.weather
        lasts = [seconds for end, seconds in weather.play_seconds.items() if self.media_url().endswith(end)]
        return Music(self.media_url()), (lasts or [weather.music_seconds])[0]

    def media_url(self) -> str:
        return resolve(self.host.url, self.text()).partition("#")[0]

    def abandon(self, reason: str) -> None:
        self.played = -1
        super().abandon(reason)

    def _checked(self, playable: bool) -> None:
        if self.played == 0:
            super().begin() if playable else self.over()
