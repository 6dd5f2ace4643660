"""Calls: loading one as a whole, storing what a decision made of it, finding it by what carriers know.

Decides how a call is spread over rows: its document, and one row for each thing that must be unique or
found. It must not know why anything changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from bridge.core.state import Call, CallState, Leg
from bridge.core.work import Change
from bridge.store.asked import Asked
from bridge.store.codec import Unreadable, dump_call, parse_call
from bridge.store.schema import calls, effects, history, legs, transfers

log = structlog.get_logger()


class Overtaken(Exception):
    """Somebody else changed the call in between. Retryable; nothing was stored; nobody's fault."""


# Statements are made once: building one costs more than running it.
_BODY = select(calls.c.body).where(calls.c.id == bindparam("id"))
_BY_ID, _LOCKED_BY_ID = Asked(_BODY, "id"), Asked(_BODY.with_for_update(), "id")
_BY_LEG = Asked(
    select(calls.c.body).join(legs, legs.c.call_id == calls.c.id).where(legs.c.id == bindparam("leg")), "leg"
)
_BY_SID = select(legs.c.call_id, legs.c.id).where(legs.c.call_sid == bindparam("sid"))
_OF_LEG = select(legs.c.call_id).where(legs.c.id == bindparam("leg"))
_OF_TRANSFER = select(transfers.c.call_id).where(transfers.c.id == bindparam("transfer"))
_DUE = select(calls.c.id).where(calls.c.next_due <= bindparam("now")).order_by(calls.c.next_due)
_DUE = _DUE.limit(bindparam("most"))
_WAITING = select(calls.c.id).where(calls.c.state == CallState.WAITING).order_by(calls.c.waiting_since)
_WAITING = _WAITING.limit(bindparam("most"))
_AHEAD = select(func.count()).select_from(calls).where(calls.c.state == CallState.WAITING)
_AHEAD = _AHEAD.where(calls.c.waiting_since < bindparam("since"))
# As the index says it: SQLite does not see that `live = 1`, as a column would be written, means the same.
_LIVE_LEG: ColumnElement[bool] = literal_column("legs.live")
# One question for both: it is asked all the time when there is nothing to do.
_ANY_DEADLINE = select(calls.c.id).where(calls.c.next_due >= 0)
_ANYTHING_AHEAD = _ANY_DEADLINE.union_all(select(effects.c.call_id).where(effects.c.run_at >= 0)).limit(1)
_ANY_LIVE_LEG = select(legs.c.call_id).where(_LIVE_LEG).limit(1)
_LIVE = select(calls.c.body).where(calls.c.id.in_(select(legs.c.call_id).where(_LIVE_LEG)))
_LIVE = _LIVE.order_by(calls.c.started_at)
_TRANSFERRING = _LIVE.where(calls.c.state == CallState.TRANSFERRING)


def load(db: Connection, call_id: str, lock: bool = False) -> Call | None:
    """`lock`: nobody else changes it until the transaction ends (SQLite's write lock does it anyway)."""
    body = (_LOCKED_BY_ID if lock else _BY_ID)(db, call_id)
    return parse_call(body) if body else None


def load_by_leg(db: Connection, leg_id: str) -> Call | None:
    body = _BY_LEG(db, leg_id)
    return parse_call(body) if body else None


def find_by_sid(db: Connection, call_sid: str) -> tuple[str, str] | None:
    """(call id, leg id) of the leg that is this CallSid at the carrier."""
    row = db.execute(_BY_SID, {"sid": call_sid}).first()
    return (row.call_id, row.id) if row else None


def call_of_leg(db: Connection, leg_id: str) -> str | None:
    return db.scalar(_OF_LEG, {"leg": leg_id})


def call_of_transfer(db: Connection, transfer_id: str) -> str | None:
    return db.scalar(_OF_TRANSFER, {"transfer": transfer_id})


