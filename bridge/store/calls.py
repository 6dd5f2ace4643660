"""Calls: loading one as a whole, storing what a decision made of it, finding it by what carriers know.

Decides how a call is spread over rows: its document, and one row for each thing that must be unique or
found. It must not know why anything changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bridge.core.state import Call, CallState
from bridge.core.work import Change
from bridge.store.codec import dump_call, parse_call
from bridge.store.schema import calls, deadlines, history, legs, transfers


class Overtaken(Exception):
    """Somebody else changed the call in between. Retryable; nothing was stored; nobody's fault."""


_BY_ID = select(calls.c.body).where(calls.c.id == bindparam("id"))
_BY_LEG = select(calls.c.body).join(legs, legs.c.call_id == calls.c.id).where(legs.c.id == bindparam("leg"))


def load(db: Connection, call_id: str, lock: bool = False) -> Call | None:
    """`lock`: nobody else changes it until the transaction ends (SQLite's write lock does it anyway)."""
    query = _BY_ID.with_for_update() if lock else _BY_ID
    body = db.scalar(query, {"id": call_id})
    return parse_call(body) if body else None


def load_by_leg(db: Connection, leg_id: str) -> Call | None:
    body = db.scalar(_BY_LEG, {"leg": leg_id})
    return parse_call(body) if body else None


def find_by_sid(db: Connection, call_sid: str) -> tuple[str, str] | None:
    """(call id, leg id) of the leg that is this CallSid at the carrier."""
    row = db.execute(select(legs.c.call_id, legs.c.id).where(legs.c.call_sid == call_sid)).first()
    return (row.call_id, row.id) if row else None


def call_of_leg(db: Connection, leg_id: str) -> str | None:
    return db.scalar(select(legs.c.call_id).where(legs.c.id == leg_id))


def call_of_transfer(db: Connection, transfer_id: str) -> str | None:
    return db.scalar(select(transfers.c.call_id).where(transfers.c.id == transfer_id))


def add(db: Connection, call: Call) -> None:
    """A call nobody knew of. Raises IntegrityError when the caller's CallSid is known already."""
    db.execute(insert(calls).values(_row(call)))
    _store_parts(db, None, call)


def save(db: Connection, before: Call, after: Call) -> None:
    """Raises Overtaken when the stored call is no longer `before`."""
    after.version = before.version + 1
    stored = db.execute(
        update(calls).where(calls.c.id == after.id, calls.c.version == before.version).values(_row(after))
    )
    if stored.rowcount != 1:
        raise Overtaken(after.id)
    _store_parts(db, before, after)


def _row(call: Call) -> dict[str, object]:
    return {
        "id": call.id,
        "version": call.version,
        "state": call.state,
        "started_at": call.started_at,
        "waiting_since": call.waiting_since,
        "ended_at": call.ended_at,
        "body": dump_call(call),
    }


def _store_parts(db: Connection, before: Call | None, after: Call) -> None:
    old_legs = _leg_rows(before) if before else {}
    _upsert(db, legs, old_legs, _leg_rows(after))
    old_transfers = _transfer_rows(before) if before else {}
    _upsert(db, transfers, old_transfers, _transfer_rows(after))
    _store_deadlines(db, before.deadlines if before else {}, after)


def _leg_rows(call: Call) -> dict[str, dict[str, object]]:
    return {
        leg.id: {
            "id": leg.id,
            "call_id": call.id,
            "call_sid": leg.call_sid,
            "agent_id": leg.agent_id,
            "live": leg.live,
        }
        for leg in call.legs.values()
    }


def _transfer_rows(call: Call) -> dict[str, dict[str, object]]:
    return {t.id: {"id": t.id, "call_id": call.id, "live": t.live} for t in call.transfers.values()}


def _upsert(
    db: Connection,
    table: Table,
    old: dict[str, dict[str, object]],
    new: dict[str, dict[str, object]],
) -> None:
    """Ended ones first, so that a successor may be live in the same commit."""
    changed = [row for key, row in new.items() if key in old and old[key] != row]
    for row in sorted(changed, key=lambda one: bool(one["live"])):
        db.execute(update(table).where(table.c.id == row["id"]).values(row))
    if fresh := [row for key, row in new.items() if key not in old]:
        db.execute(insert(table), fresh)


