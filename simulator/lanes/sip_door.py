"""A real UDP socket on loopback through which SIP messages that are no calls reach the simulated world.

Decides how a datagram gets to a handler in the world, and its answer back: late, or never. It must not
know what is asked. The handler runs on the world's own thread.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self

from simulator.lanes.driver import Driver, DriverStopped
from simulator.network import Outcome, Reply

HOST = "127.0.0.1"
LONGEST = 65535


class SipDoor:
    """Open inside of its `with` block, at `address`; `handler` takes one message each time."""

    def __init__(self, driver: Driver, handler: Callable[[bytes], Outcome]) -> None:
        self.driver, self.handler = driver, handler
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self.address = f"{HOST}:{self._socket.getsockname()[1]}"
        self._closing = False
        self._porter = threading.Thread(target=self._let_in, name=f"sip door {self.address}", daemon=True)

    def __enter__(self) -> Self:
        self._porter.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        # A last visitor wakes the porter; nothing polls while nobody comes.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._porter.join()
        self._socket.close()

    def _let_in(self) -> None:
        while True:
            # On Linux a peer that has gone shows up here as an error of ours.
            with suppress(ConnectionError):
                message, address = self._socket.recvfrom(LONGEST)
                if self._closing:
                    return
                with suppress(DriverStopped):
                    self.driver.post(partial(self._handle, message, address))

    def _handle(self, message: bytes, address: Any) -> None:
        outcome = self.handler(message)
        if isinstance(outcome, Reply):
            self.driver.world.after(outcome.delay, lambda: self._answer(outcome.body, address))

    def _answer(self, body: bytes, address: Any) -> None:
        with suppress(OSError):
            self._socket.sendto(body, address)
