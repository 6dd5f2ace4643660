"""Which agents the caller may have heard at a moment of a call that went from one to the next.

Decides by when their legs took the call and when they ended. It must not know the words.
"""

from __future__ import annotations

from collections.abc import Iterator

from bridge.core.state import Call, Leg

# Words are known when they have been recognised, up to so many seconds after they were said.
TRAILS = 5.0


def accepted(call: Call) -> Iterator[Leg]:
    """The legs of all agents who have had the caller, or were asked to take them over and did."""
    return (leg for leg in call.legs.values() if leg.accepted_at is not None)


def talkers(call: Call, at: float) -> list[Leg]:
    """Several while a transfer is on, in which one may have swapped or all three may have talked."""
    return [leg for leg in accepted(call) if _is_on_the_line(leg, at)]


def _is_on_the_line(leg: Leg, at: float) -> bool:
    assert leg.accepted_at is not None
    return leg.accepted_at <= at and (leg.ended_at is None or at <= leg.ended_at + TRAILS)
