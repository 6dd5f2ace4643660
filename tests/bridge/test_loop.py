"""One asyncio loop per process, beside its threads, and nothing left open when it stops.

What runs on it is LiveKit's SDK; here it is any coroutine.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from bridge.ports.loop import LoopThread


@pytest.fixture
def loop() -> LoopThread:
    return LoopThread()


async def _thread() -> int:
    return threading.get_ident()


def test_everything_runs_on_one_thread_that_is_made_when_it_is_needed(loop: LoopThread) -> None:
    before = threading.active_count()
    assert loop.run(_thread(), 5) == loop.run(_thread(), 5) != threading.get_ident()
    assert threading.active_count() == before + 1
    loop.stop()
    assert threading.active_count() == before


def test_many_threads_share_it_and_do_not_wait_for_each_other(loop: LoopThread) -> None:
    together = asyncio.Barrier(8)

    async def meet() -> int:
        async with together:
            return threading.get_ident()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: loop.run(meet(), 5), range(8)))) == 1
    loop.stop()


def test_what_goes_wrong_in_it_is_raised_to_whoever_asked(loop: LoopThread) -> None:
    async def fail() -> None:
        raise KeyError("here")

    with pytest.raises(KeyError, match="here"):
        loop.run(fail(), 5)
    loop.stop()


def test_what_takes_too_long_is_cancelled_and_the_rest_goes_on(loop: LoopThread) -> None:
    cancelled = threading.Event()

    async def dawdle() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    with pytest.raises(TimeoutError):
        loop.run(dawdle(), 0.02)
    assert cancelled.wait(5)
    assert loop.run(_thread(), 5)
    loop.stop()


def test_whoever_waits_when_it_stops_is_told_at_once(loop: LoopThread) -> None:
    begun = threading.Event()

    async def wait() -> None:
        begun.set()
        await asyncio.sleep(60)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(loop.run, wait(), 60)
        begun.wait(5)
        began = time.monotonic()
        loop.stop()
        with pytest.raises(CancelledError):
            waiting.result(5)
    assert time.monotonic() - began < 5


def test_a_child_process_has_a_thread_of_its_own(loop: LoopThread) -> None:
    """gunicorn loads the application before it forks: what was not started yet works in every worker."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if loop.run(_thread(), 5) else 1
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert loop.run(_thread(), 5)
    loop.stop()


def test_stopping_what_never_ran_does_nothing(loop: LoopThread) -> None:
    loop.stop()
    loop.stop()
    assert loop.run(_thread(), 5), "it may also begin again"
    loop.stop()
