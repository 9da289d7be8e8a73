"""The schema of a database: bringing it up to date, one process at a time; telling if it is.

The durable engine may keep its own tables in the same database; they are none of our business.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from store.errors import OldSchemaError
from store.tables_aside import AsideRow
from store.tables_brought import BroughtRow
from store.tables_finding import FindableRow
from store.tables_gatherings import GatheringRow
from store.tables_guided import GuidedDialogueRow
from store.tables_intake import IntakeRow
from store.tables_judging import JudgementRow
from store.tables_mailboxes import MailboxRow
from store.tables_office import AuditRow
from store.tables_outbox import OutboxTableRow
from store.tables_page import PageCodeRow
from store.tables_pairings import PairingRow
from store.tables_senders import ProofRow
from store.tables_threads import LinkRow
from store.tables_visitors import VisitorRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from store.session import Database

#: one row of each file of tables: what is not imported is not in the metadata
_FILES: Final = (
    AuditRow,
    AsideRow,
    BroughtRow,
    IntakeRow,
    GuidedDialogueRow,
    FindableRow,
    JudgementRow,
    GatheringRow,
    LinkRow,
    MailboxRow,
    OutboxTableRow,
    PairingRow,
    PageCodeRow,
    ProofRow,
    VisitorRow,
)
METADATA: Final = _FILES[0].metadata
#: any number that nobody else takes: the migrations' lock on PostgreSQL
_LOCK: Final = 0x41435347
#: tables of the durable engine that do not begin with its name
_ENGINE_TABLES: Final = frozenset(
    {
        "application_versions",
        "event_dispatch_kv",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)

log = structlog.get_logger()


def migrate(db: Database, revision: str = "head") -> None:
    """Bring the schema up to date; whoever comes second waits and finds nothing to do."""
    with _alone(db) as connection:
        before = _revision(connection)
        command.upgrade(_config(connection), revision)
        after = _revision(connection)
    if before != after:
        log.info("schema_migrated", before=before, after=after)


def take_back(db: Database, revision: str = "base") -> None:
    """Go back to an older schema; rows that have no place in it are lost."""
    with _alone(db) as connection:
        command.downgrade(_config(connection), revision)


def build(connection: Connection, revision: str = "head") -> None:
    """Bring an own transaction's schema up to a revision."""
    command.upgrade(_config(connection), revision)


def tear_down(connection: Connection) -> None:
    """Drop all tables of ours with what is in them, in an own transaction."""
    command.downgrade(_config(connection), "base")


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None where there is no schema of ours."""
    return _revision(connection)


def knows(revision: str) -> bool:
    """Whether this program can bring a schema of this revision up to date."""
    scripts = ScriptDirectory.from_config(_config(None))
    return revision in {script.revision for script in scripts.walk_revisions()}


def is_current(db: Database) -> bool:
    """Whether the schema is that of this program."""
    with db.reading() as session:
        return _revision(session.connection()) == newest()


def is_empty(db: Database) -> bool:
    """Whether no schema of ours was ever put here."""
    with db.reading() as session:
        return _revision(session.connection()) is None


def require_current(db: Database) -> None:
    """Refuse a schema that is not that of this program.

    Raises:
        OldSchemaError: it is older or newer.
    """
    if not is_current(db):
        raise OldSchemaError(OldSchemaError.__doc__)


def newest() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def differences(db: Database) -> list[Any]:
    """What the rows in `store/tables.py` and the migrated database disagree on."""
    with db.reading() as session:
        options = {"include_object": is_ours, "compare_type": True}
        context = MigrationContext.configure(session.connection(), opts=options)
        return list(compare_metadata(context, METADATA))


def is_ours(_object: Any, name: str | None, type_: str, *_: Any) -> bool:
    """Whether Alembic should look at a table."""
    engines = name is not None and (name in _ENGINE_TABLES or name.startswith("dbos_"))
    return not (type_ == "table" and engines)


@contextmanager
def _alone(db: Database) -> Iterator[Connection]:
    """A transaction that no other migration runs beside; on SQLite every one of ours is that."""
    with db.engine.begin() as connection:
        if not db.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
