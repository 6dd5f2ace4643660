"""Makes an HTTP client's time-out hold for a whole answer, and bounds how much of it is read.

Decides when an answer is given up. Clients count their time-out anew for each read, so an answer that
drips would never end. It must not know which of the SDKs' two HTTP libraries it serves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

LARGEST = 256 * 1024


def hooks(http: Any) -> dict[str, list[Callable[..., Any]]]:
    """For `Client(event_hooks=...)` of httpx or httpx2, which is `http`.

    Unlike a transport of ours, hooks leave proxies as they are.
    """

    class Bounded(http.SyncByteStream):  # type: ignore[misc]
        """The same bytes, until the time or the size is over. The last read may overrun by its time-out."""

        def __init__(self, stream: Any, until: float) -> None:
            self._stream, self._until = stream, until

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self._stream:
                size += len(chunk)
                if time.monotonic() > self._until:
                    raise http.ReadTimeout("the answer drips")
                if size > LARGEST:
                    raise http.ReadError("the answer is too large")
                yield chunk

        def close(self) -> None:
            self._stream.close()

    def start(request: Any) -> None:
        request.extensions["until"] = time.monotonic() + request.extensions["timeout"]["read"]

    def bound(response: Any) -> None:
        response.stream = Bounded(response.stream, response.request.extensions["until"])

    return {"request": [start], "response": [bound]}
