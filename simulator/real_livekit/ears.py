"""Who hears whom, in one answer for both worlds: by ear in the real rooms, by its own rules in Twilio's.

Decides how measured tones and simulated conferences become one line in time for each phone, and how long it
heard neither anybody nor anything. It must not know why anybody is where they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol

from simulator.phones import Phone
from simulator.real_livekit.figures import Times
from simulator.real_livekit.timeline import (
    NOBODY,
    Line,
    People,
    Span,
    disagreements,
    line_of,
    replaced,
    silences,
    together,
    without_flicker,
)
from simulator.twilio.carrier import Carrier
from simulator.world import World

# Two windows: what is shorter is a packet that came late, not somebody who was cut off.
FLICKER = 0.1
# From what happens in a room to what is heard of it: 0.2 s through LiveKit, 0.25 s until the first sound
# (reference/livekit-lab.md c), and a busy machine.
LAG = 0.5
# What the carrier plays, beside the names of people.
CARRIER = "(carrier)"


class Leg(Protocol):
    """A leg in a real room, as far as hearing goes: whose it is, and what was heard on it."""

    phone: str
    times: Times


class Ears:
    """Looks on at a world from its beginning; lines can be asked for at any time.

    `legs` are all that there have been in real rooms.
    """

    def __init__(self, world: World, carrier: Carrier, legs: Callable[[], Sequence[Leg]]) -> None:
        self._world, self._carrier, self._all_legs = world, carrier, legs
        self._judged: dict[str, list[tuple[float, People]]] = defaultdict(list)
        self._played: dict[str, list[tuple[float, People]]] = defaultdict(list)
        self._on_the_line: dict[str, list[tuple[float, People]]] = defaultdict(list)
        world.watchers.append(self._look)

    def _look(self) -> None:
        for phone in self.phones:
            hearing = phone.hearing
            people = frozenset(hearing.people) if hearing else NOBODY
            sound = frozenset({CARRIER}) if hearing and hearing.sound else NOBODY
            line = frozenset({phone.name}) if hearing else NOBODY
            for kept, now in ((self._judged, people), (self._played, sound), (self._on_the_line, line)):
                changes = kept[phone.name]
                if not changes or changes[-1][1] != now:
                    changes.append((self._world.now, now))

    @property
    def phones(self) -> list[Phone]:
        return [line for line in self._carrier.phones.values() if isinstance(line, Phone)]

    def judged(self, phone: Phone) -> Line:
        """Whom the judge lets this phone hear: by who is in the room and whose audio is sent to whom."""
        return line_of(self._judged[phone.name], self._now)

    def measured(self, phone: Phone) -> Line:
        """Whom it hears: tones where it is in a real room, as simulated anywhere else."""
        line = self.judged(phone)
        for leg in self._legs(phone):
            begin, end = leg.times.answered or 0.0, leg.times.over or self._now
            line = replaced(line, line_of(leg.times.heard, self._now), begin, end)
        return without_flicker(line, FLICKER)

    def silences(self, phone: Phone) -> list[Span]:
        """When it was on the line and heard neither anybody nor anything that the carrier plays."""
        heard = together([*self.measured(phone), *line_of(self._played[phone.name], self._now)])
        on = [one for one in line_of(self._on_the_line[phone.name], self._now) if one.people]
        return [gap for one in on for gap in silences(heard, one.begin, one.end)]

    def disagreements(self, phone: Phone, lag: float = LAG) -> list[Span]:
        """Where measured and judged differ for longer than they may."""
        return disagreements(self.judged(phone), self.measured(phone), lag)

    def _legs(self, phone: Phone) -> list[Leg]:
        return [leg for leg in self._all_legs() if leg.phone == phone.name and leg.times.answered is not None]

    @property
    def _now(self) -> float:
        return self._world.now


def told(line: Line, since: float) -> str:
    """A line in words: who is heard from when to when, in seconds since a moment."""
    heard = [one for one in line if one.people and one.seconds >= FLICKER]
    return ", ".join(
        f"{one.begin - since:.1f}-{one.end - since:.1f} {' and '.join(sorted(one.people))}" for one in heard
    )


def order(line: Line) -> list[People]:
    """Who is heard one after another, without the pauses."""
    people = [one.people for one in line if one.people]
    return [one for number, one in enumerate(people) if number == 0 or people[number - 1] != one]
