"""Words of a call, redacted before they come here.

Decides their order, that each is kept once, how far back a new line may change older ones, and which are
settled enough for a model. It must not know what is worth keeping, nor what a secret is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from bridge.store.schema import lines

Speaker = Literal["caller", "agent"]
Redact = Callable[[Sequence[tuple[Speaker, str]]], list[str]]

# A secret that is split over turns is told in one go: its lines are no further from the new one than this.
# Nor does anybody say so much in that time.
WINDOW_LINES, WINDOW_SECONDS, WINDOW_LETTERS = 12, 90.0, 4000
# More lines than a session has: `sequence` is that of the session, plus this for each session before it.
SESSION = 1_000_000
# As long may pass before the next line comes that redaction reaches back from.
SETTLES = 3.0
LONGEST_LINE = 2000


@dataclass(frozen=True)
class Said:
    """`sequence` is the carrier's own order; `at` seconds since 1970; `speaker` caller or agent."""

    sequence: int
    speaker: Speaker
    at: float
    text: str


@dataclass(frozen=True)
class Settled:
    """`lines` may reach a model; `open` not before `seconds` from now, or before their next line."""

    lines: list[Said]
    open: list[Said]
    seconds: float


def add(db: Connection, call_id: str, said: Said, redact: Redact) -> None:
    """Keep a line as it was said; what is secret in it and in those around it is taken out first.

    A line that is there already stays as it is: webhooks come twice. Once a later session of the carrier's
    has brought words, an earlier one that goes on would bring the same again. The caller holds the row of
    the call.
    """
    later = and_(lines.c.call_id == call_id, lines.c.sequence >= (said.sequence // SESSION + 1) * SESSION)
    if db.execute(select(lines.c.sequence).where(or_(and_(*_key(call_id, said)), later)).limit(1)).first():
        return
    around = _around(db, call_id, said)
    window = sorted([*around, said], key=_place)
    texts = redact([(one.speaker, one.text) for one in window])
    for one, text in zip(window, texts, strict=True):
        if one is said:
            db.execute(insert(lines), _row(call_id, replace(said, text=text[:LONGEST_LINE])))
        elif text != one.text:
            db.execute(update(lines).where(*_key(call_id, one)).values(text=text[:LONGEST_LINE]))


def _around(db: Connection, call_id: str, said: Said) -> list[Said]:
    """The nearest lines before and behind it: a late one belongs between others."""
    c = lines.c
    near = select(lines).where(c.call_id == call_id, c.at >= said.at - WINDOW_SECONDS).limit(WINDOW_LINES)
    before = db.execute(near.where(c.sequence <= said.sequence).order_by(c.sequence.desc(), c.speaker.desc()))
    behind = db.execute(near.where(c.sequence > said.sequence).order_by(c.sequence, c.speaker))
    return [*_few(map(_said, before)), *_few(map(_said, behind))]


def _few(near: Iterable[Said]) -> Iterator[Said]:
    letters = 0
    for one in near:
        letters += len(one.text)
        if letters > WINDOW_LETTERS:
            return
        yield one


def _place(said: Said) -> tuple[int, str]:
    return said.sequence, said.speaker


def _key(call_id: str, said: Said) -> tuple[ColumnElement[bool], ...]:
    c = lines.c
    return c.call_id == call_id, c.sequence == said.sequence, c.speaker == said.speaker


def _row(call_id: str, said: Said) -> dict[str, object]:
    return {"call_id": call_id, **asdict(said)}


def _said(row: Row[Any]) -> Said:
    return Said(row.sequence, row.speaker, row.at, row.text)


def of_call(db: Connection, call_id: str) -> list[Said]:
    mine = select(lines).where(lines.c.call_id == call_id)
    return list(map(_said, db.execute(mine.order_by(lines.c.sequence, lines.c.speaker))))


def settled(db: Connection, call_id: str, now: float) -> Settled:
    """All but a last line that is younger than `SETTLES`, of either person: while one only listens, the
    other may be in the middle of a number."""
    said = of_call(db, call_id)
    last = {one.speaker: number for number, one in enumerate(said)}
    young = [number for number in last.values() if said[number].at > now - SETTLES]
    cut = min(young, default=len(said))
    seconds = max((said[number].at + SETTLES - now for number in young), default=0.0)
    return Settled(said[:cut], said[cut:], seconds)


def forget(db: Connection, call_id: str) -> None:
    db.execute(delete(lines).where(lines.c.call_id == call_id))
