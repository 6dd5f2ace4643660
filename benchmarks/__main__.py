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
from benchmarks.servers import TOKEN, cpu_seconds, environment, free_port, gunicorn, pss_kilobytes, workers

ROUNDS = 5
VOICE_REQUESTS = 600
FETCHES = 1500
FIELDS = {
    "AccountSid": "AC" + "b" * 32,
    "ApiVersion": "2010-04-01",
    "CallStatus": "ringing",
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
    base = f"http://127.0.0.1:{port}"
    return [signed_post(base, path, FIELDS | {"CallSid": sid}, TOKEN) for sid in sids]


def compare(bare_port: int, port: int, new_sid: Sids) -> dict[str, list[float]]:
    """Ratios of webhooks per second, bridge to baseline, one for each round."""
    ratios: dict[str, list[float]] = {"voice": [], "fetch": []}
    for _ in range(ROUNDS):
        sids = [new_sid() for _ in range(VOICE_REQUESTS)]
        bare = checked(fire(bare_port, posts(bare_port, "/voice", sids)))
        ours = checked(fire(port, posts(port, "/twilio/voice", sids)))
        ratios["voice"].append(ours.per_second / bare.per_second)
        leg = caller_leg(port)
        fetches = posts(port, f"/twilio/legs/{leg['id']}", [leg["call_sid"]] * FETCHES)
        bare = checked(fire(bare_port, posts(bare_port, "/leg", [leg["call_sid"]] * FETCHES)))
        ours = checked(fire(port, fetches))
        ratios["fetch"].append(ours.per_second / bare.per_second)
    return ratios


def caller_leg(port: int) -> dict[str, str]:
    found = requests.get(
        f"http://127.0.0.1:{port}/api/calls?limit=1", headers={"Authorization": "Bearer admin"}, timeout=5
    )
    leg: dict[str, str] = found.json()["items"][0]["legs"][0]
    return leg


def checked(result: Result) -> Result:
    if result.failures:
        raise SystemExit(f"{result.failures} requests were not answered with 200")
    return result


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
    pids = [master, *workers(master)]
    time.sleep(2)
    began = cpu_seconds(pids)
    time.sleep(10)
    idle = (cpu_seconds(pids) - began) / 10
    empty = pss_kilobytes(pids)
    ratios = compare(bare_port, port, new_sid)
    calls = ROUNDS * VOICE_REQUESTS
    per_call = max(pss_kilobytes(pids) - empty, 0) / calls
    paced = checked(fire(port, posts(port, "/twilio/voice", [new_sid() for _ in range(1000)]), 16, 100.0))
    return [
        f"idle cost, share of one core              {idle:8.2%}   (at most 1 %)",
        *(
            f"{name:6} per second, ratio to the baseline   {statistics.median(found):8.2f}   (at least 0.6; "
            f"rounds {min(found):.2f} to {max(found):.2f})"
            for name, found in ratios.items()
        ),
        f"voice at 100 a second, p50 ms             {paced.percentile(0.50):8.1f}",
        f"voice at 100 a second, p99 ms             {paced.percentile(0.99):8.1f}   (at most 50)",
        f"memory per live call, kB                  {per_call:8.1f}   (at most 50; {calls} calls)",
        f"memory of all processes, PSS MB           {pss_kilobytes(pids) / 1000:8.1f}   (at most 300)",
    ]


if __name__ == "__main__":
    main()
