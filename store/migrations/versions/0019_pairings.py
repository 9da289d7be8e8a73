"""Chat accounts paired with a mail address, their codes, and what senders want to withdraw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pairings",
        sa.Column("user_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("paired_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_pairings"),
    )
    op.create_table(
        "pairing_codes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pairing_codes"),
    )
    op.create_index("ix_pairing_codes_user_id", "pairing_codes", ["user_id"])
    op.create_table(
        "wishes",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("proven", sa.Text(), nullable=False),
        sa.Column("wished_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_wishes_message_id"),
        sa.PrimaryKeyConstraint("message_id", name="pk_wishes"),
    )


def downgrade() -> None:
    op.drop_table("wishes")
    op.drop_table("pairing_codes")
    op.drop_table("pairings")
