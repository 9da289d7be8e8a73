"""The languages of an officer stand in the order in which they were named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("officer_languages", sa.Column("place", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("officer_languages", "place")
