"""Dialogues in which an authority is guided through a request, until it is sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "guided_dialogues",
        sa.Column("user_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("to_summary", sa.Boolean(), nullable=False),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_guided_dialogues"),
    )
    op.create_table(
        "guided_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_type", sa.Text(), nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["guided_dialogues.user_id"],
            name="fk_guided_answers_user_id_guided_dialogues",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_guided_answers"),
    )
    op.create_index("ix_guided_answers_user_id", "guided_answers", ["user_id"])


def downgrade() -> None:
    op.drop_table("guided_answers")
    op.drop_table("guided_dialogues")
