"""Voices that can be told apart by ear: a tone of its own for every phone, found again by Goertzel's filter.

Decides frequencies, loudness and when a tone counts as heard. It must not know rooms or phones, only names.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence

RATE = 8000
# 50 ms: bins of 20 Hz, of which every tone fills exactly one and leaves the others empty.
WINDOW = 400
LOWEST, STEP, VOICES = 440, 160, 16
LOUD = 8000.0
# A quarter of what is sent: a mix of four is still heard, an echo or half a window of another is not.
HEARD = LOUD / 4


class Voices:
    """A frequency in Hz for each name, given when it is asked for the first time."""

    def __init__(self) -> None:
        self.hertz: dict[str, int] = {}

    def of(self, name: str) -> int:
        """Raises ValueError when there are more names than tones."""
        if name not in self.hertz:
            if len(self.hertz) == VOICES:
                raise ValueError(f"only {VOICES} voices can be told apart")
            # A new table, because others may be looking through the old one on another thread.
            self.hertz = {**self.hertz, name: LOWEST + STEP * len(self.hertz)}
        return self.hertz[name]

    def heard_in(self, samples: Sequence[int]) -> frozenset[str]:
        """Whose tones are in this window; `samples` are 16 bit at `RATE`."""
        return heard_in(samples, self.hertz)


def tone(hertz: float, samples: int = WINDOW, loud: float = LOUD) -> array[int]:
    """16 bit samples at `RATE`; windows of a frequency that a bin has join without a click."""
    turn = 2 * math.pi * hertz / RATE
    return array("h", (round(loud * math.sin(turn * place)) for place in range(samples)))


def loudness(samples: Sequence[int], hertz: float) -> float:
    """The amplitude of this frequency in the window, by Goertzel's algorithm."""
    factor = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + factor * last - before
    power = last * last + before * before - factor * last * before
    return 2 * math.sqrt(max(power, 0.0)) / max(len(samples), 1)


def heard_in(samples: Sequence[int], voices: Mapping[str, int]) -> frozenset[str]:
    return frozenset(name for name, hertz in voices.items() if loudness(samples, hertz) >= HEARD)


def mixed(*voices: Iterable[int]) -> array[int]:
    """Several at once, as a phone gets them."""
    return array("h", (max(-32768, min(32767, sum(sample))) for sample in zip(*voices, strict=True)))
