"""History on PostgreSQL names the transaction that wrote it also when a process of before 0002 writes it.

Whoever follows the history misses none of its rows then. On SQLite there is one writer at a time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _default("pg_current_xact_id()::text::bigint")


def downgrade() -> None:
    _default("'0'::bigint")


def _default(value: str) -> None:
    """No row is written for it."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("history", "xact", server_default=sa.text(value))
