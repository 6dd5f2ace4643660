"""Figures of legs: what is measured from where to where, and p50 and p95 of many.

A figure that was not measured must not look like one that was.
"""

from __future__ import annotations

import pytest

from simulator.real_livekit.figures import Times, percentile, row, table
from simulator.real_livekit.timeline import NOBODY

BOB = frozenset({"Bob"})


def leg(answered: float | None = 10.06, welcomed: bool = True) -> Times:
    heard = [(10.1, NOBODY), (10.31, BOB), (12.0, NOBODY), (12.5, BOB)]
    return Times(10.0, 10.04, answered, 15.0, welcomed, heard if answered else [])


def test_a_leg_is_measured_from_its_invite_and_its_first_sound_from_its_answer() -> None:
    one = leg()
    assert one.entered == pytest.approx(0.04) and one.taken == pytest.approx(0.06)
    assert one.first_sound == 10.31 and one.sounded == pytest.approx(0.25)


def test_a_leg_that_waits_for_another_says_nothing_about_how_fast_one_is_answered() -> None:
    assert leg(welcomed=False).taken is None and leg(welcomed=False).sounded is not None


def test_a_leg_that_nobody_answered_has_no_figures_but_its_entry() -> None:
    never = leg(answered=None)
    assert (never.taken, never.sounded, never.first_sound) == (None, None, None)
    assert never.entered == pytest.approx(0.04)


@pytest.mark.parametrize(("share", "wanted"), [(0.5, 10), (0.95, 19), (0.0, 1), (1.0, 20)])
def test_a_percentile_is_a_value_that_was_measured(share: float, wanted: int) -> None:
    assert percentile(range(20, 0, -1), share) == wanted


def test_a_row_is_in_milliseconds_and_says_of_how_many() -> None:
    assert row("joining", [0.1, 0.2, 0.3]) == "| joining | 200 | 300 | 300 | 3 |"
    assert row("joining", []) == "| joining | - | - | - | 0 |"


def test_the_table_leaves_out_what_was_not_measured() -> None:
    lines = table([leg(), leg(welcomed=False), leg(answered=None)]).splitlines()
    assert [line.rsplit("|", 2)[1].strip() for line in lines[2:]] == ["3", "1", "2"]
