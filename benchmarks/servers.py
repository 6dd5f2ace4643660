"""Servers under measurement, each a real gunicorn of its own on loopback.

Decides how they are started, watched and stopped; ends only what it started.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

TOKEN = "benchmark-token"
API_TOKEN = "admin"
ADMIN = {"Authorization": f"Bearer {API_TOKEN}"}


def metric(exposed: str, name: str) -> float:
    """One number out of what /metrics answers."""
    return float(next(line.split()[-1] for line in exposed.splitlines() if line.startswith(name)))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(port: int, folder: Path, api_port: int) -> dict[str, str]:
    return os.environ | {
        "TWILIO_ACCOUNT_SID": "AC" + "b" * 32,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_NUMBER": "+15550000000",
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{api_port}",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "LIVEKIT_URL": f"http://127.0.0.1:{api_port}",
        "LIVEKIT_API_KEY": "key",
        "LIVEKIT_API_SECRET": "secret" * 8,
        "LIVEKIT_SIP_HOST": "127.0.0.1",
        "LIVEKIT_SIP_USERNAME": "user",
        "LIVEKIT_SIP_PASSWORD": "password",
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "BARE_DATABASE": f"{folder}/bare.db",
        "SECRET_KEY": "0123456789abcdef",
        "API_TOKEN": API_TOKEN,
        # The bridge is measured, not what a fresh account is allowed.
        "DIALS_PER_SECOND": "100",
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }


@contextmanager
def gunicorn(application: str, env: dict[str, str], errors: IO[bytes] | None = None) -> Iterator[int]:
    """Yields the process id of the master while it serves; its own words go to `errors`."""
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", application]
    process = subprocess.Popen(command, env=env, stderr=errors)
    try:
        _wait_for(int(env["PORT"]))
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server under measurement did not start")


def workers(master: int) -> list[int]:
    found = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [int(pid) for pid in found]


def pss_kilobytes(pids: list[int]) -> int:
    """Memory with shared pages counted once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total


def cpu_seconds(pids: list[int]) -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    spent = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / ticks


def cpu_seconds_of_all(master: int) -> float:
    """Of the master, its workers, and those that it has already buried."""
    fields = Path(f"/proc/{master}/stat").read_text().rpartition(")")[2].split()
    buried = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return cpu_seconds([master, *workers(master)]) + buried
