"""The tables. A call with everything that belongs to it is one document, changed as a whole.

What must never be double is held by the schema, not by a check before a write: one call per CallSid,
one live leg per agent, one live transfer per call (design 6.3). It must not know how rows are used.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement

METADATA = MetaData()

# SQLite counts rows by itself only in a column that is exactly INTEGER PRIMARY KEY.
RowId = BigInteger().with_variant(Integer, "sqlite")


class Writer(ColumnElement[int]):
    """The transaction that writes; where there is one writer at a time, nobody asks which one it was."""

    inherit_cache = True


@compiles(Writer)
def _nobody_asks(element: Writer, compiler: Any, **more: Any) -> str:
    return "'0'"


@compiles(Writer, "postgresql")
def _its_number(element: Writer, compiler: Any, **more: Any) -> str:
    return "pg_current_xact_id()::text::bigint"


calls = Table(
    "calls",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("started_at", Double, nullable=False),
    Column("waiting_since", Double),
    Column("ended_at", Double),
    # The earliest of the call's deadlines, which lie in the document.
    Column("next_due", Double),
    Column("body", Text, nullable=False),
)
Index("calls_due", calls.c.next_due)
Index("calls_by_state", calls.c.state, calls.c.waiting_since)
Index("calls_by_start", calls.c.started_at, calls.c.id)
Index("calls_by_end", calls.c.ended_at, sqlite_where=text("ended_at IS NOT NULL"),
      postgresql_where=text("ended_at IS NOT NULL"))  # fmt: skip
# However many calls are stored, few are live at once.
Index("calls_live", calls.c.started_at, calls.c.id, sqlite_where=text("ended_at IS NULL"),
      postgresql_where=text("ended_at IS NULL"))  # fmt: skip

legs = Table(
    "legs",
    METADATA,
    Column("id", String(48), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False, index=True),
    Column("call_sid", String(64), unique=True),
    Column("agent_id", String(40)),
    Column("live", Boolean, nullable=False),
)
Index("one_live_leg_per_agent", legs.c.agent_id, unique=True, sqlite_where=text("live"),
      postgresql_where=text("live"))  # fmt: skip

Index("legs_live", legs.c.call_id, sqlite_where=text("live"), postgresql_where=text("live"))

transfers = Table(
    "transfers",
    METADATA,
    Column("id", String(48), primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False, index=True),
    Column("live", Boolean, nullable=False),
)
Index("one_live_transfer_per_call", transfers.c.call_id, unique=True, sqlite_where=text("live"),
      postgresql_where=text("live"))  # fmt: skip

history = Table(
    "history",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False, index=True),
    Column("at", Double, nullable=False),
    Column("subject", String(64), nullable=False),
    Column("what", String(20), nullable=False),
    Column("before", String(40), nullable=False),
    Column("after", String(64), nullable=False),
    # On PostgreSQL the transaction that wrote it: ids become visible in any order, for commits come later.
    Column("xact", BigInteger, nullable=False, server_default=Writer()),
)
Index("history_in_order", history.c.xact, history.c.id)

effects = Table(
    "effects",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False, index=True),
    Column("lane", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("run_at", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("begun", Boolean, nullable=False),
    Column("fence", String(32), nullable=False),
    # The smaller, the sooner, among those that wait for the same pace.
    Column("urgency", Integer, nullable=False, server_default="1"),
)
Index("effects_by_lane", effects.c.lane, effects.c.id)
Index("effects_due", effects.c.run_at)

agents = Table(
    "agents",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("code", String(4), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("presence", String(20), nullable=False),
    Column("idle_since", Double, nullable=False),
    Column("leg_id", String(48), unique=True),
    Column("created_at", Double, nullable=False),
    Column("deleted_at", Double),
)
for column in (agents.c.code, agents.c.phone):
    Index(f"one_agent_per_{column.name}", column, unique=True, sqlite_where=text("deleted_at IS NULL"),
          postgresql_where=text("deleted_at IS NULL"))  # fmt: skip
Index("agents_idle", agents.c.presence, agents.c.idle_since)

agent_skills = Table(
    "agent_skills",
    METADATA,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("skill", String(40), primary_key=True),
)

lines = Table(
    "transcript_lines",
    METADATA,
    Column("call_id", ForeignKey("calls.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("speaker", String(8), primary_key=True),
    Column("at", Double, nullable=False),
    Column("text", Text, nullable=False),
)

answers = Table(
    "idempotent_answers",
    METADATA,
    Column("key", String(128), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("location", String(200)),
    Column("body", Text, nullable=False),
    Column("at", Double, nullable=False, index=True),
)

# What was last found out about a server that we depend on.
dependencies = Table(
    "dependencies",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("up", Boolean, nullable=False),
    Column("since", Double, nullable=False),
)

# How often carriers are asked: when the next one of a kind may begin.
paces = Table(
    "paces",
    METADATA,
    Column("name", String(20), primary_key=True),
    Column("next_at", Double, nullable=False),
)

# Work that one process at a time does for all, by lease: who looks after what until when.
chores = Table(
    "chores",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("fence", String(32), nullable=False),
    Column("until", Double, nullable=False),
)
