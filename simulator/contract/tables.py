"""The official description as data, read once: TwiML elements, their limits, and the REST operations.

Decides where the two files lie and which name was probably meant by a misspelt one.
It must not judge anything; the files and their licence are in `data/`.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
TWIML: Mapping[str, Any] = json.loads((DATA / "twiml.json").read_text("utf-8"))
API: Mapping[str, Any] = json.loads((DATA / "twilio_api.json").read_text("utf-8"))
ELEMENTS: Mapping[str, Any] = TWIML["elements"]
LIMITS: Mapping[str, int] = TWIML["limits"]

E164 = re.compile(r"\+[1-9][0-9]{1,14}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for the message: the known name that differs in case, underscores or a typo, or nothing."""
    plain = {_plain(item): item for item in known}
    close = difflib.get_close_matches(_plain(name), plain, n=1, cutoff=0.8)
    return f"; did you mean {plain[close[0]]}?" if close else ""


def _plain(name: str) -> str:
    return re.sub(r"[_-]", "", name).lower()
