"""The directory of agents: who they are, and who is rung next.

Decides reservations, each in one statement, so that no two calls ever ring one agent (design 6.3). An
agent is busy while a leg holds the reservation. It must not know what the leg is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, or_, select, text, update

from bridge.core.effects import ReserveAgent
from bridge.core.events import Agent
from bridge.store.schema import agent_skills, agents

AVAILABLE = "available"
# Any number that no other program uses for an advisory lock in this database, and `migrate` does not.
_CODES_LOCK = 8_275_102


@dataclass(frozen=True)
class Entry:
    """One agent of the directory; `leg_id` is the leg that holds the reservation."""

    id: str
    name: str
    code: str
    phone: str
    presence: str
    skills: tuple[str, ...]
    leg_id: str | None


class CodesExhausted(Exception):
    """Every keypad code of 2 to 4 digits is taken. Not retryable; the directory is full."""


def reserve(db: Connection, wish: ReserveAgent) -> Agent | None:
    """The agent named, or the one with the skill who has been idle longest; None when nobody is free."""
    named = {"id": wish.agent_id, "code": wish.code}
    by = next((column for column, value in named.items() if value is not None), "")
    statement = _reservation(by, wish.skill is not None, bool(wish.passed_over), db.dialect.name)
    values = {
        "leg": wish.leg,
        "passed_over": sorted(wish.passed_over),
        "named": named.get(by),
        "skill": wish.skill,
    }
    row = db.execute(statement, values).first()
    return Agent(row.id, row.name, row.phone) if row else None


@lru_cache(maxsize=16)
def _reservation(by: str, by_skill: bool, passing_over: bool, dialect: str) -> Any:
    """One statement, made once: finding and reserving apart would reserve twice."""
    candidate = (
        select(agents.c.id)
        .where(agents.c.presence == AVAILABLE, agents.c.leg_id.is_(None), agents.c.deleted_at.is_(None))
        .order_by(agents.c.idle_since, agents.c.id)
        .limit(1)
    )
    if passing_over:
        # Only where there is somebody: a list of any length is built anew each time.
        candidate = candidate.where(agents.c.id.not_in(bindparam("passed_over", expanding=True)))
    if by:
        candidate = candidate.where(agents.c[by] == bindparam("named"))
    elif by_skill:
        candidate = candidate.where(_takes(bindparam("skill")))
    if dialect == "postgresql":
        candidate = candidate.with_for_update(skip_locked=True)
    return (
        update(agents)
        .where(agents.c.id == candidate.scalar_subquery())
        .values(leg_id=bindparam("leg"))
        .returning(agents.c.id, agents.c.name, agents.c.phone)
    )


def _takes(skill: Any) -> Any:
    """An agent without skills takes any call."""
    mine = select(agent_skills.c.skill).where(agent_skills.c.agent_id == agents.c.id)
    return or_(exists(mine.where(agent_skills.c.skill == skill)), ~exists(mine))


_RELEASE = (
    update(agents).where(agents.c.leg_id == bindparam("leg")).values(leg_id=None, idle_since=bindparam("now"))
)
_ANY_FREE = (
    select(agents.c.id)
    .where(agents.c.presence == AVAILABLE, agents.c.leg_id.is_(None), agents.c.deleted_at.is_(None))
    .limit(1)
)


def release(db: Connection, leg_id: str, now: float) -> bool:
    """Whoever the leg held is free again, and idle from now on."""
    return db.execute(_RELEASE, {"leg": leg_id, "now": now}).rowcount > 0


def anybody_free(db: Connection) -> bool:
    return db.execute(_ANY_FREE).first() is not None


def has_code(db: Connection, code: str) -> bool:
    known = select(agents.c.id).where(agents.c.code == code, agents.c.deleted_at.is_(None))
    return db.execute(known).first() is not None


def all_skills(db: Connection) -> tuple[str, ...]:
    """Every skill that somebody has, in the order of the alphabet."""
    there = select(agent_skills.c.skill).join(agents, agents.c.id == agent_skills.c.agent_id)
    return tuple(db.scalars(there.where(agents.c.deleted_at.is_(None)).distinct().order_by("skill")))


def page(db: Connection, after: str | None, limit: int) -> list[Entry]:
    query = select(agents).where(agents.c.deleted_at.is_(None)).order_by(agents.c.id).limit(limit)
    if after is not None:
        query = query.where(agents.c.id > after)
    rows = list(db.execute(query))
    skills = _skills(db, [row.id for row in rows])
    return [_entry(row, skills.get(row.id, ())) for row in rows]


def find(db: Connection, agent_id: str) -> Entry | None:
    row = db.execute(select(agents).where(agents.c.id == agent_id, agents.c.deleted_at.is_(None))).first()
    return _entry(row, _skills(db, [row.id]).get(row.id, ())) if row else None


def names(db: Connection, agent_ids: Iterable[str]) -> dict[str, str]:
    """Names of agents, also of deleted ones: their calls go on being told."""
    rows = db.execute(select(agents.c.id, agents.c.name).where(agents.c.id.in_(list(agent_ids))))
    return {row.id: row.name for row in rows}


def _skills(db: Connection, agent_ids: list[str]) -> dict[str, tuple[str, ...]]:
    rows = db.execute(
        select(agent_skills).where(agent_skills.c.agent_id.in_(agent_ids)).order_by(agent_skills.c.skill)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row.agent_id] = (*found.get(row.agent_id, ()), row.skill)
    return found


def _entry(row: Row[Any], skills: tuple[str, ...]) -> Entry:
    return Entry(row.id, row.name, row.code, row.phone, row.presence, skills, row.leg_id)


def add(db: Connection, agent_id: str, name: str, phone: str, skills: Iterable[str], now: float) -> None:
    """Raises IntegrityError when another agent has the phone, CodesExhausted when no code is left."""
    db.execute(
        insert(agents).values(
            id=agent_id,
            name=name,
            code=_free_code(db),
            phone=phone,
            presence=AVAILABLE,
            idle_since=now,
            created_at=now,
        )
    )
    _set_skills(db, agent_id, skills)


def _free_code(db: Connection) -> str:
    """The smallest number not taken; two digits while they last, for they are typed on keypads."""
    if db.dialect.name == "postgresql":
        # Two who look at once would find the same one (SQLite's write lock forbids it anyway).
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CODES_LOCK})
    taken = set(db.scalars(select(agents.c.code).where(agents.c.deleted_at.is_(None))))
    for number in range(10, 10_000):
        if str(number) not in taken:
            return str(number)
    raise CodesExhausted("Every keypad code is taken; delete an agent first.")


def change(db: Connection, agent_id: str, skills: Iterable[str] | None, **values: object) -> None:
    """Raises IntegrityError when another agent has the phone."""
    if values:
        db.execute(update(agents).where(agents.c.id == agent_id).values(values))
    if skills is not None:
        db.execute(delete(agent_skills).where(agent_skills.c.agent_id == agent_id))
        _set_skills(db, agent_id, skills)


def _set_skills(db: Connection, agent_id: str, skills: Iterable[str]) -> None:
    if rows := [{"agent_id": agent_id, "skill": skill} for skill in sorted(set(skills))]:
        db.execute(insert(agent_skills), rows)


def remove(db: Connection, agent_id: str, now: float) -> bool:
    """False while a leg holds the agent."""
    gone = db.execute(
        update(agents).where(agents.c.id == agent_id, agents.c.leg_id.is_(None)).values(deleted_at=now)
    )
    return gone.rowcount > 0
