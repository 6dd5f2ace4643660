"""Makes an HTTP client's time-out hold for a whole answer, and bounds how much of it is read.

Decides when an answer is given up. Clients count their time-out anew for each read, so an answer that
drips would never end. Imported together with an SDK, because httpx takes time to load.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx

LARGEST = 256 * 1024


def hooks() -> dict[str, list[Callable[..., Any]]]:
    """For `httpx.Client(event_hooks=...)`: unlike a transport of ours, they leave proxies as they are."""
    return {"request": [_start], "response": [_bound]}


def _start(request: httpx.Request) -> None:
    request.extensions["until"] = time.monotonic() + request.extensions["timeout"]["read"]


def _bound(response: httpx.Response) -> None:
    assert isinstance(response.stream, httpx.SyncByteStream)
    response.stream = _Bounded(response.stream, response.request.extensions["until"])


class _Bounded(httpx.SyncByteStream):
    """The same bytes, until the time or the size is over. The last read may overrun by its own time-out."""

    def __init__(self, stream: httpx.SyncByteStream, until: float) -> None:
        self._stream, self._until = stream, until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("the answer drips")
            if size > LARGEST:
                raise httpx.ReadError("the answer is too large")
            yield chunk

    def close(self) -> None:
        self._stream.close()
