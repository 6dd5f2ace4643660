"""What a soak came to: a table of webhooks, a table of everything else, and the promises that were broken.

Decides what is a broken promise. It must not know how anything was measured.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.load import percentile
from benchmarks.soak.settings import Limits, Size
from benchmarks.soak.watch import Memory
from benchmarks.soak.webhooks import Measured

MINUTE = 60.0


@dataclass
class Result:
    """Numbers of one soak; `left` names what was not cleaned up at its end."""

    size: Size
    webhooks: Measured
    livekit: list[float]
    memory: Memory = field(default_factory=Memory)
    lags: list[float] = field(default_factory=list)
    killed: list[int] = field(default_factory=list)
    begun: int = 0
    transfers: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    ended: int = 0
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    oddities: Counter[str] = field(default_factory=Counter)
    api_retries: int = 0
    seconds: float = 0.0
    sent: int = 0
    cpu: dict[str, float] = field(default_factory=dict)

    def routes(self) -> dict[str, list[float]]:
        found = {route: sorted(each) for route, each in self.webhooks.latencies.items()}
        return found | {"/livekit/webhook": sorted(self.livekit)} if self.livekit else found

    def memory_now(self) -> tuple[float | None, float | None]:
        """The most in the minute before minute 2, and in the last one."""
        end = self.size.seconds
        return self.memory.most(MINUTE, 2 * MINUTE), self.memory.most(end - MINUTE, end)


def lost(result: Result) -> list[str]:
    """Promises about people; they hold on any machine."""
    broken = [f"lost: {one}" for one in result.lost] + [f"left behind: {one}" for one in result.left]
    broken += [f"{name} ({times} times)" for name, times in result.oddities.items()]
    undone = result.begun - sum(result.transfers.values())
    if undone and not result.lost:
        broken.append(f"{undone} transfers did not end")
    if result.begun < result.size.transfers:
        broken.append(f"only {result.begun} of {result.size.transfers} transfers could begin")
    return broken


def slow(result: Result, limits: Limits) -> list[str]:
    """Promises about time and memory; they hold on a machine that does nothing else."""
    broken = []
    for route, each in result.routes().items():
        if percentile(each, 0.99) > limits.p99:
            broken.append(f"{route}: p99 {percentile(each, 0.99):.0f} ms, at most {limits.p99:.0f}")
        if each[-1] > limits.longest:
            broken.append(f"{route}: longest {each[-1]:.0f} ms, at most {limits.longest:.0f}")
    early, late = result.memory_now()
    if early and late and result.size.seconds >= 4 * MINUTE and late > early * limits.memory:
        broken.append(f"memory: {late:.0f} MB, {early:.0f} MB at minute 2")
    if result.sent < result.size.webhooks * result.seconds * 0.98:
        broken.append(f"only {result.sent / result.seconds:.0f} webhooks a second")
    return broken


def text(result: Result, limits: Limits) -> str:
    """As Markdown, to be pasted into docs/reliability.md."""
    lines = ["| webhook | count | p50 ms | p99 ms | longest ms |", "|---|---|---|---|---|"]
    lines += [
        f"| `{route}` | {len(each)} | {percentile(each, 0.5):.0f} | {percentile(each, 0.99):.0f} "
        f"| {each[-1]:.0f} |"
        for route, each in sorted(result.routes().items())
    ]
    lines += ["", "| what | measured |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in _rows(result).items()]
    broken = lost(result) + slow(result, limits)
    return "\n".join(
        [*lines, "", *(f"BROKEN {one}" for one in broken), "" if broken else "every promise kept"]
    )


def _rows(result: Result) -> dict[str, str]:
    measured, lags = result.webhooks, sorted(result.lags)
    refused = {f"{route} {status}": n for (route, status), n in measured.statuses.items() if status >= 400}
    return {
        "time, s": f"{result.seconds:.0f}",
        "live calls": f"{result.size.calls} ({result.arrived} came, {result.ended} went)",
        "transfers begun": f"{result.begun}",
        "transfers that came to their end": _counted(result.transfers),
        "workers killed": f"{len(result.killed)}",
        "webhooks a second": f"{result.sent / max(result.seconds, 1):.0f}",
        "webhook attempts cut or refused": _counted(measured.interrupted),
        "webhooks given up by the carrier": _counted(measured.given_up),
        "webhooks refused": _counted(Counter(refused)),
        "API requests asked again": f"{result.api_retries}",
        "memory by minute, PSS MB": ", ".join(_minutes(result)),
        "processor, share of one core": ", ".join(f"{who} {of:.0%}" for who, of in result.cpu.items()),
        "how late the load itself was, p99 and longest, ms": (
            f"{percentile(lags, 0.99):.0f}, {lags[-1] if lags else 0:.0f}"
        ),
    }


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(counter.items())) or "none"


def _minutes(result: Result) -> list[str]:
    last = int(result.size.seconds // MINUTE)
    found = (result.memory.most(n * MINUTE, (n + 1) * MINUTE) for n in range(max(last, 1)))
    return [f"{size:.0f}" for size in found if size is not None]
