"""What officers are asked to type, of every kind, and the people who write in private."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    what = sa.Column("what", sa.Text(), nullable=False, server_default="reason")
    op.add_column("prompts", what)
    op.add_column("prompts", sa.Column("argument", sa.Text(), nullable=True))
    op.create_table(
        "visitors",
        sa.Column("user_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("state", JSON, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_visitors"),
    )


def downgrade() -> None:
    op.drop_table("visitors")
    op.drop_column("prompts", "argument")
    op.drop_column("prompts", "what")
