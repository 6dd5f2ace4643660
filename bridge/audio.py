"""The built-in hold music: a slow, quiet arpeggio, computed once.

Decides how hold sounds when nobody configured anything; our own, so that no licence comes with it.
"""

from __future__ import annotations

import array
import io
import math
import wave
from functools import lru_cache

RATE = 8000
NOTE_SECONDS = 1.25
# C major, A minor, F major, G major: sixteen notes make twenty seconds.
CHORDS = ((261.63, 329.63, 392.0), (220.0, 261.63, 329.63), (174.61, 220.0, 261.63), (196.0, 246.94, 293.66))
ORDER = (0, 1, 2, 1)
LOUDNESS = 5000.0


@lru_cache(maxsize=1)
def hold_music() -> bytes:
    """A WAV file of 20 seconds, 8 kHz, 16 bit, mono: what a phone line carries."""
    samples = array.array("h")
    for chord in CHORDS:
        for tone in ORDER:
            samples.extend(_note(chord[tone]))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def _note(frequency: float) -> array.array[int]:
    """One note that swells and fades, so that no click is heard between two."""
    length = int(RATE * NOTE_SECONDS)
    turn = 2 * math.pi * frequency / RATE
    return array.array(
        "h", (int(LOUDNESS * math.sin(math.pi * i / length) * math.sin(turn * i)) for i in range(length))
    )
