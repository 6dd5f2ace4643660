"""The people of the real side: orders to the process that they live in (`guest_process.py`).

Decides how long an order may take. It must not know what they do in a room.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys

WITHIN = 20.0


class NotJoined(AssertionError):
    """The SDK's own words."""


class Guests:
    """Started with the first order, ended by `kill`; after that the next order starts another process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def order(self, **order: object) -> None:
        """Returns when it is done. Raises NotJoined."""
        process = self._process = self._process or _start()
        assert process.stdin is not None and process.stdout is not None, "both are pipes"
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], WITHIN)
        line = process.stdout.readline() if ready else b""
        if not line:
            raise NotJoined(f"{order['do']} of {order['identity']}: no answer within {WITHIN:.0f} s")
        if problem := json.loads(line)["problem"]:
            raise NotJoined(problem)

    def kill(self) -> None:
        """SIGKILL: the server is told nothing by them."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.real_livekit.contract.guest_process"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
