"""What every TwiML verb has in common: a beginning, an end, keys, words, a sound.

Decides how attributes are read and that a verb's timers die with it. It must not know any particular verb.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from xml.etree.ElementTree import Element

from simulator.twilio.sounds import Sound

if TYPE_CHECKING:
    from simulator.twilio.calls import Call
    from simulator.twilio.web import Params
    from simulator.world import Timer


class Host(Protocol):
    """Whoever plays verbs one after another: a program, or a gather with its prompts."""

    url: str

    @property
    def call(self) -> Call:
        """The leg that hears it."""

    def proceed(self) -> None:
        """The current verb is over."""

    def go(self, method: str, url: str, extra: Params | None = None) -> None:
        """The document is over: fetch this one (relative to `url`)."""


class Verb:
    """One verb of a document while it is being played."""

    answers = True  # whether reaching it answers an inbound leg that still rings

    def __init__(self, host: Host, element: Element) -> None:
        self.host, self.element = host, element
        self.call = host.call
        self.carrier = host.call.carrier
        self._timers: list[Timer] = []

    def begin(self) -> None:
        """Start; ends by `over` or by `host.go`."""
        self.over()

    def abandon(self, reason: str) -> None:
        """The document is dropped while this verb is being played."""
        self.quiet()

    def key(self, digit: str) -> bool:
        """A key on the leg's phone; True when the verb used it."""
        return False

    def voice(self) -> None:
        """Somebody begins to speak on the leg's phone."""

    def words(self, text: str) -> None:
        """Somebody has said `text` on the leg's phone."""

    def sound(self) -> Sound | None:
        return None

    def over(self) -> None:
        self.quiet()
        self.host.proceed()

    def after(self, seconds: float, action: Callable[[], None]) -> Timer:
        timer = self.carrier.world.after(seconds, action)
        self._timers.append(timer)
        return timer

    def quiet(self) -> None:
        """Forget everything that was planned."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def text(self) -> str:
        """The words inside the element, tags of SSML left out."""
        return " ".join("".join(self.element.itertext()).split())

    def get(self, name: str, default: str = "") -> str:
        return self.element.get(name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        return self.get(name, str(default).lower()) == "true"

    def number(self, name: str, default: float) -> float:
        """A numeric attribute; Twilio falls back to the default on nonsense (reference/twilio.md 1.1)."""
        try:
            return float(self.get(name, str(default)))
        except ValueError:
            return default
