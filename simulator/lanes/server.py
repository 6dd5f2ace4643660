"""The real server as a process of its own: started by the `web:` line of the Procfile, as in production.

Decides when it counts as up and how it is stopped; ends only what it started. It must not know what is
served.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
# Long, because two workers share a busy machine with whatever else is tested on it.
UP_WITHIN, DOWN_WITHIN = 90.0, 15.0


class NotServing(Exception):
    """The server did not come up; its own words went to standard error."""


def free_port(wanted: int = 0) -> int:
    """`wanted` when nobody has it, else any free port of this machine."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", wanted))
        except OSError:
            one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """`environment` is the whole configuration; the rest of ours (PATH and the like) is handed on."""

    def __init__(self, environment: Mapping[str, str], port: int, errors: IO[bytes] | None = None) -> None:
        # The Procfile's commands are those beside the Python that runs us.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        self._environment = {**os.environ, **environment, "PORT": str(port), "PATH": path}
        self._port, self._errors = port, errors
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises NotServing."""
        lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
        command = next(line.removeprefix("web:").strip() for line in lines if line.startswith("web:"))
        self._process = subprocess.Popen(  # noqa: S602 (the line is ours)
            command, shell=True, cwd=ROOT, env=self._environment, stderr=self._errors, start_new_session=True
        )
        end = time.monotonic() + UP_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise NotServing("The server did not come up.")
            time.sleep(0.1)

    def stop(self) -> None:
        """SIGTERM, as a platform would; killed when it does not end in time."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(DOWN_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL to every process of it."""
        assert self._process is not None, "only a started server is killed"
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None, "only a started server is signalled"
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
