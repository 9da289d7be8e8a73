"""To which letter pieces that came after its end belong; words where they are looked through.

On PostgreSQL the words of most letters lie in the row that every search reads, not beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0025"
branch_labels = None
depends_on = None


MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("gatherings", sa.Column("ended_at", MOMENT, nullable=True))
    op.add_column("gatherings", sa.Column("added_to", sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # a row may fill a page: words of up to 8 KB are not fetched from elsewhere at every search
        op.execute("ALTER TABLE findables SET (toast_tuple_target = 8160)")
        # what is there is written anew, so that it holds for that too
        op.execute("UPDATE findables SET words = words || ''")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE findables RESET (toast_tuple_target)")
    op.drop_column("gatherings", "added_to")
    op.drop_column("gatherings", "ended_at")
