"""What officers judge, the consent of States, and words of officers for letters of ours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("meets", sa.Boolean(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("marks", JSON, nullable=False),
        sa.Column("criteria_version", sa.Text(), nullable=False),
        *_by_officer("judged_at"),
        *_keys("judgements"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consents",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("towards", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("areas", JSON, nullable=False),
        sa.Column("scope_words", sa.Text(), nullable=True),
        sa.Column("said_by", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("proven", sa.Text(), nullable=False),
        *_by_officer("recorded_at"),
        *_keys("consents"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["inbox.id"], name="fk_consents_message_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consents_message_id", "consents", ["message_id"])
    op.create_table(
        "wordings",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_by_officer("written_at"),
        *_keys("wordings"),
        sqlite_autoincrement=True,
    )
    for table in ("judgements", "consents", "wordings"):
        op.create_index(f"ix_{table}_draft_id", table, ["draft_id"])


def downgrade() -> None:
    for table in ("wordings", "consents", "judgements"):
        op.drop_table(table)


def _by_officer(moment: str) -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_name", sa.Text(), nullable=False),
        sa.Column(moment, MOMENT, nullable=False),
    )


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=f"fk_{table}_draft_id"
        ),
    )
