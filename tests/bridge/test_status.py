"""Twilio's words for how a call goes, as the outcomes of the outside contract.

How a status was learned does not matter.
"""

from __future__ import annotations

import pytest

from bridge.core.state import Outcome, Party
from bridge.status import LIVE, outcome_of

# All that a call can be (reference/twilio.md 4.1), and how long it lives.
LIVING = {"queued", "initiated", "ringing", "in-progress"}
OVER = {"completed", "busy", "failed", "no-answer", "canceled"}


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("busy", Outcome.BUSY),
        ("no-answer", Outcome.NO_ANSWER),
        ("failed", Outcome.UNREACHABLE),
        ("canceled", Outcome.NO_ANSWER),
        ("something-new", Outcome.ERROR),
    ],
)
def test_a_phone_that_was_not_reached_says_why(status: str, outcome: Outcome, party: Party) -> None:
    assert outcome_of(status, party) is outcome


@pytest.mark.parametrize(
    ("party", "outcome"),
    [(Party.CALLER, Outcome.COMPLETED), (Party.AGENT, Outcome.DECLINED), (Party.TARGET, Outcome.DECLINED)],
)
def test_whoever_hangs_up_before_pressing_a_key_has_declined(party: Party, outcome: Outcome) -> None:
    assert outcome_of("completed", party) is outcome


def test_every_status_is_either_alive_or_has_an_outcome_that_the_contract_knows() -> None:
    assert LIVING == LIVE
    found = {outcome_of(status, Party.AGENT) for status in OVER}
    assert found == {Outcome.DECLINED, Outcome.BUSY, Outcome.UNREACHABLE, Outcome.NO_ANSWER}
