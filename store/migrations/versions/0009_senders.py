"""What was proven of a mail's origin, known organisations, and what DNS answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("spf", sa.Text(), nullable=False),
        sa.Column("spf_domain", sa.Text(), nullable=True),
        sa.Column("signatures", JSON, nullable=False),
        sa.Column("dmarc", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=True),
        sa.Column("aligned", JSON, nullable=False),
        sa.Column("why_not", sa.Text(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_proofs_message_id"),
        sa.PrimaryKeyConstraint("message_id", name="pk_proofs"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    for table, column in (("organisation_domains", "domain"), ("organisation_contacts", "address")):
        op.create_table(
            table,
            sa.Column(column, sa.Text(), nullable=False),
            sa.Column("organisation_id", NUMBER, nullable=False),
            sa.ForeignKeyConstraint(
                ["organisation_id"], ["organisations.id"], name=f"fk_{table}_organisation_id"
            ),
            sa.PrimaryKeyConstraint(column, name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])
    op.create_table(
        "dns_answers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("records", JSON, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", "kind", name="pk_dns_answers"),
    )
    op.create_index("ix_dns_answers_expires_at", "dns_answers", ["expires_at"])


def downgrade() -> None:
    op.drop_index("ix_dns_answers_expires_at", table_name="dns_answers")
    op.drop_table("dns_answers")
    for table in ("organisation_contacts", "organisation_domains"):
        op.drop_index(f"ix_{table}_organisation_id", table_name=table)
        op.drop_table(table)
    op.drop_table("organisations")
    op.drop_table("proofs")
