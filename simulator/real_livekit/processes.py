"""A LiveKit server and its Redis as processes of their own, on ports that nobody else has.

Decides their settings (reference/livekit.md 7.2: no traffic leaves this machine) and when they count as up;
ends only what it started. It must not know who uses them.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
VERSION = "1.13.5"
BINARY = ROOT / ".livekit" / f"livekit-server-{VERSION}"
KEY, SECRET = "APIreal", "real-secret-of-at-least-thirty-two-characters"
HOST = "127.0.0.1"
UP_WITHIN, DOWN_WITHIN = 20.0, 10.0
# Below those that the system gives to clients: who knocks at a dead server must not sit down on its port.
PORTS = range(20_000, 32_000)


class NotThere(Exception):
    """What is missing on this machine to run a real server, and what to do about it."""


class NotUp(Exception):
    """A process did not come up; its own words are in the log that this names."""


class RealLiveKit:
    """Both processes, up inside the `with` block. Logs and Redis's files go to `folder`.

    `webhook_url`: who is told what happens, signed with the key below. Ports stay the same over restarts.
    """

    key, secret = KEY, SECRET

    def __init__(self, folder: Path, webhook_url: str = "", auto_create: bool = False) -> None:
        self._folder, self._webhook_url, self._auto_create = folder, webhook_url, auto_create
        self.port, self._redis_port = _port(), _port()
        self._server = _Process("livekit-server", folder / "server.log")
        self._redis = _Process("redis", folder / "redis.log")

    @property
    def url(self) -> str:
        return f"ws://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        check()
        try:
            self.start_redis()
            self.start_server()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    # --- what a test does to them; each returns when it is done ---

    def start_server(self) -> None:
        config = self._folder / "livekit.json"
        config.write_text(json.dumps(self._config()), encoding="utf-8")
        self._server.start([str(BINARY), "--config", str(config)], self._answers)

    def kill_server(self) -> None:
        """SIGKILL: nobody is told anything."""
        self._server.end(signal.SIGKILL)

    def hang_server(self) -> None:
        """It takes connections and does nothing with them."""
        self._server.signal(signal.SIGSTOP)

    def wake_server(self) -> None:
        self._server.signal(signal.SIGCONT)

    def start_redis(self, empty: bool = False) -> None:
        """With all that it knew when it was killed, or with nothing."""
        kept = self._folder / "appendonlydir"
        if empty and kept.exists():
            shutil.rmtree(kept)
        keep = ("--save", "", "--appendonly", "yes")
        where = ("--bind", HOST, "--port", str(self._redis_port), "--dir", str(self._folder))
        self._redis.start(["redis-server", *where, *keep], self._redis_answers)

    def kill_redis(self) -> None:
        self._redis.end(signal.SIGKILL)

    def _end(self) -> None:
        # SIGKILL, because SIGTERM waits until the last participant has gone (reference/livekit-lab.md k).
        self.kill_server()
        self.kill_redis()

    def _config(self) -> dict[str, object]:
        """YAML takes JSON."""
        media = {"udp_port": _port(), "tcp_port": _port(), "use_external_ip": False}
        nobody_asked = {"stun_servers": [f"{HOST}:3478"]}
        config: dict[str, object] = {
            "port": self.port,
            "bind_addresses": [HOST],
            "keys": {self.key: self.secret},
            "redis": {"address": f"{HOST}:{self._redis_port}"},
            "rtc": media | nobody_asked | {"node_ip": HOST, "enable_loopback_candidate": True},
            "room": {"auto_create": self._auto_create},
            "logging": {"level": "info"},
        }
        if self._webhook_url:
            config["webhook"] = {"api_key": self.key, "urls": [self._webhook_url]}
        return config

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=1)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _redis_answers(self) -> bool:
        with suppress(OSError), socket.create_connection((HOST, self._redis_port), timeout=1) as one:
            one.sendall(b"PING\r\n")
            return one.recv(16).startswith(b"+PONG")
        return False


def check() -> None:
    """Raises NotThere unless both programs are on this machine."""
    if not BINARY.exists():
        raise NotThere(f"LiveKit {VERSION} is not built; `make livekit` builds it, for which Go is needed.")
    if shutil.which("redis-server") is None:
        raise NotThere("redis-server is not installed; it is Debian's package of that name.")


def _port() -> int:
    """One that nobody has, neither for TCP nor for UDP, on any address."""
    while True:
        port = random.choice(PORTS)
        with suppress(OSError), socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("", port))
            udp.bind(("", port))
            return port


class _Process:
    def __init__(self, name: str, log: Path) -> None:
        self._name, self._log = name, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, command: list[str], answers: Callable[[], bool]) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment())  # noqa: S603
        end = time.monotonic() + UP_WITHIN
        while not answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.end(signal.SIGKILL)
                raise NotUp(f"{self._name} did not come up; see {self._log}.")
            time.sleep(0.02)

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def end(self, number: signal.Signals) -> None:
        """Nothing happens to one that has ended, or was never started."""
        if self._process is not None:
            self.signal(number)
            self._process.wait(DOWN_WITHIN)


def _environment() -> dict[str, str]:
    """Settings of LiveKit's in the environment of whoever runs this would count before the file."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LIVEKIT")}
