"""`make bench`: webhooks against their baselines, latency, memory, idle cost; prints one table.

Decides what is measured and how the ratios are formed: baseline and bridge in turns, the median of
rounds, so that a slow moment of the machine hits both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from benchmarks.carrier import QuietCarrier
from benchmarks.load import Result, fire, signed_post
from benchmarks.servers import (
    ADMIN,
    TOKEN,
    cpu_seconds,
    environment,
    free_port,
    gunicorn,
    metric,
    pss_kilobytes,
    workers,
)

ROUNDS = 15
VOICE_REQUESTS = 600
FETCHES = 1500
CALLS = 1000
# How many calls later a caller hangs up: 4 s, at 50 that come and 50 that go a second.
STAYS = 200
FIELDS = {
    "AccountSid": "AC" + "b" * 32,
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    "From": "+15551230001",
    "To": "+15550000000",
    "Caller": "+15551230001",
    "Called": "+15550000000",
    "FromCity": "SPRINGFIELD",
    "FromState": "IL",
    "FromCountry": "US",
}


class Sids:
    """CallSids that were never used before."""

    def __init__(self) -> None:
        self._next = 0

    def __call__(self) -> str:
        self._next += 1
        return f"CA{self._next:032x}"


def posts(port: int, path: str, sids: list[str]) -> list[bytes]:
    return [post(port, path, sid, "ringing") for sid in sids]


def coming_and_going(port: int, sids: list[str]) -> list[bytes]:
    """Calls that come and, some seconds later, go; what is in between changes less."""
    comes = posts(port, "/twilio/voice", sids)
    goes = [post(port, "/twilio/status", sid, "completed") for sid in sids]
    between = [webhook for pair in zip(comes[STAYS:], goes[:-STAYS], strict=True) for webhook in pair]
    return comes[:STAYS] + between + goes[-STAYS:]


def post(port: int, path: str, sid: str, status: str) -> bytes:
    form = FIELDS | {"CallSid": sid, "CallStatus": status}
    return signed_post(f"http://127.0.0.1:{port}", path, form, TOKEN)


def compare(bare_port: int, port: int, new_sid: Sids) -> dict[str, list[float]]:
    """Ratios of webhooks per second, bridge to baseline, one for each round.

    Each round begins on a bridge at rest: the callers of the round before have hung up. The first only
    warms up: connections are opened and statements prepared in it.
    """
    ratios: dict[str, list[float]] = {"voice": [], "fetch": []}
    for _ in range(1 + ROUNDS):
        sids = [new_sid() for _ in range(VOICE_REQUESTS)]
        bare = checked(fire(bare_port, posts(bare_port, "/voice", sids)))
        ours = checked(fire(port, posts(port, "/twilio/voice", sids)))
        ratios["voice"].append(ours.per_second / bare.per_second)
        hang_up(port, sids)
        caller = new_sid()
        checked(fire(port, posts(port, "/twilio/voice", [caller])))
        fetches = posts(port, f"/twilio/legs/{caller_leg(port)}", [caller] * FETCHES)
        bare = checked(fire(bare_port, posts(bare_port, "/leg", [caller] * FETCHES)))
        ours = checked(fire(port, fetches))
        ratios["fetch"].append(ours.per_second / bare.per_second)
        hang_up(port, [caller])
    return {name: found[1:] for name, found in ratios.items()}


def hang_up(port: int, sids: list[str]) -> None:
    """As Twilio tells it; returns when the bridge has nothing left to do."""
    checked(fire(port, [post(port, "/twilio/status", sid, "completed") for sid in sids]))
    while number(port, "warm_bridge_effects_pending") or number(port, "warm_bridge_calls_live"):
        time.sleep(0.2)


def number(port: int, name: str) -> float:
    return metric(requests.get(f"http://127.0.0.1:{port}/metrics", headers=ADMIN, timeout=5).text, name)


def caller_leg(port: int) -> str:
    """The id of the newest caller's leg."""
    found = requests.get(f"http://127.0.0.1:{port}/api/calls?limit=1", headers=ADMIN, timeout=5)
    return str(found.json()["items"][0]["legs"][0]["id"])


def checked(result: Result) -> Result:
    if result.failures:
        raise SystemExit(f"{result.failures} requests were refused")
    return result


def paced(port: int, webhooks: list[bytes]) -> Result:
    """A hundred a second."""
    return checked(fire(port, webhooks, per_second=100.0))


def main() -> None:
    carrier = QuietCarrier()
    api_port = carrier.start()
    with tempfile.TemporaryDirectory() as folder:
        bare = environment(free_port(), Path(folder), api_port)
        ours = environment(free_port(), Path(folder), api_port)
        subprocess.run([sys.executable, "-m", "flask", "--app", "app", "migrate"], env=ours, check=True)
        with gunicorn("benchmarks.bare:app", bare), gunicorn("app:create_app()", ours) as master:
            for line in measure(int(bare["PORT"]), int(ours["PORT"]), master):
                print(line, flush=True)
    carrier.stop()


def measure(bare_port: int, port: int, master: int) -> list[str]:
    new_sid = Sids()
    time.sleep(2)
    pids = [master, *workers(master)]
    idle = idle_cost(pids)
    ratios = compare(bare_port, port, new_sid)
    empty = pss_kilobytes(pids)
    callers = [new_sid() for _ in range(CALLS)]
    arriving = paced(port, posts(port, "/twilio/voice", callers))
    per_call = max(pss_kilobytes(pids) - empty, 0) / CALLS
    hang_up(port, callers)
    both = paced(port, coming_and_going(port, [new_sid() for _ in range(CALLS)]))
    bare = paced(bare_port, posts(bare_port, "/voice", [new_sid() for _ in range(CALLS)]))
    return [
        f"idle cost, share of one core              {idle:8.2%}   (at most 1 %)",
        *(
            f"{name:6} per second, ratio to the baseline   {statistics.median(found):8.2f}   (at least 0.6; "
            f"rounds {min(found):.2f} to {max(found):.2f})"
            for name, found in ratios.items()
        ),
        f"webhooks at 100 a second, p50 ms          {both.percentile(0.50):8.1f}",
        f"webhooks at 100 a second, p99 ms          {both.percentile(0.99):8.1f}   (at most 50)",
        f"the same of nothing but new calls, p99 ms {arriving.percentile(0.99):8.1f}",
        f"the same of the baseline, p99 ms          {bare.percentile(0.99):8.1f}",
        f"memory per live call, kB                  {per_call:8.1f}   (at most 50; {CALLS} calls)",
        f"memory of all processes, PSS MB           {pss_kilobytes(pids) / 1000:8.1f}   (at most 300)",
    ]


def idle_cost(pids: list[int]) -> float:
    began = cpu_seconds(pids)
    time.sleep(10)
    return (cpu_seconds(pids) - began) / 10


if __name__ == "__main__":
    main()
