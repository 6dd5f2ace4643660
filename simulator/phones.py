"""Phones on the carrier's network, driven by scenario code or by a person's script.

Decides what the far end of a leg does and keeps what it heard, with times. It must not know TwiML: it only
hears, presses, speaks and hangs up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.hearing import Hearing, hearing_of, hears, listeners
from simulator.people import Person
from simulator.twilio.calls import Call
from simulator.twilio.carrier import Carrier
from simulator.twilio.sounds import speaking_seconds

State = Literal["idle", "ringing", "dialling", "talking"]
BUSY, UNAVAILABLE = 486, 480
BETWEEN_KEYS = 0.3


@dataclass(frozen=True)
class Heard:
    """One fact of a phone's history, `at` in world seconds.

    `kind` is one of `Hearing.kind`, or "words" (what `who` said), "tone", "rings", "ended"; `people` are
    those it could hear besides.
    """

    at: float
    kind: str
    text: str = ""
    who: str = ""
    people: tuple[str, ...] = ()


class Phone:
    """One phone with one line. `busy` refuses calls, `unreachable` lets nothing through to it.

    Where it is `far_away`, it rings so many seconds late.
    """

    def __init__(self, carrier: Carrier, number: str, name: str = "", person: Person | None = None) -> None:
        self.carrier, self.world, self.number, self.name = carrier, carrier.world, number, name or number
        self.person = person
        self.busy = self.unreachable = False
        self.far_away = 0.0
        # Whether the carrier ended the last call that was up, and not whoever holds this.
        self.released = False
        self.call: Call | None = None
        self.calls: list[Call] = []
        self.heard: list[Heard] = []
        self.silent_since: float | None = None
        self.said: list[str] = []
        self._last: Hearing | None = None
        carrier.phones[number] = self
        carrier.world.watchers.append(self._notice)

    # --- what somebody does with it ---

    def dial(self, to: str) -> Call:
        """Call one of the carrier's numbers; KeyError for any other."""
        self.call = self.carrier.inbound(self, self.number, to)
        self.calls.append(self.call)
        self._notice()
        return self.call

    def answer(self) -> None:
        if self.call and self.state == "ringing":
            self.call.far_answered()
            self._notice()
            if self.person:
                self.person.answered(self)

    def decline(self) -> None:
        if self.call and self.state == "ringing":
            self._ended(lambda call: call.far_refused(BUSY))

    def hang_up(self) -> None:
        """Put the receiver down; on a ringing phone this declines."""
        if self.state == "ringing":
            self.decline()
        elif self.call:
            self._ended(lambda call: call.far_bye())

    def press(self, digits: str) -> None:
        """Press keys, one after another, 0.3 s apart."""
        call = self.call
        if call is None:
            return
        self.world.note("presses", phone=self.name, digits=digits)
        call.far_key(digits[0])
        for place, digit in enumerate(digits[1:], 1):
            self.world.after(BETWEEN_KEYS * place, lambda digit=digit: call.far_key(digit))  # type: ignore[misc]
        self._notice()

    def say(self, text: str) -> None:
        """Say something; heard, and written down, when the last word is out."""
        call = self.call
        if call is None or not call.is_live:
            return
        self.world.note("speaks", phone=self.name, text=text)
        call.far_speaks()
        began = listeners(call)
        call.later(speaking_seconds(text), lambda: self._spoken(call, text, began))

    # --- what can be asked ---

    @property
    def state(self) -> State:
        if self.call is None:
            return "idle"
        if self.call.is_live:
            return "talking"
        return "dialling" if self.call.direction == "inbound" else "ringing"

    @property
    def hearing(self) -> Hearing | None:
        """What it hears now; None on the hook."""
        return hearing_of(self)

    @property
    def is_machine(self) -> bool:
        return bool(self.person and self.person.machine)

    @property
    def texts(self) -> list[str]:
        """Every sentence of the carrier it has heard begin, in order."""
        return [fact.text for fact in self.heard if fact.kind == "speech"]

    def hears(self, other: Phone) -> bool:
        """Whether what is said into `other` is heard here now."""
        return hears(self, other)

    def was_told(self, words: str) -> bool:
        """Whether a sentence with these words has been heard, in any case."""
        return any(words.lower() in text.lower() for text in self.texts)

    # --- what the carrier does with it (simulator.twilio.lines.Line) ---

    def ring(self, call: Call) -> None:
        if self.far_away:
            call.later(self.far_away, lambda: self._reached(call))
        else:
            self._reached(call)

    def _reached(self, call: Call) -> None:
        if self.unreachable:
            return call.far_refused(UNAVAILABLE)
        if self.busy or self.call is not None:
            return call.far_refused(BUSY)
        self.call = call
        self.calls.append(call)
        self.heard.append(Heard(self.world.now, "rings"))
        call.far_ringing()
        return self.person.rung(self) if self.person else None

    def cancel(self, call: Call) -> None:
        if call is self.call:
            self._on_hook()

    def bye(self, call: Call) -> None:
        if call is self.call:
            self.released = True
            self._on_hook()

    def dtmf(self, call: Call, digits: str) -> None:
        self.heard.append(Heard(self.world.now, "tone", digits))

    def overhear(self, who: str, text: str) -> None:
        """Somebody on the line has said `text`."""
        self.heard.append(Heard(self.world.now, "words", text, who))
        if self.person:
            self.person.hears(self, text)

    def _ended(self, tell: Callable[[Call], None]) -> None:
        call = self.call
        if call is not None:
            self.released = False
            self._on_hook()
            tell(call)

    def _on_hook(self) -> None:
        self.call, self._last, self.silent_since = None, None, None
        self.heard.append(Heard(self.world.now, "ended"))
        self.world.note("phone_ended", phone=self.name)

    def _spoken(self, call: Call, text: str, began: set[Call]) -> None:
        self.said.append(text)
        call.far_said(text)
        for other in began & listeners(call):
            other.transcribe("outbound_track", text)
            if isinstance(other.line, Phone):
                other.line.overhear(self.name, text)

    def _notice(self) -> None:
        """Keep what has changed since the last look; a person reacts to sentences."""
        if self.call is None:
            return
        now = hearing_of(self)
        if now == self._last:
            return
        self._last = now
        self.silent_since = self.world.now if now and now.kind == "silence" else None
        if now is None:
            return
        self.heard.append(Heard(self.world.now, now.kind, now.text, people=now.people))
        self.world.note("hears", phone=self.name, what=str(now), hearing=now.kind)
        if self.person and now.kind == "speech":
            self.person.hears(self, now.text)