_ADD_CALL, _ADD_LEG, _ADD_TRANSFER = insert(calls), insert(legs), insert(transfers)
# Nothing but these: to store even the same id again, SQLite would look for rows that name it, in all tables.
_CHANGING = ("version", "state", "waiting_since", "ended_at", "next_due", "body")
_SAVE_CALL = (
    update(calls)
    .where(calls.c.id == bindparam("_id"), calls.c.version == bindparam("_version"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_SAVE_LEG = (
    update(legs)
    .where(legs.c.id == bindparam("_id"))
    .values(call_sid=bindparam("call_sid"), live=bindparam("live"))
)
_SAVE_TRANSFER = update(transfers).where(transfers.c.id == bindparam("_id")).values(live=bindparam("live"))
_ADD_HISTORY = insert(history)


def add(db: Connection, call: Call) -> None:
    """A call nobody knew of. Raises IntegrityError when the caller's CallSid is known already."""
    db.execute(_ADD_CALL, _row(call))
    db.execute(_ADD_LEG, [_leg_row(call, leg) for leg in call.legs.values()])


def save(db: Connection, before: Call, after: Call) -> None:
    """Raises Overtaken when the stored call is no longer `before`."""
    after.version = before.version + 1
    row = _row(after)
    changed = {name: row[name] for name in _CHANGING}
    stored = db.execute(_SAVE_CALL, {"_id": after.id, "_version": before.version, **changed})
    if stored.rowcount != 1:
        raise Overtaken(after.id)
    _save_legs(db, before, after)
    _save_transfers(db, before, after)


def _row(call: Call) -> dict[str, object]:
    return {
        "id": call.id,
        "version": call.version,
        "state": call.state,
        "started_at": call.started_at,
        "waiting_since": call.waiting_since,
        "ended_at": call.ended_at,
        "next_due": min(call.deadlines.values(), default=None),
        "body": dump_call(call),
    }


def _leg_row(call: Call, leg: Leg) -> dict[str, object]:
    return {
        "id": leg.id,
        "call_id": call.id,
        "call_sid": leg.call_sid,
        "agent_id": leg.agent_id,
        "live": leg.live,
    }


def _save_legs(db: Connection, before: Call, after: Call) -> None:
    """Ended ones first, so that the agent's next leg may be live in the same commit."""
    for leg in sorted(after.legs.values(), key=lambda one: one.live):
        old = before.legs.get(leg.id)
        if old is None:
            db.execute(_ADD_LEG, _leg_row(after, leg))
        elif (old.call_sid, old.live) != (leg.call_sid, leg.live):
            db.execute(_SAVE_LEG, {"_id": leg.id, "call_sid": leg.call_sid, "live": leg.live})


def _save_transfers(db: Connection, before: Call, after: Call) -> None:
    for transfer in after.transfers.values():
        old = before.transfers.get(transfer.id)
        if old is None:
            db.execute(_ADD_TRANSFER, {"id": transfer.id, "call_id": after.id, "live": transfer.live})
        elif old.live != transfer.live:
            db.execute(_SAVE_TRANSFER, {"_id": transfer.id, "live": transfer.live})


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
        db.execute(_ADD_HISTORY, rows)


def history_of(db: Connection, call_id: str, subjects: Iterable[str]) -> list[tuple[float, Change]]:
    """When which of these changed how, oldest first."""
    rows = db.execute(
        select(history)
        .where(history.c.call_id == call_id, history.c.subject.in_(list(subjects)))
        .order_by(history.c.id)
    )
    return [(row.at, Change(row.subject, row.what, row.before, row.after)) for row in rows]


def due(db: Connection, now: float, limit: int = 100) -> list[str]:
    """Ids of calls with a deadline that has come due, longest overdue first."""
    return list(db.scalars(_DUE, {"now": now, "most": limit}))


def waiting(db: Connection, limit: int = 20) -> list[str]:
    """Calls whose caller waits for an agent, longest first."""
    return list(db.scalars(_WAITING, {"most": limit}))


def place_in_line(db: Connection, call: Call) -> int:
    """1 for the caller who has waited longest; nobody else is asked in between."""
    return 1 + (db.scalar(_AHEAD, {"since": call.waiting_since}) or 0)


def anything_live(db: Connection) -> bool:
    """Also calls that are over while somebody is still being told so."""
    return db.execute(_ANY_LIVE_LEG).first() is not None


def anything_ahead(db: Connection) -> bool:
    """Whether a deadline or an effect is stored that will come due by itself."""
    return db.scalar(_ANYTHING_AHEAD) is not None


def count_live(db: Connection) -> int:
    return db.scalar(select(func.count()).select_from(calls).where(calls.c.ended_at.is_(None))) or 0


def live(db: Connection, only_transfers: bool) -> list[Call]:
    """Calls with a live leg; `only_transfers`: those whose people are being moved."""
    return list(_readable(db.scalars(_TRANSFERRING if only_transfers else _LIVE)))


def _readable(bodies: Iterable[str]) -> Iterator[Call]:
    """During a deploy a newer process may have written what this one cannot read; those calls are its."""
    for body in bodies:
        try:
            yield parse_call(body)
        except Unreadable as error:
            log.warning("call_of_a_newer_version", where=str(error))


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
