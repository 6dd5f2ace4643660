"""What every test of the shell may ask for: a database (SQLite, unless it or its folder wants another
kind), a clock that stands still, and both carriers as doubles in front of the real ports.

The fixtures are written beside what they make.
"""

from __future__ import annotations

from tests.bridge.databases import (
    clock,
    database,
    empty_url,
    impatient,
    kind,
    migrated_file,
    migrated_server,
    url,
)
from tests.bridge.desk import desk
from tests.bridge.livekit_double import livekit
from tests.bridge.probing import process, world
from tests.bridge.twilio_double import twilio

__all__ = [
    "clock",
    "database",
    "desk",
    "empty_url",
    "impatient",
    "kind",
    "livekit",
    "migrated_file",
    "migrated_server",
    "process",
    "twilio",
    "url",
    "world",
]
