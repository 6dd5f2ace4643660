"""Beside the calls: workers are killed, memory is read, and webhooks come as often as promised.

Decides whom to kill: only children of the server that the soak itself started. It must not know calls.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from benchmarks.servers import pss_kilobytes, workers

LOOK_EVERY = 2.0


@dataclass
class Memory:
    """Megabytes of all processes, by seconds since the start."""

    seen: list[tuple[float, float]] = field(default_factory=list)

    def most(self, since: float, until: float) -> float | None:
        """The most within this time; single looks meet workers of every age."""
        return max((size for at, size in self.seen if since <= at < until), default=None)


async def read_memory(master: int, memory: Memory) -> None:
    """Runs until it is cancelled."""
    began = time.monotonic()
    while True:
        try:
            size = pss_kilobytes([master, *workers(master)]) / 1000
        except (FileNotFoundError, ProcessLookupError):
            # One of them has just been killed.
            size = 0.0
        if size:
            memory.seen.append((time.monotonic() - began, size))
        await asyncio.sleep(LOOK_EVERY)


async def kill_workers(master: int, every: float, random: Random, killed: list[int]) -> None:
    """Runs until it is cancelled."""
    while True:
        await asyncio.sleep(every)
        victims = workers(master)
        if victims:
            killed.append(random.choice(victims))
            os.kill(killed[-1], signal.SIGKILL)


async def top_up(sent: Callable[[], int], per_second: float, send: Callable[[], None]) -> None:
    """What is missing to so many webhooks a second is sent. Runs until it is cancelled."""
    began, before = time.monotonic(), sent()
    while True:
        if sent() - before < (time.monotonic() - began) * per_second:
            send()
        await asyncio.sleep(0.5 / per_second)


async def measure_own_lag(lags: list[float]) -> None:
    """How late the soak itself is, in milliseconds: it is in every latency. Runs until it is cancelled."""
    while True:
        due = time.perf_counter() + 0.05
        await asyncio.sleep(0.05)
        lags.append((time.perf_counter() - due) * 1000)
