"""Gather: keys or speech, with prompts that a key or a voice cuts short.

Decides when input is complete and what is asked with it (reference/twilio.md 3.5).
It must not know what the keys mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from simulator.twilio.prompts import Pause, Play, Say
from simulator.twilio.sounds import Sound
from simulator.twilio.verbs import Host, Verb

if TYPE_CHECKING:
    from simulator.twilio.calls import Call
    from simulator.twilio.web import Params

PROMPTS: Mapping[str, type[Verb]] = {"Say": Say, "Play": Play, "Pause": Pause}


class Nested:
    """The prompts inside a gather, played in order like a document of their own."""

    def __init__(self, gather: Gather) -> None:
        self.gather = gather
        self.url = gather.host.url
        self.verb: Verb | None = None
        self._rest = [child for child in gather.element if child.tag in PROMPTS]

    @property
    def call(self) -> Call:
        return self.gather.call

    def proceed(self) -> None:
        if not self._rest:
            self.verb = None
            return self.gather.prompted()
        element = self._rest.pop(0)
        self.verb = PROMPTS[element.tag](self, element)
        return self.verb.begin()

    def go(self, method: str, url: str, extra: Params | None = None) -> None:
        self.gather.host.go(method, url, extra)

    def cut(self) -> None:
        """Stop whatever is being heard; nothing more of it follows."""
        self._rest = []
        if self.verb:
            verb, self.verb = self.verb, None
            verb.abandon("cut")


class Gather(Verb):
    """Waits for keys, speech or both; the wait begins when the prompts are over or cut."""

    def __init__(self, host: Host, element: Element) -> None:
        super().__init__(host, element)
        self.inputs = self.get("input", "dtmf").split()
        self.digits = ""
        self.said: list[str] = []
        self.prompts = Nested(self)

    def begin(self) -> None:
        self.prompts.proceed()

    def prompted(self) -> None:
        """The prompts are through: the time-out counts from here."""
        if not self.digits and not self.said:
            self._wait("timeout")

    def sound(self) -> Sound | None:
        return self.prompts.verb.sound() if self.prompts.verb else None

    def abandon(self, reason: str) -> None:
        self.prompts.cut()
        super().abandon(reason)

    def key(self, digit: str) -> bool:
        if "dtmf" not in self.inputs:
            return False
        self.prompts.cut()
        self.quiet()
        if digit in self.get("finishOnKey", "#") and digit:
            self._finish()
        else:
            self.digits += digit
            self._finish() if len(self.digits) == self.number("numDigits", 0) else self._wait("timeout")
        return True

    def voice(self) -> None:
        if "speech" in self.inputs and self.flag("bargeIn", True):
            self.prompts.cut()
        if "speech" in self.inputs and not self.prompts.verb:
            self.quiet()

    def words(self, text: str) -> None:
        """What was said while the prompts went on without barge-in is lost."""
        if "speech" in self.inputs and not self.prompts.verb:
            self.said.append(text)
            self._wait("speechTimeout")

    def _wait(self, limit: str) -> None:
        self.quiet()
        patience = self.number("timeout", 5)
        if limit == "speechTimeout":
            patience = 1.0 if self.get(limit) == "auto" else self.number(limit, patience)
        self.after(patience, self._finish)

    def _finish(self) -> None:
        self.abandon("finished")
        if not self.digits and not self.said and not self.flag("actionOnEmptyResult"):
            return self.over()
        result = [("Digits", self.digits)]
        if self.said and not self.digits:
            result = [("SpeechResult", " ".join(self.said)), ("Confidence", "0.92")]
        return self.host.go(self.get("method", "POST"), self.get("action"), result)
