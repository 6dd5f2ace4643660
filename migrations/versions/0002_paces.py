"""Paces at which carriers are asked, and which of those who wait for one comes first.

A process of before stores effects without urgency: they are as urgent as most are.
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


def downgrade() -> None:
    op.drop_column("effects", "urgency")
    op.drop_table("paces")
