"""Who passed a mail on and vouches for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("proofs", sa.Column("forwarder", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("proofs", "forwarder")
