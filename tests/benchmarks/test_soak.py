"""A short soak of the real server: nobody is lost, and the soak would say so if somebody were.

How fast answers are is not asked here: other tests run beside it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.soak.play import soak
from benchmarks.soak.report import Result, lost, slow, text
from benchmarks.soak.settings import Limits, Size, size
from benchmarks.soak.watch import Memory
from benchmarks.soak.webhooks import Measured

SHORT = Size(seconds=15.0, calls=24, transfers=6, kill_every=5.0)


def test_nobody_is_lost_while_workers_are_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    result = asyncio.run(soak(SHORT, log))
    assert lost(result) == [], text(result, Limits())
    assert len(result.killed) >= 2
    assert result.transfers == Counter({"handed over": 5, "cancelled": 1})
    assert result.arrived >= SHORT.calls
    assert {status for _, status in result.webhooks.statuses} <= {200, 204}
    assert '"level": "error"' not in log.read_text()


def _kept() -> Result:
    """A soak that kept every promise."""
    webhooks = Measured(sent=30_000)
    webhooks.latencies["/twilio/voice"] = [5.0] * 1000
    memory = Memory([(70.0, 250.0), (590.0, 260.0)])
    done = Counter({"handed over": 200})
    return Result(Size(), webhooks, [4.0], memory, begun=200, transfers=done, seconds=600.0, sent=30_000)


def _broken(result: Result) -> list[str]:
    return lost(result) + slow(result, Limits())


def test_a_soak_that_kept_every_promise_says_so() -> None:
    assert _broken(_kept()) == []
    assert text(_kept(), Limits()).endswith("every promise kept")


def test_what_is_lost_or_left_behind_is_named() -> None:
    one = replace(_kept(), lost=["handed over: A and B never talked"], left=["the room room-1"])
    assert _broken(one) == ["lost: handed over: A and B never talked", "left behind: the room room-1"]
    assert "BROKEN lost: handed over" in text(one, Limits())


def test_a_transfer_without_an_end_is_lost_too() -> None:
    undone = replace(_kept(), transfers=Counter({"handed over": 199}))
    assert _broken(undone) == ["1 transfers did not end"]
    assert _broken(replace(_kept(), begun=150))[-1] == "only 150 of 200 transfers could begin"


def test_slow_answers_are_named_by_their_route() -> None:
    one = _kept()
    one.webhooks.latencies["/twilio/voice"] = [5.0] * 980 + [300.0] * 19 + [2100.0]
    assert _broken(one) == [
        "/twilio/voice: p99 300 ms, at most 250",
        "/twilio/voice: longest 2100 ms, at most 2000",
    ]


def test_memory_that_grows_and_webhooks_that_did_not_come_are_named() -> None:
    grown = replace(_kept(), memory=Memory([(70.0, 250.0), (590.0, 280.0)]))
    assert _broken(grown) == ["memory: 280 MB, 250 MB at minute 2"]
    assert _broken(replace(_kept(), sent=20_000)) == ["only 33 webhooks a second"]


def test_how_large_it_is_can_be_said_in_the_environment() -> None:
    assert size({}) == Size()
    assert size({"SOAK_CALLS": "50", "SOAK_SECONDS": "20"}) == Size(seconds=20.0, calls=50, transfers=10)
