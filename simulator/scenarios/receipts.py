"""Holds the receipts that a scenario was shown against what the carrier saw on the line.

Decides when a receipt tells the truth about how a dial ended and how long it rang. Only for runs that
nobody disturbed: a receipt is made of webhooks, and knows nothing of one that never came.
"""

from __future__ import annotations

from typing import Any

from simulator.stage import Stage
from simulator.twilio.calls import Call

# A receipt's times are those of the webhooks, which come a little later than what they tell of. Seconds.
CLOCKS_DIFFER = 1.0
# The carrier's words for how an unanswered dial ended; a phone that rang too long may be hung up by us.
SEEN_AS = {"busy": {"busy"}, "no_answer": {"no-answer", "completed", "canceled"}, "unreachable": {"failed"}}


def as_the_carrier_saw_them(stage: Stage) -> None:
    """Raises AssertionError for a receipt that tells of something else than happened."""
    numbers = {agent.id: agent.phone.number for agent in stage.agents.values()}
    for receipt in stage.receipts:
        for attempt in receipt["attempts"]:
            if attempt["agent_id"] in numbers:
                _as_it_was(attempt, _dials_to(stage, numbers[attempt["agent_id"]]))


def _dials_to(stage: Stage, number: str) -> list[Call]:
    calls = stage.carrier.calls.values()
    return [call for call in calls if (call.to, call.direction) == (number, "outbound-api")]


def _as_it_was(attempt: dict[str, Any], dials: list[Call]) -> None:
    statuses = {call.status for call in dials}
    assert statuses & SEEN_AS.get(attempt["outcome"], statuses), (attempt, statuses)
    if attempt["outcome"] == "accepted":
        rang = [call.answered_at - call.rang_at for call in dials if call.answered_at and call.rang_at]
        told = attempt["rang_ms"] / 1000
        assert any(abs(seconds - told) < CLOCKS_DIFFER for seconds in rang), (attempt, rang)
