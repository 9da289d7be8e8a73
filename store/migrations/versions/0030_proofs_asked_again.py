"""Proofs for which DNS lacked an answer, and when it is asked again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("proofs", sa.Column("open_since", MOMENT, nullable=True))
    op.add_column("proofs", sa.Column("due_at", MOMENT, nullable=True))
    op.create_index("ix_proofs_due_at", "proofs", ["due_at"])


def downgrade() -> None:
    op.drop_index("ix_proofs_due_at", "proofs")
    op.drop_column("proofs", "due_at")
    op.drop_column("proofs", "open_since")
