"""Whose words the caller may have heard, by who was on the line.

Decides that nobody is named who was not there, and nobody for another.
"""

from __future__ import annotations

from bridge.talkers import TRAILS, talkers
from tests.bridge import examples
from tests.bridge.examples import NOW

A, B = "leg-aaaa-2", "leg-aaaa-3"


def _heard(at: float, a_ended: float | None, b_accepted: float | None) -> list[str]:
    call = examples.talk()
    call.legs[A].ended_at = a_ended
    call.legs[B] = examples.leg(3, agent_id="agent-2", accepted_at=b_accepted)
    return [leg.id for leg in talkers(call, at)]


def test_in_a_talk_it_is_its_agent_whoever_rings_meanwhile() -> None:
    assert _heard(NOW + 60, a_ended=None, b_accepted=None) == [A]


def test_while_two_are_on_the_line_it_may_be_either() -> None:
    assert _heard(NOW + 60, a_ended=None, b_accepted=NOW + 50) == [A, B]


def test_after_the_hand_over_it_is_b_once_a_s_last_words_must_have_come() -> None:
    assert _heard(NOW + 60, a_ended=NOW + 60 - TRAILS, b_accepted=NOW + 50) == [A, B]
    assert _heard(NOW + 61, a_ended=NOW + 60 - TRAILS, b_accepted=NOW + 50) == [B]


def test_before_anybody_took_the_call_it_is_nobody() -> None:
    assert _heard(NOW - 1, a_ended=None, b_accepted=None) == []
