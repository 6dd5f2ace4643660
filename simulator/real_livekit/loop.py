"""One asyncio loop in a thread of its own for LiveKit's rtc SDK, as long as the process lives.

Decides where the SDK runs: it is asyncio only, and two loops in one process did not do it good
(reference/livekit.md 8). It must not know rooms.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
LAST_CALLS = 0.5


@cache
def the_loop() -> asyncio.AbstractEventLoop:
    # It warns of servers that are gone; here they are killed on purpose.
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    # Registered before the SDK's own end, so done after it: a thread of it that still calls back into an
    # interpreter that is gone would abort the process.
    atexit.register(time.sleep, LAST_CALLS)
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="rtc", daemon=True).start()
    return loop


def begin(work: Coroutine[Any, Any, T], failed: Callable[[BaseException], None]) -> Future[T]:
    """Run it beside everything else; `failed` is told on the loop what went wrong."""
    future = asyncio.run_coroutine_threadsafe(work, the_loop())

    def look(done: Future[T]) -> None:
        error = None if done.cancelled() else done.exception()
        if error is not None:
            failed(error)

    future.add_done_callback(look)
    return future
