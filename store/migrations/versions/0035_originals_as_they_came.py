"""On PostgreSQL the bytes of messages are kept as they came: squeezing a mail takes longer than it."""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # most of a large mail is base64, which does not become smaller, but is tried; what is there
    # already stays as it is
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE originals ALTER COLUMN content SET STORAGE EXTERNAL")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE originals ALTER COLUMN content SET STORAGE EXTENDED")
