"""Letters by chat are gathered from several messages before they are handed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gatherings",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("open_for", sa.BigInteger(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("language_code", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_gatherings_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gatherings"),
        sa.UniqueConstraint("open_for", name="uq_gatherings_open_for"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gatherings_closes_at", "gatherings", ["closes_at"])
    op.create_index("ix_gatherings_message_id", "gatherings", ["message_id"])
    op.create_table(
        "gathered_pieces",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name="fk_gathered_pieces_gathering_id"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["inbox.id"], name="fk_gathered_pieces_message_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_gathered_pieces"),
        sa.UniqueConstraint("update_id", name="uq_gathered_pieces_update_id"),
        sqlite_autoincrement=True,
    )
    for column in ("gathering_id", "message_id", "sha256", "shown"):
        op.create_index(f"ix_gathered_pieces_{column}", "gathered_pieces", [column])


def downgrade() -> None:
    op.drop_table("gathered_pieces")
    op.drop_table("gatherings")
