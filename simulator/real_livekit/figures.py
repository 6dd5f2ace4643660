"""Figures of a run: when a leg came to what, and p50 and p95 of many.

Decides what is measured from where to where. It must not know how legs come to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from simulator.real_livekit.timeline import People


@dataclass
class Times:
    """When a leg came to what, in seconds of the world; None: it never did. `heard` are changes, in order.

    `welcomed`: somebody was in the room already when it came.
    """

    invited: float
    seated: float | None = None
    answered: float | None = None
    over: float | None = None
    welcomed: bool = False
    heard: list[tuple[float, People]] = field(default_factory=list)

    @property
    def first_sound(self) -> float | None:
        return next((at for at, people in self.heard if people), None)

    @property
    def entered(self) -> float | None:
        """INVITE to being in the room."""
        return _between(self.invited, self.seated)

    @property
    def taken(self) -> float | None:
        """INVITE to 200 of one who needs to wait for nobody."""
        return _between(self.invited, self.answered) if self.welcomed else None

    @property
    def sounded(self) -> float | None:
        """From 200 to the first sound of somebody else."""
        return None if self.answered is None else _between(self.answered, self.first_sound)


ROWS: dict[str, Callable[[Times], float | None]] = {
    "INVITE to being in the room": lambda leg: leg.entered,
    "INVITE to 200, somebody being there": lambda leg: leg.taken,
    "200 to the first sound of another": lambda leg: leg.sounded,
}


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share), 1) - 1]


def row(what: str, seconds: Sequence[float]) -> str:
    """One line of a table in milliseconds: p50, p95, the longest, and of how many."""
    if not seconds:
        return f"| {what} | - | - | - | 0 |"
    figures = (percentile(seconds, 0.5), percentile(seconds, 0.95), max(seconds))
    return f"| {what} | {' | '.join(f'{1000 * one:.0f}' for one in figures)} | {len(seconds)} |"


def table(legs: Sequence[Times]) -> str:
    """How fast legs came in."""
    rows = [
        row(what, [one for leg in legs if (one := measure(leg)) is not None])
        for what, measure in ROWS.items()
    ]
    return "\n".join(["| ms | p50 | p95 | max | n |", "|---|---|---|---|---|", *rows])


def _between(begin: float, end: float | None) -> float | None:
    return None if end is None else end - begin
