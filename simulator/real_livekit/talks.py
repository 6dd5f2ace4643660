"""Talks that are measured by ear: people who lose no time, a talk in a room, its end, and its gaps.

Decides what counts as apart, as silence and as a gap between two people. It must not know what happens to
them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from simulator.people import Person, Press
from simulator.phones import Phone
from simulator.real_livekit.stage import RealStage, real_stage
from simulator.real_livekit.timeline import Line, during
from simulator.scenarios.cast import ALWAYS, connects
from simulator.stage import NUMBER, Agent, Stage

STEADY = 3.0
TRIES = 3


def quick() -> Person:
    """An agent who waits for no more words than must be heard."""
    return Person(0.5, presses=[Press("1", "press 1 to take", 0.2, ALWAYS)])


@contextmanager
def measuring(settings: dict[str, str]) -> Iterator[RealStage]:
    """A stage whose application runs as it is deployed."""
    with tempfile.TemporaryFile() as log, real_stage({"WEB_CONCURRENCY": "2", **settings}, 0, log) as real:
        yield real


def talk_in_a_room(s: Stage, caller: Phone, alice: Agent) -> str:
    """The id of a call; one that meets in a conference, after a restart, is hung up and dialled again."""
    for _ in range(TRIES):
        s.act(caller.dial, NUMBER)
        connects(s, caller, alice)
        call = s.call()
        if call["home"] == "livekit":
            return str(call["id"])
        hang_up(s, caller, alice)
    raise AssertionError("no call comes into a room")


def hang_up(s: Stage, caller: Phone, alice: Agent) -> None:
    """Not `all_released`: the room of a server that was killed is closed only when that is back."""
    s.act(caller.hang_up)
    s.until(lambda: caller.state == alice.phone.state == "idle", "the call is over", 60)
    s.until(lambda: s.get(f"/api/agents/{alice.id}")["status"] == "available", "the agent is free", 30)


def heard_again(real: RealStage, one: Phone, two: Phone, since: float) -> bool:
    return all(_apart(real, *pair, since) is not None for pair in _pairs(one, two))


def apart(real: RealStage, one: Phone, two: Phone, since: float) -> float:
    """Seconds from a moment until both hear each other again after a gap; 0 when they do not."""
    return max(_apart(real, *pair, since) or 0.0 for pair in _pairs(one, two))


def heard_so_far(real: RealStage, phone: Phone) -> Line:
    """Whom it hears, up to this moment: without an event the world's time stands still."""
    real.stage.act(lambda: None)
    return real.ears.measured(phone)


def longest_silence(real: RealStage, phones: tuple[Phone, ...], since: float) -> float:
    """Of any of them, in which neither anybody nor the carrier is heard."""
    return max([0.0, *(gap.seconds for one in phones for gap in real.ears.silences(one) if gap.end > since)])


def longest_gap(real: RealStage, one: Phone, two: Phone, since: float, until: float) -> float:
    """For which one of them did not hear the other between two moments, in seconds."""
    lines = [during(heard_so_far(real, me), other.name) for me, other in _pairs(one, two)]
    heard = [[(max(span.begin, since), min(span.end, until)) for span in line] for line in lines]
    edges = [[since, *(at for span in line if span[1] > span[0] for at in span), until] for line in heard]
    return max(end - begin for line in edges for begin, end in zip(line[::2], line[1::2], strict=True))


def _pairs(one: Phone, two: Phone) -> tuple[tuple[Phone, Phone], tuple[Phone, Phone]]:
    return (one, two), (two, one)


def _apart(real: RealStage, phone: Phone, other: Phone, since: float) -> float | None:
    """From a moment until the other is heard again after a gap; None while that has not come."""
    spans = [one for one in during(real.ears.measured(phone), other.name) if one.end > since]
    again = [one.begin for one in spans if one.begin > since + 0.5]
    return again[0] - since if again else None
