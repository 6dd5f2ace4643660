"""A provider that fails is left out for a while, and tried with one question after that.

Time is the test's own.
"""

from __future__ import annotations

import pytest

from summaries.breaker import FAULTS, REST, REST_OF_OURS, Breaker
from summaries.words import Fault, NoBrief


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def failure(fault: Fault = "provider", retry_after: float | None = None) -> NoBrief:
    return NoBrief("it failed", fault, retryable=True, retry_after=retry_after)


def fail(breaker: Breaker, times: int = 1, fault: Fault = "provider", after: float | None = None) -> None:
    for _ in range(times):
        assert breaker.lets_in()
        breaker.failed(failure(fault, after))


def shut_for(breaker: Breaker, clock: Clock, seconds: float) -> bool:
    """Whether nobody is let in before `seconds` are over, and somebody then."""
    clock.now += seconds - 0.1
    early = breaker.lets_in()
    clock.now += 0.2
    return not early and breaker.lets_in()


@pytest.mark.parametrize("fault", ["provider", "time"])
def test_faults_in_a_row_leave_a_provider_out_for_a_while(clock: Clock, fault: Fault) -> None:
    breaker = Breaker(clock)
    fail(breaker, FAULTS, fault)
    assert shut_for(breaker, clock, REST)


def test_an_answer_between_faults_forgives_them(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(5):
        fail(breaker, FAULTS - 1)
        assert breaker.lets_in()
        breaker.answered()
    assert breaker.lets_in()


def test_a_wrong_key_leaves_a_provider_out_at_once(clock: Clock) -> None:
    breaker = Breaker(clock)
    fail(breaker, 1, "ours")
    assert shut_for(breaker, clock, REST_OF_OURS)


@pytest.mark.parametrize("seconds", [2.0, 500.0])
def test_a_provider_that_says_when_to_come_again_is_left_alone_until_then(
    clock: Clock, seconds: float
) -> None:
    breaker = Breaker(clock)
    fail(breaker, 1, after=seconds)
    assert shut_for(breaker, clock, seconds)


def test_a_longer_rest_is_not_cut_short_by_a_later_failure(clock: Clock) -> None:
    """Two questions were on their way; the second to fail says less."""
    breaker = Breaker(clock)
    assert breaker.lets_in() and breaker.lets_in()
    breaker.failed(failure(retry_after=100.0))
    breaker.failed(failure(retry_after=1.0))
    assert shut_for(breaker, clock, 100.0)


def test_after_the_rest_one_question_tries_it_while_others_are_not_let_in(clock: Clock) -> None:
    breaker = Breaker(clock)
    fail(breaker, FAULTS)
    clock.now += REST
    assert [breaker.lets_in() for _ in range(3)] == [True, False, False]
    breaker.answered()
    assert [breaker.lets_in() for _ in range(3)] == [True, True, True]


def test_a_try_that_fails_leaves_it_out_once_more(clock: Clock) -> None:
    breaker = Breaker(clock)
    fail(breaker, FAULTS)
    clock.now += REST
    fail(breaker)
    assert shut_for(breaker, clock, REST)


def test_a_try_that_nobody_waits_for_leaves_room_for_the_next(clock: Clock) -> None:
    breaker = Breaker(clock)
    fail(breaker, FAULTS)
    clock.now += REST
    assert breaker.lets_in()
    breaker.left()
    assert [breaker.lets_in() for _ in range(2)] == [True, False]
