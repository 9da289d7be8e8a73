"""Threads of messages, links to drafts, letters like each other, and whose words evidence is."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("evidence", sa.Column("message_id", sa.Text(), nullable=True))
    op.create_table(
        "header_ids",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_header_ids_message_id"),
        sa.PrimaryKeyConstraint("message_id", name="pk_header_ids"),
    )
    op.create_index("ix_header_ids_digest", "header_ids", ["digest"])
    _make_links()
    _make_likenesses()
    _know_old_ids()


def _make_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("earlier_id", sa.Text(), nullable=False),
        sa.Column("draft_id", NUMBER, nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("sureness", sa.Text(), nullable=False),
        sa.Column("hits", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_links_message_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["inbox.id"], name="fk_links_earlier_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_links_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    for column in ("message_id", "earlier_id", "draft_id"):
        op.create_index(f"ix_links_{column}", "links", [column])


def _make_likenesses() -> None:
    op.create_table(
        "draft_states",
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_states_draft_id"),
        sa.PrimaryKeyConstraint("draft_id", "state", name="pk_draft_states"),
    )
    op.create_index("ix_draft_states_state_draft_id", "draft_states", ["state", "draft_id"])
    op.create_table(
        "likeness_marks",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name="fk_likeness_marks_message_id"),
        sa.PrimaryKeyConstraint("message_id", "mark", name="pk_likeness_marks"),
    )
    op.create_index("ix_likeness_marks_mark", "likeness_marks", ["mark"])
    op.create_table(
        "likenesses",
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("other_id", NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_likenesses_draft_id"),
        sa.ForeignKeyConstraint(["other_id"], ["drafts.id"], name="fk_likenesses_other_id"),
        sa.PrimaryKeyConstraint("draft_id", "other_id", name="pk_likenesses"),
    )
    op.create_index("ix_likenesses_other_id", "likenesses", ["other_id"])


def _know_old_ids() -> None:
    """What came before is answered too."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text("SELECT message_id, header_message_id FROM messages")
    ).all()
    rows = [
        {"message_id": one.message_id, "digest": hashlib.sha256(one[1].encode()).hexdigest()}
        for one in found
        if one[1]
    ]
    if rows:
        connection.execute(
            sa.text("INSERT INTO header_ids (message_id, digest) VALUES (:message_id, :digest)"),
            rows,
        )


def downgrade() -> None:
    op.drop_index("ix_likenesses_other_id", table_name="likenesses")
    op.drop_table("likenesses")
    op.drop_index("ix_likeness_marks_mark", table_name="likeness_marks")
    op.drop_table("likeness_marks")
    op.drop_index("ix_draft_states_state_draft_id", table_name="draft_states")
    op.drop_table("draft_states")
    for column in ("draft_id", "earlier_id", "message_id"):
        op.drop_index(f"ix_links_{column}", table_name="links")
    op.drop_table("links")
    op.drop_index("ix_header_ids_digest", table_name="header_ids")
    op.drop_table("header_ids")
    op.drop_column("evidence", "message_id")
