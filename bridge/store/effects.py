"""Effects that wait to be carried out: stored with the state that wants them, claimed by lease.

Decides who may carry out what when: the oldest of each lane, by whoever holds its fence until `run_at`;
of those that are paced the most urgent ones first. It must not know what an effect does.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, func, insert, select, update

from bridge.core.effects import ONCE, Outgoing, RedirectLeg
from bridge.store.codec import EFFECT_KINDS, dump_effect, parse_effect
from bridge.store.paces import Pace, line_up, take
from bridge.store.schema import effects

# Longer than any request that an effect makes (design 5): 4 s at Twilio, 2 s at LiveKit.
LEASE = 6.0
# A language model may take its time; a second request while it does would cost money twice. When the process
# dies that was to move a phone, somebody may be in silence until the lease has run out, and that is 5 s at
# most; and a room must be there when the greeting is over. All but a model's are harmless when done twice.
LEASES = {"WriteBrief": 20.0, "SketchBrief": 20.0, "RedirectLeg": 4.2, "CheckRoom": 3.0, "CreateRoom": 3.0}

# By kind of effect; what has no pace may always begin.
Paces = Mapping[str, Pace]
NO_PACES: Paces = {}


@dataclass(frozen=True)
class Claim:
    """The right to carry out one effect, until the lease runs out, in seconds since 1970.

    `attempts` counts tries that failed without doing anything; `begun`: one began and never reported.
    """

    id: int
    call_id: str
    lane: str
    effect: Outgoing
    fence: str
    until: float
    attempts: int = 0
    begun: bool = False


def lease(effect: Outgoing) -> float:
    """Seconds that carrying it out may take before somebody else tries."""
    return LEASES.get(type(effect).__name__, LEASE)


# Statements are made once: building one costs more than running it.
_ADD = insert(effects).returning(effects.c.id)
_PENDING_LANES = select(effects.c.lane).where(effects.c.call_id == bindparam("call"))
_WAITING = (effects.c.kind == bindparam("kind_"), effects.c.fence == "")
_RENEW = (
    update(effects).where(effects.c.lane == bindparam("lane_"), *_WAITING).values(body=bindparam("body_"))
)
_FORGET = delete(effects).where(effects.c.lane == bindparam("lane_"), *_WAITING)
_EARLIER = effects.alias("earlier")
_IS_HEAD = ~exists().where(_EARLIER.c.lane == effects.c.lane, _EARLIER.c.id < effects.c.id)
_WAITS_FOR_ITS_TURN = (
    select(effects.c.id)
    .where(*_WAITING, effects.c.run_at <= bindparam("now"), _IS_HEAD)
    .where(effects.c.urgency <= bindparam("urgency_"))
    .limit(1)
)


def add(
    db: Connection,
    call_id: str,
    wanted: Sequence[Outgoing],
    now: float,
    new_call: bool = False,
    paces: Paces = NO_PACES,
) -> list[Claim]:
    """Store them; those that begin a lane are claimed at birth, for the process that stores them.

    `new_call`: nothing of this call can be pending yet.
    """
    claims: list[Claim] = []
    _line_up(db, (type(effect).__name__ for effect in wanted), paces)
    busy = set() if new_call or not wanted else set(db.scalars(_PENDING_LANES, {"call": call_id}))
    for effect in wanted:
        if effect.lane in busy and isinstance(effect, ONCE) and _renewed(db, effect):
            continue
        free = effect.lane not in busy and _is_its_turn(db, effect, now, paces)
        fence = secrets.token_hex(8) if free else ""
        until = now + lease(effect)
        row = {
            "call_id": call_id,
            "lane": effect.lane,
            "kind": type(effect).__name__,
            "body": dump_effect(effect),
            "run_at": until if fence else now,
            "attempts": 0,
            "begun": False,
            "fence": fence,
            "urgency": urgency(effect),
        }
        number = db.scalar(_ADD, row)
        if fence:
            claims.append(Claim(number or 0, call_id, effect.lane, effect, fence, until))
        busy.add(effect.lane)
    return claims


def forget_redirect(db: Connection, leg: str) -> None:
    """One that nobody carries out yet would only use up the turn of somebody who needs it."""
    db.execute(_FORGET, {"lane_": leg, "kind_": RedirectLeg.__name__})


def _line_up(db: Connection, kinds: Iterable[str], paces: Paces) -> None:
    """SQLite has one writer at a time anyway."""
    if db.dialect.name == "postgresql" and not paces.keys().isdisjoint(kinds):
        line_up(db)


def urgency(effect: Outgoing) -> int:
    return getattr(effect, "urgency", 1)


def _renewed(db: Connection, effect: Outgoing) -> bool:
    values = {"lane_": effect.lane, "kind_": type(effect).__name__, "body_": dump_effect(effect)}
    return db.execute(_RENEW, values).rowcount > 0


def _is_its_turn(db: Connection, effect: Outgoing, now: float, paces: Paces) -> bool:
    """Whoever comes does not overtake whoever waits and is as urgent."""
    pace = paces.get(type(effect).__name__)
    if pace is None:
        return True
    values = {"kind_": type(effect).__name__, "now": now, "urgency_": urgency(effect)}
    return db.execute(_WAITS_FOR_ITS_TURN, values).first() is None and take(db, pace, now)


def begin(db: Connection, claim: Claim, now: float) -> bool:
    """Store that this try begins, so that whoever comes after a crash knows; False: the claim is lost."""
    values = {"begun_": True, "run_at_": now + lease(claim.effect)}
    return db.execute(_BEGIN, _held(claim) | values).rowcount == 1


_HELD = (effects.c.id == bindparam("id_"), effects.c.fence == bindparam("fence_"))
_BEGIN = update(effects).where(*_HELD).values(begun=bindparam("begun_"), run_at=bindparam("run_at_"))
_DONE = delete(effects).where(*_HELD)
_PUT_OFF = (
    update(effects)
    .where(*_HELD)
    .values(run_at=bindparam("run_at_"), attempts=bindparam("attempts_"), begun=False, fence="")
)
_LEASE = (
    update(effects)
    .where(effects.c.id == bindparam("id_"))
    .values(run_at=bindparam("run_at_"), fence=bindparam("fence_"))
)


def _held(claim: Claim) -> dict[str, object]:
    return {"id_": claim.id, "fence_": claim.fence}


def finish(db: Connection, claim: Claim, now: float, paces: Paces = NO_PACES) -> Claim | None:
    """It is done. Returns the claim on the next effect of the lane, if there is one that may run."""
    if db.execute(_DONE, _held(claim)).rowcount != 1:
        return None
    next_one = {"now": now, "lane_": claim.lane}
    row = db.execute(_HEAD_OF_LANE, next_one).first()
    if row is not None and db.dialect.name == "postgresql":
        _line_up(db, [row.kind], paces)
        row = db.execute(_LOCKED_HEAD_OF_LANE, next_one).first()
    if row is None or (row.kind in paces and not take(db, paces[row.kind], now)):
        return None
    return _claim(db, row, now)


def put_off(db: Connection, claim: Claim, until: float) -> None:
    """It failed and is worth another try, not before `until`."""
    db.execute(_PUT_OFF, _held(claim) | {"run_at_": until, "attempts_": claim.attempts + 1})


def claim_due(db: Connection, now: float, limit: int = 50, paces: Paces = NO_PACES) -> list[Claim]:
    """Claims on what nobody carries out: never begun, put off, or left behind by somebody who died."""
    _line_up(db, paces, paces)
    free = sorted(EFFECT_KINDS - paces.keys())
    claims = [_claim(db, row, now) for row in _due(db, now, free, limit)]
    for kind, pace in paces.items():
        for row in _due(db, now, [kind], pace.burst):
            if not take(db, pace, now):
                break
            claims.append(_claim(db, row, now))
    return claims


def _due(db: Connection, now: float, kinds: list[str], most: int) -> Sequence[Row[Any]]:
    return db.execute(_heads(db.dialect.name), {"now": now, "kinds": kinds, "most": most}).all()


# During a deploy an old process leaves to the new ones what only they know.
_OURS = effects.c.kind.in_(sorted(EFFECT_KINDS))
_ANY_DUE = select(effects.c.id).where(effects.c.run_at <= bindparam("now"), _OURS).limit(1)


def anything_due(db: Connection, now: float) -> bool:
    return db.execute(_ANY_DUE, {"now": now}).first() is not None


def _heads_only() -> Select[Any]:
    return (
        select(effects)
        .where(effects.c.run_at <= bindparam("now"), _IS_HEAD)
        .order_by(effects.c.urgency, effects.c.id)
    )


_HEAD_OF_LANE = _heads_only().where(_OURS, effects.c.lane == bindparam("lane_")).limit(1)
_LOCKED_HEAD_OF_LANE = _HEAD_OF_LANE.with_for_update(of=effects, skip_locked=True)


@lru_cache(maxsize=2)
def _heads(dialect: str) -> Any:
    """The oldest of each lane is the one that may run; the others wait behind it."""
    query = _heads_only().where(effects.c.kind.in_(bindparam("kinds", expanding=True)))
    query = query.limit(bindparam("most"))
    return query.with_for_update(of=effects, skip_locked=True) if dialect == "postgresql" else query


def _claim(db: Connection, row: Row[Any], now: float) -> Claim:
    fence = secrets.token_hex(8)
    effect = parse_effect(row.kind, row.body)
    until = now + lease(effect)
    db.execute(_LEASE, {"id_": row.id, "run_at_": until, "fence_": fence})
    return Claim(row.id, row.call_id, row.lane, effect, fence, until, row.attempts, row.begun)


def pending(db: Connection) -> int:
    return db.scalar(select(func.count()).select_from(effects)) or 0
