"""The first schema: received messages, drafts and decisions, the outbox, the office.

Types are spelled out here and not taken from the program: a step of history stays as it was.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "inbox originals messages segments documents message_documents "
    "drafts revisions evidence decisions outbox officers audit counters marks leases chat_updates"
).split()

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    received()
    read()
    drafts()
    decided()
    outbox()
    office()
    indexes()
    if op.get_bind().dialect.name == "postgresql":
        protect_audit_on_postgresql()
    else:
        protect_audit_on_sqlite()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_append_only()")


def column(name: str, type_: Any, *rules: Any, null: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, *rules, nullable=null, **options)


def text(name: str, *rules: Any, null: bool = False) -> sa.Column[Any]:
    return column(name, sa.Text(), *rules, null=null)


def number(name: str, *rules: Any, null: bool = False) -> sa.Column[Any]:
    return column(name, sa.Integer(), *rules, null=null)


def big(name: str, *rules: Any, null: bool = False, **options: Any) -> sa.Column[Any]:
    return column(name, sa.BigInteger(), *rules, null=null, **options)


def moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    return column(name, MOMENT, null=null)


def json(name: str, *, null: bool = False) -> sa.Column[Any]:
    return column(name, JSON, null=null)


def table(name: str, *parts: Any, key: tuple[str, ...], **options: Any) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"), **options)


def refers(table_: str, name: str, target: str) -> sa.ForeignKey:
    return sa.ForeignKey(target, name=f"fk_{table_}_{name}")


def only_once(table_: str, *names: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*names, name=f"uq_{table_}_{'_'.join(names)}")


def received() -> None:
    table(
        "inbox",
        text("id"), text("ref"), text("identity"), text("sha256"), big("size_bytes"),
        text("channel"), text("sender"), json("recipients"), text("peer", null=True),
        big("reply_chat", null=True), moment("received_at"), text("status"), number("attempt"),
        number("starts"), number("attempts"), text("problem", null=True),
        moment("begun_at", null=True), moment("finished_at", null=True),
        only_once("inbox", "ref"),
        only_once("inbox", "identity"),
        key=("id",),
    )
    table(
        "originals",
        text("message_id", refers("originals", "message_id", "inbox.id")),
        column("content", sa.LargeBinary(), null=True),
        key=("message_id",),
    )
    table(
        "documents",
        text("sha256"), text("name"), text("media_type"), big("size_bytes"),
        column("content", sa.LargeBinary()),
        key=("sha256",),
    )
    table(
        "message_documents",
        text("message_id", refers("message_documents", "message_id", "inbox.id")),
        number("position"),
        text("sha256", refers("message_documents", "sha256", "documents.sha256")),
        text("name"), text("media_type"),
        key=("message_id", "position"),
    )


def read() -> None:
    table(
        "messages",
        text("message_id", refers("messages", "message_id", "inbox.id")),
        text("subject", null=True), text("sender_address", null=True),
        text("sender_name", null=True), text("header_message_id", null=True),
        text("in_reply_to", null=True), json("thread_references"), moment("sent_at", null=True),
        column("automatic", sa.Boolean()),
        column("bounce", sa.Boolean()),
        text("language"), json("languages"), json("kinds"), json("problems"), text("model_version"),
        text("taxonomy_version"), text("criteria_version"), moment("read_at"),
        key=("message_id",),
    )
    table(
        "segments",
        text("message_id", refers("segments", "message_id", "inbox.id")),
        number("position"), text("origin"), text("name", null=True), number("page", null=True),
        text("method"), text("language"), text("text"), text("problem", null=True),
        text("document_sha256", null=True),
        key=("message_id", "position"),
    )


def drafts() -> None:
    table(
        "drafts",
        column("id", NUMBER),
        text("ref"),
        text("message_id", refers("drafts", "message_id", "inbox.id")),
        number("position"), text("status"), number("revision"), text("language"),
        text("model_version"), text("criteria_version"), moment("created_at"),
        text("decided_by", null=True), moment("decided_at", null=True),
        text("register_ref", null=True), text("reason", null=True),
        only_once("drafts", "ref"),
        only_once("drafts", "register_ref"),
        only_once("drafts", "message_id", "position"),
        key=("id",),
        sqlite_autoincrement=True,
    )
    table(
        "revisions",
        column("draft_id", NUMBER, refers("revisions", "draft_id", "drafts.id")),
        number("revision"), json("content"), text("written_by"), moment("written_at"),
        key=("draft_id", "revision"),
    )


def decided() -> None:
    table(
        "evidence",
        column("id", NUMBER),
        big("draft_id"), number("revision"), text("field"), text("key", null=True),
        text("part", null=True), number("segment"), number("start_offset"), number("end_offset"),
        text("quote"),
        column("confidence", sa.Double()),
        text("model_version"),
        sa.ForeignKeyConstraint(
            ["draft_id", "revision"],
            ["revisions.draft_id", "revisions.revision"],
            name="fk_evidence_draft_id_revision",
        ),
        key=("id",),
    )
    table(
        "decisions",
        column("id", NUMBER),
        column("draft_id", NUMBER, refers("decisions", "draft_id", "drafts.id")),
        number("revision"), text("action"), text("from_status"), text("to_status"),
        big("officer_id"), text("officer_name"), text("field", null=True), json("change"),
        text("reason", null=True), text("model_version"), moment("decided_at"),
        key=("id",),
    )


def outbox() -> None:
    table(
        "outbox",
        column("id", NUMBER),
        text("kind"), text("status"), text("target"), json("payload"), text("once", null=True),
        big("draft_id", null=True), text("message_id", null=True), number("attempts"),
        column("possible_repeat", sa.Boolean()),
        moment("created_at"), moment("due_at"), moment("claimed_at", null=True),
        moment("sent_at", null=True), text("provider_ref", null=True), text("problem", null=True),
        only_once("outbox", "once"),
        key=("id",),
        sqlite_autoincrement=True,
    )


def office() -> None:
    table(
        "audit",
        column("id", NUMBER),
        moment("at"), text("who"), big("officer_id", null=True), text("what"),
        text("message_id", null=True), big("draft_id", null=True), json("details"),
        key=("id",),
        sqlite_autoincrement=True,
    )
    user_id, update_id = (big(name, autoincrement=False) for name in ("user_id", "update_id"))
    table("officers", user_id, text("name"), text("role"), moment("added_at"), key=("user_id",))
    table("counters", text("name"), number("value"), key=("name",))
    table("marks", text("name"), text("value"), key=("name",))
    table("leases", text("name"), text("holder"), moment("expires_at"), key=("name",))
    handled = column("handled", sa.Boolean())
    table("chat_updates", update_id, json("payload", null=True), handled, key=("update_id",))


def indexes() -> None:
    wanted = {
        "inbox": ["status"],
        "message_documents": ["sha256"],
        "drafts": ["status"],
        "evidence": ["draft_id revision"],
        "decisions": ["draft_id"],
        "outbox": ["status id", "draft_id", "message_id"],
        "audit": ["message_id", "draft_id"],
        "chat_updates": ["handled"],
    }
    for table_, groups in wanted.items():
        for names in map(str.split, groups):
            op.create_index(f"ix_{table_}_{'_'.join(names)}", table_, names)


def protect_audit_on_sqlite() -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        )


def protect_audit_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
    )
