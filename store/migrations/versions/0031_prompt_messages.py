"""What each message of ours that asks for typed words asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "prompt_messages",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("draft_ref", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("argument", sa.Text(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "chat_message", name="pk_prompt_messages"),
    )


def downgrade() -> None:
    op.drop_table("prompt_messages")
