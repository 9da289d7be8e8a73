"""How a client named itself, where answers were asked to go, and alarms that hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("helo", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("reply_to_address", sa.Text(), nullable=True))
    op.create_table(
        "alarms",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("about", JSON, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alarms"),
    )
    op.create_index("ix_alarms_code_subject", "alarms", ["code", "subject"])


def downgrade() -> None:
    op.drop_index("ix_alarms_code_subject", table_name="alarms")
    op.drop_table("alarms")
    op.drop_column("messages", "reply_to_address")
    op.drop_column("inbox", "helo")
