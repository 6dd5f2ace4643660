"""Lines in time: what is made of changes, what two lines have in common, what a gap is.

Two lines that tell the same story must never be told apart by how they were put together.
"""

from __future__ import annotations

import random

from simulator.real_livekit.timeline import (
    NOBODY,
    Span,
    cut,
    disagreements,
    during,
    first_heard,
    last_heard,
    line_of,
    replaced,
    silences,
    together,
    without_flicker,
)

ALICE, BOB = frozenset({"Alice"}), frozenset({"Bob"})
HELD = line_of([(0.0, NOBODY), (2.0, ALICE), (10.0, NOBODY), (14.0, BOB)], 20.0)


def test_changes_become_spans_and_equal_neighbours_one() -> None:
    changes = [(1.0, ALICE), (2.0, ALICE), (3.0, NOBODY), (3.0, BOB)]
    assert line_of(changes, 5.0) == [Span(1.0, 3.0, ALICE), Span(3.0, 5.0, BOB)]


def test_what_comes_after_the_end_is_not_part_of_the_line() -> None:
    assert line_of([(1.0, ALICE), (6.0, BOB)], 5.0) == [Span(1.0, 5.0, ALICE)]
    assert line_of([], 5.0) == []


def test_a_line_is_cut_at_both_ends() -> None:
    assert cut(HELD, 9.0, 15.0) == [Span(9.0, 10.0, ALICE), Span(10.0, 14.0, NOBODY), Span(14.0, 15.0, BOB)]


def test_a_part_is_replaced_and_silence_there_counts_as_silence() -> None:
    heard = line_of([(3.0, ALICE), (8.0, NOBODY)], 9.0)
    told = replaced(HELD, heard, 2.0, 10.0)
    assert during(told, "Alice") == [Span(3.0, 8.0, ALICE)]
    assert during(told, "Bob") == during(HELD, "Bob")
    assert replaced(HELD, [], 2.0, 10.0)[1] == Span(2.0, 10.0, NOBODY)


def test_whoever_is_heard_in_either_line_is_heard_in_both_together() -> None:
    other = line_of([(9.0, BOB)], 15.0)
    assert together([*HELD, *other])[2:4] == [Span(9.0, 10.0, ALICE | BOB), Span(10.0, 20.0, BOB)]
    assert together([]) == []


def test_a_person_who_goes_on_over_the_coming_of_another_is_heard_once() -> None:
    line = line_of([(0.0, ALICE), (4.0, ALICE | BOB), (6.0, BOB)], 8.0)
    assert during(line, "Alice") == [Span(0.0, 6.0, ALICE)]


def test_a_late_packet_is_no_gap_and_half_a_window_no_sound() -> None:
    line = line_of(
        [(0.0, ALICE), (4.0, NOBODY), (4.05, ALICE), (9.0, NOBODY), (9.5, BOB), (9.55, NOBODY)], 12.0
    )
    assert without_flicker(line, 0.1) == [Span(0.0, 9.0, ALICE), Span(9.0, 12.0, NOBODY)]
    assert without_flicker([], 0.1) == []


def test_a_gap_as_long_as_it_may_be_is_kept() -> None:
    line = line_of([(0.0, ALICE), (4.0, NOBODY), (4.25, ALICE)], 9.0)
    assert without_flicker(line, 0.25) == line


def test_silences_lie_between_two_moments() -> None:
    assert silences(HELD, 1.0, 12.0) == [Span(1.0, 2.0, NOBODY), Span(10.0, 12.0, NOBODY)]


def test_the_first_and_the_last_time_that_somebody_is_heard() -> None:
    assert (first_heard(HELD, "Bob", 9.0), first_heard(HELD, "Alice", 5.0)) == (14.0, 5.0)
    assert (last_heard(HELD, "Alice", 14.0), last_heard(HELD, "Alice", 5.0)) == (10.0, 5.0)
    assert first_heard(HELD, "Alice", 11.0) is None and last_heard(HELD, "Bob", 14.0) is None


def test_two_lines_agree_when_one_lags_a_little() -> None:
    late = line_of([(0.0, NOBODY), (2.3, ALICE), (10.2, NOBODY), (14.4, BOB)], 20.0)
    assert disagreements(HELD, late, 0.5) == []


def test_two_lines_disagree_while_somebody_is_heard_in_one_of_them_only() -> None:
    deaf = line_of([(0.0, NOBODY), (2.0, ALICE), (6.0, NOBODY), (14.0, ALICE | BOB)], 20.0)
    assert disagreements(HELD, deaf, 0.5) == [Span(6.0, 10.0, ALICE), Span(14.0, 20.0, ALICE)]


def test_a_line_agrees_with_itself_whatever_it_is() -> None:
    chance = random.Random(5)
    for _ in range(50):
        moments = sorted(chance.uniform(0, 20) for _ in range(9))
        line = line_of([(at, chance.choice([NOBODY, ALICE, BOB, ALICE | BOB])) for at in moments], 20.0)
        assert disagreements(line, line, 0.0) == []
        assert together([*line, *line]) == line
        assert without_flicker(line, 0.0) == line
