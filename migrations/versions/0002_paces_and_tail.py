"""Paces at which carriers are asked, and who comes first there; history that can be followed while it is
written; ways to find what belongs to an old call.

A process of before stores effects without urgency, which are as urgent as most are, and history without a
transaction, which whoever follows may miss until that process is gone (0004 mends it).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("next_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("effects", sa.Column("urgency", sa.Integer(), server_default="1", nullable=False))
    op.add_column("history", sa.Column("xact", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("history_in_order", "history", ["xact", "id"])
    op.create_index("ix_idempotent_answers_at", "idempotent_answers", ["at"])
    op.create_index("ix_effects_call_id", "effects", ["call_id"])
    op.create_index("ix_transfers_call_id", "transfers", ["call_id"])
    op.create_index(
        "calls_by_end",
        "calls",
        ["ended_at"],
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("calls_by_end", "calls")
    op.drop_index("ix_transfers_call_id", "transfers")
    op.drop_index("ix_effects_call_id", "effects")
    op.drop_index("ix_idempotent_answers_at", "idempotent_answers")
    op.drop_index("history_in_order", "history")
    op.drop_column("history", "xact")
    op.drop_column("effects", "urgency")
    op.drop_table("paces")
