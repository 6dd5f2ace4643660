"""Who is heard from when to when, as a line in time, and what can be asked of such lines.

Decides what counts as a gap and when two lines tell the same story. It must not know where they come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

People = frozenset[str]
NOBODY: People = frozenset()


@dataclass(frozen=True)
class Span:
    """`people` are heard from `begin` to `end`, both in seconds of the world."""

    begin: float
    end: float
    people: People

    @property
    def seconds(self) -> float:
        return self.end - self.begin


Line = Sequence[Span]


def line_of(changes: Iterable[tuple[float, People]], end: float) -> list[Span]:
    """Changes in order, each true until the next: as spans up to `end`, equal neighbours made one."""
    spans: list[Span] = []
    ordered = [change for change in changes if change[0] < end]
    for number, (begin, people) in enumerate(ordered):
        until = ordered[number + 1][0] if number + 1 < len(ordered) else end
        if spans and spans[-1].people == people and spans[-1].end == begin:
            spans[-1] = Span(spans[-1].begin, until, people)
        elif until > begin:
            spans.append(Span(begin, until, people))
    return spans


def cut(line: Line, begin: float, end: float) -> list[Span]:
    """What of the line lies between two moments."""
    inside = [Span(max(one.begin, begin), min(one.end, end), one.people) for one in line]
    return [one for one in inside if one.seconds > 0]


def replaced(line: Line, by: Line, begin: float, end: float) -> list[Span]:
    """The line, with another one's story between two moments; where that is silent nobody is heard."""
    before, after = cut(line, float("-inf"), begin), cut(line, end, float("inf"))
    middle = [(one.begin, one.people) for one in cut(by, begin, end)]
    told = line_of([(begin, NOBODY), *middle], end) if end > begin else []
    return [*before, *told, *after]


def together(spans: Iterable[Span]) -> list[Span]:
    """Spans that lie over each other, as one line: everybody who is heard in any of them."""
    edges = sorted(
        edge
        for one in spans
        for edge in ((one.begin, 1, tuple(one.people)), (one.end, -1, tuple(one.people)))
    )
    heard: Counter[str] = Counter()
    changes = []
    for at, step, people in edges:
        for name in people:
            heard[name] += step
        changes.append((at, frozenset(name for name, times in heard.items() if times)))
    return line_of(changes, edges[-1][0]) if edges else []


def during(line: Line, name: str) -> list[Span]:
    """When this one person is heard."""
    marked = [(one.begin, one.end) for one in line if name in one.people]
    spans: list[Span] = []
    for begin, end in marked:
        if spans and spans[-1].end == begin:
            begin = spans.pop().begin
        spans.append(Span(begin, end, frozenset({name})))
    return spans


def without_flicker(line: Line, shortest: float) -> list[Span]:
    """Gaps and sounds of one person that are shorter than this are none: a late packet, half a window."""
    names = {name for one in line for name in one.people}
    steady = [span for name in names for span in _steady(during(line, name), shortest)]
    return together([*steady, Span(line[0].begin, line[-1].end, NOBODY)]) if line else []


def silences(line: Line, begin: float, end: float) -> list[Span]:
    """When nobody is heard between two moments."""
    return [one for one in cut(line, begin, end) if not one.people]


def disagreements(one: Line, other: Line, lag: float) -> list[Span]:
    """When, for longer than `lag`, a person is heard in one line and not in the other."""
    names = sorted({name for line in (one, other) for span in line for name in span.people})
    return [span for name in names for span in _apart(during(one, name), during(other, name), lag)]


def first_heard(line: Line, name: str, since: float) -> float | None:
    """When this person is heard first at or after a moment."""
    return next((max(one.begin, since) for one in during(line, name) if one.end > since), None)


def last_heard(line: Line, name: str, before: float) -> float | None:
    """When this person was heard last at or before a moment."""
    ends = [min(one.end, before) for one in during(line, name) if one.begin < before]
    return ends[-1] if ends else None


def _steady(spans: Line, shortest: float) -> list[Span]:
    joined: list[Span] = []
    for one in spans:
        if joined and one.begin - joined[-1].end < shortest:
            joined[-1] = Span(joined[-1].begin, one.end, one.people)
        else:
            joined.append(one)
    return [one for one in joined if one.seconds >= shortest]


def _apart(one: Line, other: Line, lag: float) -> list[Span]:
    """Where exactly one of two persons' lines has a sound."""
    people = next((span.people for span in [*one, *other]), NOBODY)
    sides = [
        Span(s.begin, s.end, frozenset({side})) for side, spans in (("1", one), ("2", other)) for s in spans
    ]
    return [
        Span(span.begin, span.end, people)
        for span in together(sides)
        if len(span.people) == 1 and span.seconds > lag
    ]
