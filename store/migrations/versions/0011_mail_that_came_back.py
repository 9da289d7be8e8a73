"""What mail servers reported on mail of ours, and finding mail by its id and its times."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("reply", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("returned_at", MOMENT, nullable=True))
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"])
    op.create_index("ix_outbox_provider_ref", "outbox", ["provider_ref"])


def downgrade() -> None:
    op.drop_index("ix_outbox_provider_ref", table_name="outbox")
    op.drop_index("ix_outbox_sent_at", table_name="outbox")
    op.drop_index("ix_outbox_created_at", table_name="outbox")
    op.drop_column("outbox", "returned_at")
    op.drop_column("outbox", "reply")
