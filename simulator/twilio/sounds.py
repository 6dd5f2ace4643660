"""What a leg can be made to hear by the carrier itself: speech, music, ringing, tones; silence is None.

Decides how long speaking takes. It must not know calls, documents or who is listening; the voices of people
are no sounds of the carrier and are worked out in `simulator/hearing.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS_PER_SECOND = 2.5
SHORTEST_SPEECH = 0.5


@dataclass(frozen=True, eq=False)
class Speech:
    """One utterance of a `<Say>`; two equal texts in a row are two utterances, so no equality by value."""

    text: str
    language: str
    voice: str


@dataclass(frozen=True, eq=False)
class Music:
    """One pass of a `<Play>` of a file, or the carrier's own hold music."""

    url: str


@dataclass(frozen=True, eq=False)
class Tone:
    """A short tone: "beep", or the digits of a `<Play digits>`."""

    name: str


@dataclass(frozen=True)
class Ringing:
    """The ring-back tone."""


Sound = Speech | Music | Tone | Ringing
RINGING = Ringing()


def speaking_seconds(text: str) -> float:
    """How long a text takes to be said: about 2.5 words a second, at least half a second."""
    return max(SHORTEST_SPEECH, len(re.findall(r"\S+", text)) / WORDS_PER_SECOND)
