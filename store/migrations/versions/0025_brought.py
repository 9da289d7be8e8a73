"""Officers bring letters in: said to them, heard at a meeting, or forwarded by them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "brought",
        sa.Column("gathering_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("asks_for", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("shown_anew", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_name", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("brought_at", MOMENT, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name="fk_brought_gathering_id"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_brought_message_id"),
        sa.PrimaryKeyConstraint("gathering_id", name="pk_brought"),
        sa.UniqueConstraint("message_id", name="uq_brought_message_id"),
    )


def downgrade() -> None:
    op.drop_table("brought")
