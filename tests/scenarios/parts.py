"""Which of very many trials are tried: a share of them, all, or one part of all.

Decides it by STORM_PART, which `make storm` sets: `1/1` are all, and whoever has no such time walks from
`1/24` to `24/24`, a part at a time. It must not know what is tried.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from itertools import count

STORM_PART = os.environ.get("STORM_PART", "")


def chosen(name: str, share: int, part: str = STORM_PART) -> Callable[[object], bool]:
    """Asked once for each trial of the scenario `name`: whether it is of this part, or of the share.

    When there is no storm every `share`-th is tried. They begin elsewhere with each scenario; a share that is
    prime lets every kind of trouble meet every kind of moment.
    """
    number, parts = map(int, part.split("/")) if part else (0, share)
    first, numbers = (zlib.crc32(name.encode()) + number) % parts, count()
    return lambda trial: next(numbers) % parts == first
