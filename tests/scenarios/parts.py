"""Which of very many trials are tried: a share of them, all, or one part of all.

Decides it by STORM_PART, which `make storm` sets: `1/1` are all, and whoever has no such time walks from
`1/24` to `24/24`, a part at a time. It must not know what is tried.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

STORM_PART = os.environ.get("STORM_PART", "")


def tried(trials: Sequence[T], name: str, share: int, part: str = STORM_PART) -> Sequence[T]:
    """Of the trials of the scenario `name`: those of this part, or every `share`-th when there is no storm.

    They begin elsewhere with each scenario, so that every kind of trouble meets every kind of moment.
    """
    number, parts = map(int, part.split("/")) if part else (0, share)
    return trials[(zlib.crc32(name.encode()) + number) % parts :: parts]
