"""Answers of a guided dialogue stand in the order in which they were written in their chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("guided_answers", sa.Column("message", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("guided_answers", "message")
