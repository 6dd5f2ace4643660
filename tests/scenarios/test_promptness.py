"""Nobody waits for anybody: how many round trips lie between a wish and what a phone hears of it.

On virtual time a request to a carrier takes a known while, so what went out side by side is seen by when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from app import Hosted
from simulator.command import Databases
from simulator.lanes.virtual import LATENCY
from simulator.network import Failure, Outcome
from simulator.rehearsal import Rehearsal
from simulator.scenarios.cast import connected, silent
from simulator.stage import Stage
from simulator.world import Fact


@pytest.fixture
def s(ready: Databases) -> Iterator[Stage]:
    with Rehearsal(Hosted, ready.new(), seed=4) as rehearsal:
        yield rehearsal.stage


def _watched(stage: Stage, kind: str) -> list[Fact]:
    seen: list[Fact] = []
    stage.world.observers.append(lambda fact: seen.append(fact) if fact.kind == kind else None)
    return seen


def test_hold_move_and_dial_are_at_twilio_one_round_trip_after_the_request(s: Stage) -> None:
    t = connected(s)
    asked = _watched(s, "rest")
    began = s.world.now
    t.transfer()
    s.wait(0.1)
    posts = [fact for fact in asked if fact.details["method"] == "POST"]
    paths = sorted(str(fact.details["path"]).rpartition("/")[2][:2] for fact in posts)
    assert paths == ["CA", "CA", "Ca"], (
        "hold and move are calls that are updated, the dial is one that is made"
    )
    # The API request on its way in, then all three at once on their way out.
    assert max(fact.at for fact in posts) - began <= 4 * LATENCY
    assert max(fact.at for fact in posts) == min(fact.at for fact in posts)


def test_b_is_in_the_consult_by_the_answer_to_the_key(s: Stage) -> None:
    t = connected(s, silent())
    t.transfer()
    s.until(lambda: t.b.phone.was_told("Press 1 to take the call"), "B hears the brief", 20)
    joined = _watched(s, "joined_conference")
    s.act(t.b.phone.press, "1")
    pressed = s.world.now
    s.until(lambda: bool(joined), "B is in the consult", 1)
    assert joined[0].details["sid"] == t.b.phone.calls[-1].sid
    assert joined[0].at - pressed <= 3 * LATENCY


def test_no_webhook_waits_for_a_carrier_or_a_model(s: Stage) -> None:
    """All carriers and the model hang for as long as anybody lets them; phones are answered all the same."""
    t = connected(s)
    s.livekit.hung = True
    s.put_doors(_never, _never)
    began = s.world.now
    t.transfer()
    assert s.world.now - began <= 4 * LATENCY
    s.act(t.caller.hang_up)
    s.until(lambda: t.call()["state"] == "ended", "the end is known by webhook", 1.0)


def _never(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    return Failure("timeout")
