"""When files and pictures of letters leave the chat again, and that it was asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("wiped_at", MOMENT, nullable=True))
    op.add_column("shown", sa.Column("delete_at", MOMENT, nullable=True))
    op.add_column("shown", sa.Column("wiped_at", MOMENT, nullable=True))
    op.create_index("ix_shown_delete_at", "shown", ["delete_at"])


def downgrade() -> None:
    op.drop_index("ix_shown_delete_at", table_name="shown")
    op.drop_column("shown", "wiped_at")
    op.drop_column("shown", "delete_at")
    op.drop_column("outbox", "wiped_at")
