"""The verbs that lead elsewhere or end the leg: Redirect, Hangup, Reject, Start, Stop.

Decides what follows them (reference/twilio.md 3.4, 3.6). It must not know what plays before or after.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from simulator.twilio.calls import Callback
from simulator.twilio.transcription import transcribe
from simulator.twilio.verbs import Verb
from simulator.twilio.web import resolve


class Redirect(Verb):
    """Hands over to another document; an empty one asks for the current document again."""

    answers = False

    def begin(self) -> None:
        self.host.go(self.get("method", "POST"), self.text())


class Hangup(Verb):
    """Ends the leg; even as the first verb it answers first, for only `<Reject>` declines (3.6)."""

    def begin(self) -> None:
        self.call.end("completed")


class Reject(Verb):
    """Declines an inbound leg unanswered; on an answered leg it hangs up."""

    answers = False

    def begin(self) -> None:
        status = "busy" if self.get("reason") == "busy" else "no-answer"
        self.call.end("completed" if self.call.is_live else status)


class Start(Verb):
    """Begins things that go on in the background of the leg; only transcriptions are simulated."""

    def begin(self) -> None:
        for child in self.element:
            BACKGROUND.get(child.tag, _unknown)(self, child)
        self.over()


class Stop(Verb):
    """Ends background transcriptions by name; without a name all of them."""

    def begin(self) -> None:
        for child in self.element.iter("Transcription"):
            name = child.get("name")
            for transcription in list(self.call.transcriptions):
                if name is None or transcription.name == name:
                    transcription.stop()
        self.over()


def _transcribe(verb: Verb, noun: Element) -> None:
    url = noun.get("statusCallbackUrl", "")
    url = resolve(verb.host.url, url) if url else ""
    callback = Callback(url, noun.get("statusCallbackMethod", "POST"))
    transcribe(verb.call, noun.get("name", ""), callback, noun.get("track", "both_tracks"), dict(noun.attrib))


def _unknown(verb: Verb, noun: Element) -> None:
    verb.carrier.violation(f"<Start><{noun.tag}> is not simulated")


BACKGROUND: dict[str, Callable[[Verb, Element], None]] = {"Transcription": _transcribe}
