"""Twilio's words for how a call goes, as ours (reference/twilio.md 2.3).

Decides the outcome that an ended phone connection has. It must not know how the status was learned.
"""

from __future__ import annotations

from bridge.core.state import Outcome, Party

LIVE = frozenset({"queued", "initiated", "ringing", "in-progress"})

_ENDED = {
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "failed": Outcome.UNREACHABLE,
    # Whoever we cancel has that as an outcome already; so somebody else did, and the phone was not answered.
    "canceled": Outcome.NO_ANSWER,
}


def outcome_of(status: str, party: Party) -> Outcome:
    """`completed` before a key was pressed is a declined call; a taken one keeps its own outcome."""
    if status == "completed":
        return Outcome.COMPLETED if party is Party.CALLER else Outcome.DECLINED
    return _ENDED.get(status, Outcome.ERROR)