def _store_deadlines(db: Connection, before: dict[str, float], call: Call) -> None:
    after = call.deadlines
    if gone := [name for name in before if name not in after]:
        db.execute(delete(deadlines).where(deadlines.c.call_id == call.id, deadlines.c.name.in_(gone)))
    rows = [
        {"call_id": call.id, "name": name, "due": due}
        for name, due in after.items()
        if before.get(name) != due
    ]
    if rows:
        dialect = postgresql if db.dialect.name == "postgresql" else sqlite
        upsert = dialect.insert(deadlines)
        db.execute(
            upsert.on_conflict_do_update(
                index_elements=["call_id", "name"], set_={"due": upsert.excluded.due}
            ),
            rows,
        )


def add_history(db: Connection, call_id: str, at: float, changes: Iterable[Change]) -> None:
    rows = [
        {
            "call_id": call_id,
            "at": at,
            "subject": change.subject,
            "what": change.what,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    if rows:
        db.execute(insert(history), rows)


def history_of(db: Connection, call_id: str, subjects: Iterable[str]) -> list[tuple[float, Change]]:
    """When which of these changed how, oldest first."""
    rows = db.execute(
        select(history)
        .where(history.c.call_id == call_id, history.c.subject.in_(list(subjects)))
        .order_by(history.c.id)
    )
    return [(row.at, Change(row.subject, row.what, row.before, row.after)) for row in rows]


def due(db: Connection, now: float, limit: int = 100) -> list[tuple[str, str]]:
    """(call id, deadline) of what has come due, longest overdue first."""
    query = (
        select(deadlines.c.call_id, deadlines.c.name)
        .where(deadlines.c.due <= now)
        .order_by(deadlines.c.due)
        .limit(limit)
    )
    return [(row.call_id, row.name) for row in db.execute(query)]


def waiting(db: Connection, limit: int = 20) -> list[str]:
    """Calls whose caller waits for an agent, longest first."""
    query = (
        select(calls.c.id)
        .where(calls.c.state == CallState.WAITING)
        .order_by(calls.c.waiting_since)
        .limit(limit)
    )
    return list(db.scalars(query))


def place_in_line(db: Connection, call: Call) -> int:
    """1 for the caller who has waited longest; nobody else is asked in between."""
    ahead = and_(calls.c.state == CallState.WAITING, calls.c.waiting_since < call.waiting_since)
    return 1 + (db.scalar(select(func.count()).select_from(calls).where(ahead)) or 0)


def anything_live(db: Connection) -> bool:
    """Also calls that are over while somebody is still being told so."""
    return db.execute(select(legs.c.id).where(legs.c.live).limit(1)).first() is not None


def count_live(db: Connection) -> int:
    return db.scalar(select(func.count()).select_from(calls).where(calls.c.ended_at.is_(None))) or 0


def live(db: Connection, only_transfers: bool) -> list[Call]:
    """Calls with a live leg; `only_transfers`: those whose people are being moved."""
    query = select(calls.c.body).where(calls.c.id.in_(select(legs.c.call_id).where(legs.c.live)))
    if only_transfers:
        query = query.where(calls.c.state == CallState.TRANSFERRING)
    return [parse_call(body) for body in db.scalars(query.order_by(calls.c.started_at))]


def page(db: Connection, only_live: bool, after: tuple[float, str] | None, limit: int) -> list[Call]:
    """Newest first; `after` is the (started_at, id) of the last one seen."""
    query = select(calls.c.body).order_by(calls.c.started_at.desc(), calls.c.id.desc()).limit(limit)
    if only_live:
        query = query.where(calls.c.ended_at.is_(None))
    if after is not None:
        at, call_id = after
        earlier = or_(calls.c.started_at < at, and_(calls.c.started_at == at, calls.c.id < call_id))
        query = query.where(earlier)
    return [parse_call(body) for body in db.scalars(query)]
