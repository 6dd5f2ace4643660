"""How large a soak is and what it promises, from the environment.

Decides the defaults: those of the promise that `docs/reliability.md` makes. It must not know how anything
is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`seconds` count from when all calls are up; `calls` are live at any time; rates are per second."""

    seconds: float = 600.0
    calls: int = 1000
    transfers: int = 200
    webhooks: float = 50.0
    kill_every: float = 20.0
    calls_in: float = 12.0
    seed: int = 1


@dataclass(frozen=True)
class Limits:
    """Milliseconds of a webhook's attempt; memory at the end as a share of what it was at minute 2."""

    p99: float = 250.0
    longest: float = 2000.0
    memory: float = 1.10


def size(environ: Mapping[str, str]) -> Size:
    """SOAK_SECONDS, SOAK_CALLS and so on; unless it is said, a fifth of the calls is transferred."""
    calls = int(environ.get("SOAK_CALLS", Size.calls))
    return Size(
        seconds=float(environ.get("SOAK_SECONDS", Size.seconds)),
        calls=calls,
        transfers=int(environ.get("SOAK_TRANSFERS", calls // 5)),
        webhooks=float(environ.get("SOAK_WEBHOOKS", Size.webhooks)),
        kill_every=float(environ.get("SOAK_KILL_EVERY", Size.kill_every)),
        calls_in=float(environ.get("SOAK_CALLS_IN", Size.calls_in)),
        seed=int(environ.get("SOAK_SEED", Size.seed)),
    )
