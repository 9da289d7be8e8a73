"""What was erased and whether its last copies are gone; what officers said of what gave no draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def of_message(table: str) -> sa.Column[str]:
    refers = sa.ForeignKey("inbox.id", name=f"fk_{table}_message_id")
    return sa.Column("message_id", sa.Text(), refers, nullable=False)


def act(name: str) -> list[sa.Column]:
    return [
        sa.Column(f"{name}_by", sa.Text(), nullable=True),
        sa.Column(f"{name}_at", MOMENT, nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "erasures",
        of_message("erasures"),
        sa.Column("erased_by", sa.Text(), nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.Column("clean_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("message_id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_clean_at", "erasures", ["clean_at"])
    op.create_table(
        "asides",
        of_message("asides"),
        sa.Column("signs", JSON, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        *act("said"),
        sa.Column("erase_at", MOMENT, nullable=True),
        *act("answered"),
        *act("left"),
        sa.PrimaryKeyConstraint("message_id", name="pk_asides"),
    )
    op.create_index("ix_asides_erase_at", "asides", ["erase_at"])
    op.create_table(
        "shown",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_message", sa.BigInteger(), nullable=False),
        of_message("shown"),
        sa.PrimaryKeyConstraint("chat_id", "chat_message", name="pk_shown"),
    )
    op.create_index("ix_shown_message_id", "shown", ["message_id"])


def downgrade() -> None:
    op.drop_index("ix_shown_message_id", table_name="shown")
    op.drop_table("shown")
    op.drop_index("ix_asides_erase_at", table_name="asides")
    op.drop_table("asides")
    op.drop_index("ix_erasures_clean_at", table_name="erasures")
    op.drop_table("erasures")
