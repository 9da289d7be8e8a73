"""On PostgreSQL the words of most letters lie in the row that is looked through, not beside it."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # a row may fill a page: words of up to 8 KB are not fetched from elsewhere at every search
        op.execute("ALTER TABLE findables SET (toast_tuple_target = 8160)")
        # what is there is written anew, so that it holds for that too
        op.execute("UPDATE findables SET words = words || ''")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE findables RESET (toast_tuple_target)")
