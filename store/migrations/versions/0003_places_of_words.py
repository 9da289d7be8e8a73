"""Where the words of a page stand, so that a quote can be shown on its picture."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id", "position"],
            ["segments.message_id", "segments.position"],
            name="fk_places_message_id_position",
        ),
        sa.PrimaryKeyConstraint("message_id", "position", name="pk_places"),
    )


def downgrade() -> None:
    op.drop_table("places")
