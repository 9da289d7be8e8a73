"""The page for officers: codes, sessions, wrong tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "page_codes",
        sa.Column("officer_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("officer_id", name="pk_page_codes"),
        sa.UniqueConstraint("handle", name="uq_page_codes_handle"),
    )
    op.create_table(
        "page_sessions",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_page_sessions"),
    )
    op.create_index("ix_page_sessions_seen_at", "page_sessions", ["seen_at"])
    op.create_table(
        "page_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page_tries"),
    )
    op.create_index("ix_page_tries_who", "page_tries", ["who"])


def downgrade() -> None:
    op.drop_table("page_tries")
    op.drop_table("page_sessions")
    op.drop_table("page_codes")
