"""What rests in the outbox, decisions that were taken back, whose a draft is and who saw it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("not_before", MOMENT, nullable=True))
    op.add_column("decisions", sa.Column("undone_at", MOMENT, nullable=True))
    op.add_column("drafts", sa.Column("assigned_to", sa.BigInteger(), nullable=True))
    op.add_column("drafts", sa.Column("seen_at", MOMENT, nullable=True))
    # what came before nobody counted: these have their cards
    op.execute(sa.text("UPDATE drafts SET seen_at = created_at"))


def downgrade() -> None:
    op.drop_column("drafts", "seen_at")
    op.drop_column("drafts", "assigned_to")
    op.drop_column("decisions", "undone_at")
    op.drop_column("outbox", "not_before")
