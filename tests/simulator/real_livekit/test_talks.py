"""Gaps in a talk: for how long one of two did not hear the other, between two moments.

No real server is needed: lines are told by hand.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from simulator.real_livekit.talks import longest_gap
from simulator.real_livekit.timeline import NOBODY, People, line_of

ALICE, CAROL = frozenset({"Alice"}), frozenset({"Carol"})


def gap(
    carol: list[tuple[float, People]], alice: list[tuple[float, People]], since: float, until: float
) -> float:
    lines = {"Carol": line_of(carol, 20.0), "Alice": line_of(alice, 20.0)}
    ears = SimpleNamespace(measured=lambda phone: lines[phone.name])
    real: Any = SimpleNamespace(ears=ears, stage=SimpleNamespace(act=lambda do: do()))
    one: Any = SimpleNamespace(name="Carol")
    two: Any = SimpleNamespace(name="Alice")
    return longest_gap(real, one, two, since, until)


STEADY: list[tuple[float, People]] = [(1.0, CAROL)]
BROKEN: list[tuple[float, People]] = [(1.0, ALICE), (5.0, NOBODY), (5.5, ALICE), (12.0, NOBODY)]


CASES = [(2, 4, 0.0), (2, 10, 0.5), (5.2, 10, 0.3), (2, 15, 3.0), (12, 16, 4.0), (0, 4, 1.0)]


@pytest.mark.parametrize(("since", "until", "longest"), CASES)
def test_the_longest_gap_of_either_counts_also_at_the_ends(
    since: float, until: float, longest: float
) -> None:
    assert gap(BROKEN, STEADY, since, until) == pytest.approx(longest)
