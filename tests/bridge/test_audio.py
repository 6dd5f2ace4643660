"""The built-in hold music: a file that a phone line can carry, without clicks, silence or loud notes.

It is heard with numbers: loudness, silence and jumps.
"""

from __future__ import annotations

import array
import io
import wave
from itertools import pairwise

import pytest

from bridge.audio import LOUDNESS, NOTE_SECONDS, RATE, hold_music


@pytest.fixture(scope="module")
def samples() -> array.array[int]:
    with wave.open(io.BytesIO(hold_music())) as sound:
        return array.array("h", sound.readframes(sound.getnframes()))


def test_it_is_twenty_seconds_of_what_a_phone_line_carries() -> None:
    with wave.open(io.BytesIO(hold_music())) as sound:
        shape = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
        seconds = sound.getnframes() / sound.getframerate()
    assert (shape, seconds) == ((1, 2, 8000), 20.0)


def test_it_is_computed_once(samples: array.array[int]) -> None:
    assert hold_music() is hold_music()
    assert len(hold_music()) == 2 * len(samples) + 44


def test_it_is_quiet_but_never_silent_for_long(samples: array.array[int]) -> None:
    """Silence sounds like a lost line; the notes fade, but within half a second something is heard."""
    assert max(map(abs, samples)) <= LOUDNESS
    half = RATE // 2
    assert all(max(map(abs, samples[at : at + half])) > 2000 for at in range(0, len(samples), half))


def test_nothing_clicks_between_notes_nor_when_it_begins_again(samples: array.array[int]) -> None:
    note = int(RATE * NOTE_SECONDS)
    edges = [*range(0, len(samples), note), *range(note - 1, len(samples), note)]
    assert max(abs(samples[edge]) for edge in edges) < 20
    jumps = max(abs(a - b) for a, b in pairwise(samples))
    assert jumps < LOUDNESS / 2
