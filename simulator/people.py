"""People who hold phones: small deterministic scripts.

Decides when somebody answers, declines, presses, speaks or hangs up, by time and by what is heard.
It must not know anything but the phone in the hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.phones import Phone


@dataclass
class Press:
    """Press `digits` once, `delay` seconds after a sentence with `after_hearing` has begun (in any case)."""

    digits: str
    after_hearing: str
    delay: float = 1.0
    times: int = 1


@dataclass
class Saying:
    """Say `text` once: `delay` seconds after the answer, or after hearing a sentence with certain words."""

    text: str
    after_hearing: str = ""
    delay: float = 1.0
    times: int = 1


@dataclass
class Person:
    """A script for one phone. Times are seconds; None means that it never happens."""

    answer_after: float | None = 2.0
    declines_after: float | None = None
    hangs_up_after: float | None = None
    presses: Sequence[Press] = ()
    says: Sequence[Saying] = ()
    machine: bool = False

    def rung(self, phone: Phone) -> None:
        """The phone rings: answer, decline or let it ring."""
        self._when(phone, self.declines_after, phone.decline)
        self._when(phone, self.answer_after, phone.answer)

    def answered(self, phone: Phone) -> None:
        """The phone was picked up."""
        self._when(phone, self.hangs_up_after, phone.hang_up)
        for saying in self.says:
            if not saying.after_hearing and saying.times > 0:
                saying.times -= 1
                self._when(phone, saying.delay, lambda text=saying.text: phone.say(text))  # type: ignore[misc]

    def hears(self, phone: Phone, text: str) -> None:
        """A sentence begins, or somebody on the line has spoken."""
        reactions: list[Press | Saying] = [*self.presses, *self.says]
        for reaction in reactions:
            cue = reaction.after_hearing.lower()
            if reaction.times > 0 and cue and cue in text.lower():
                reaction.times -= 1
                self._when(phone, reaction.delay, _act(phone, reaction))

    def _when(self, phone: Phone, delay: float | None, act: Callable[[], None]) -> None:
        """Do it later, if the phone is still on the same call by then."""
        call = phone.call
        if delay is not None:
            phone.world.after(delay, lambda: act() if phone.call is call else None)


def _act(phone: Phone, reaction: Press | Saying) -> Callable[[], None]:
    if isinstance(reaction, Press):
        return lambda: phone.press(reaction.digits)
    return lambda: phone.say(reaction.text)


def voicemail(after: float = 18.0, greeting: str = "Please leave a message after the tone.") -> Person:
    """An answering machine: picks up, says its greeting, records for a while, hangs up after a minute."""
    return Person(answer_after=after, says=[Saying(greeting)], hangs_up_after=60.0, machine=True)
