"""Holds the receipt of every transfer against what the carrier saw on the line.

Decides when a receipt tells the truth about how a dial ended, by which answer, and how long it rang. Only for
runs that nobody disturbed: a receipt is made of webhooks, and knows nothing of one that never came.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from simulator.stage import Stage
from simulator.twilio.calls import Call

# A receipt's times are those of the webhooks, which come a little later than what they tell of. Seconds.
CLOCKS_DIFFER = 1.0
# The carrier's words for how a dial ended; a phone that rang too long may be hung up by us.
GIVEN_UP = {"canceled", "completed"}
SEEN_AS = {
    "accepted": {"completed"},
    "declined": {"completed"},
    "not_accepted": {"completed"},
    "busy": {"busy"},
    "no_answer": {"no-answer", *GIVEN_UP},
    "unreachable": {"failed"},
    "cancelled": GIVEN_UP,
    "timed_out": GIVEN_UP,
}
# An attempt may end so although the carrier has dialled nobody for it.
NEVER_DIALLED = ("unreachable", "error", "cancelled")


def as_the_carrier_saw_them(stage: Stage) -> None:
    """Raises AssertionError for a receipt that tells of something else than happened."""
    # The carrier's last words are on their way.
    stage.wait(CLOCKS_DIFFER)
    shown = {receipt["id"]: receipt for receipt in stage.receipts}
    calls = stage.get("/api/calls?limit=100")["items"]
    for name in shown.keys() | {call["transfer_id"] for call in calls if call["transfer_id"]}:
        receipt = stage.transfer(name)
        assert receipt["outcome"], f"{receipt} never ended"
        if name in shown:
            assert _outcomes(receipt) == _outcomes(shown[name]), "what is over has changed"
        for attempt in receipt["attempts"]:
            _as_it_was(attempt, _dials(stage, receipt, attempt), _seconds(receipt["ended_at"]))


def _outcomes(receipt: dict[str, Any]) -> list[str]:
    return [receipt["outcome"], *(attempt["outcome"] for attempt in receipt["attempts"])]


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def _dials(stage: Stage, receipt: dict[str, Any], attempt: dict[str, Any]) -> list[Call]:
    """To the attempt's phone while the transfer lived; nobody of the directory has an outside phone."""
    numbers = {agent.id: agent.phone.number for agent in stage.agents.values()}
    began, ended = _seconds(receipt["started_at"]), _seconds(receipt["ended_at"])
    return [
        call
        for call in stage.carrier.calls.values()
        if call.direction == "outbound-api"
        and began <= call.created <= ended
        and (numbers.get(attempt["agent_id"]) == call.to or not attempt["agent_id"])
        and (attempt["agent_id"] or call.to not in numbers.values())
    ]


def _as_it_was(attempt: dict[str, Any], dials: list[Call], ended: float) -> None:
    if not dials:
        assert attempt["outcome"] in NEVER_DIALLED, attempt
        assert (attempt["sip_code"], attempt["rang_ms"]) == (None, None), attempt
        return
    (dial,) = dials
    assert dial.status in SEEN_AS.get(attempt["outcome"], {dial.status}), (attempt, dial.status)
    assert attempt["sip_code"] == dial.sip_code, (attempt, dial.sip_code)
    _rang_as_long(attempt, dial, ended)


def _rang_as_long(attempt: dict[str, Any], dial: Call, ended: float) -> None:
    """What rings after the transfer is a dial that had been given up before; a moment is no ringing."""
    if dial.rang_at is None or dial.rang_at > ended:
        assert attempt["rang_ms"] is None, attempt
        return
    seconds = (dial.answered_at or dial.ended_at or ended) - dial.rang_at
    assert abs((attempt["rang_ms"] or 0) / 1000 - seconds) < CLOCKS_DIFFER, (attempt, seconds)
