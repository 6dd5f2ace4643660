"""One situation against one happening, or against all of them: what comes of it for caller, A and B.

Decides only how that is sorted: somebody hears something, nobody does, it is refused, or it cannot happen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bridge.told import heard
from bridge.told.happenings import HAPPENINGS, Happening
from bridge.told.story import Story


class Fate(StrEnum):
    HEARD = "heard"
    UNHEARD = "unheard"
    REFUSED = "refused"
    CANNOT = "cannot"


@dataclass(frozen=True)
class Played:
    """`cells`: what each hears next; `reason`: why it cannot happen."""

    happening: Happening
    fate: Fate
    cells: dict[str, str] = field(default_factory=dict)
    reason: str = ""


def play(situation: Story, happening: Happening) -> Played:
    if reason := happening.why_not(situation.call):
        return Played(happening, Fate.CANNOT, reason=reason)
    story = situation.copy().tell(*happening.events(situation.call))
    cells = heard.changes(situation.call, story)
    if story.refusal:
        return Played(happening, Fate.REFUSED, cells)
    silent = set(cells.values()) == {heard.UNCHANGED}
    return Played(happening, Fate.UNHEARD if silent else Fate.HEARD, cells)


def play_all(situation: Story) -> list[Played]:
    return [play(situation, happening) for happening in HAPPENINGS]
