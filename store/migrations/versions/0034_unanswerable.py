"""Why no program may answer a message that is read all the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("unanswerable", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "unanswerable")
