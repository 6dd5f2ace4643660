"""Words of a call, redacted before they come here.

Decides their order and that each is kept once. It must not know what is worth keeping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bridge.store.schema import lines


@dataclass(frozen=True)
class Said:
    """`sequence` is the carrier's own order; `at` seconds since 1970; `speaker` caller or agent."""

    sequence: int
    speaker: Literal["caller", "agent"]
    at: float
    text: str


def add(db: Connection, call_id: str, said: Said) -> None:
    """A line that is there already stays as it is: webhooks come twice."""
    row = {
        "call_id": call_id,
        "sequence": said.sequence,
        "speaker": said.speaker,
        "at": said.at,
        "text": said.text,
    }
    try:
        with db.begin_nested():
            db.execute(insert(lines), row)
    except IntegrityError:
        return


def of_call(db: Connection, call_id: str) -> list[Said]:
    rows = db.execute(select(lines).where(lines.c.call_id == call_id).order_by(lines.c.sequence))
    return [Said(row.sequence, row.speaker, row.at, row.text) for row in rows]


def forget(db: Connection, call_id: str) -> None:
    db.execute(delete(lines).where(lines.c.call_id == call_id))
