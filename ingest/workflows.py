"""The durable engine's queue: its tables, and work items written in the caller's transaction.

With `ingest/workflows_engine.py` the one door of DBOS. Doors and the command line need this file
only; the worker runs the engine. The engine's tables hold ids and numbers, never content.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import structlog
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from sqlalchemy import create_engine, event, inspect, make_url, text

from ingest.engine_log import Seldom
from store import inbox

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from dbos import EnqueueOptions
    from sqlalchemy import Connection, TextClause
    from sqlalchemy import Engine as SqlEngine
    from sqlalchemy.orm import Session

    from store.model import Accepted
    from store.session import Database

_log = structlog.get_logger()

QUEUE: Final = "messages"
WORKFLOW: Final = "process_message"
#: of the engine's records in the database; a second value would strand what is pending
APPLICATION: Final = "acsg-intake"
#: where its tables are on PostgreSQL, and those that a work item has rows in
_SCHEMA: Final = "dbos"
_TABLES: Final = ("workflow_status", "workflow_input")
_BUSY_MILLISECONDS: Final = 60_000
_CHECKPOINT_PAGES: Final = 8000
#: a workflow in one of these may still run
_LIVING: Final = frozenset({"ENQUEUED", "DELAYED", "PENDING"})
#: nothing takes a workflow in one of these up again
_FINAL: Final = ("SUCCESS", "ERROR")
#: no attempt is put off for longer
_LONGEST_DELAY_SECONDS: Final = 300
_PAGE: Final = 500
#: why a message runs again whose work item ended without a word
LOST: Final = "work_lost"

# its lines below this hold whole statements; set before anything of it runs
logging.getLogger("dbos").setLevel(logging.WARNING)
logging.getLogger("dbos").addFilter(Seldom())


def prepare(url: str) -> None:
    """Bring the engine's own tables up to date, under its own lock; quick where they are."""
    DBOS.migrate(url)


def serializer() -> DBOSPortableJSONSerializer:
    """JSON: the engine's default is pickle, which runs what it reads."""
    return DBOSPortableJSONSerializer()


def system_engine(url: str) -> SqlEngine:
    """Connections for the engine's tables; sharing a pool with ours would deadlock."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=6, hide_parameters=True)
    # the driver begins only before the first change, and then takes the lock at once
    engine = create_engine(url, connect_args={"isolation_level": "IMMEDIATE"}, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # the file is shared: pages that this connection frees may have held letters
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def workflow_id(message_id: str, attempt: int) -> str:
    """One id for each attempt: an id that has ended cannot be run again."""
    return f"{message_id}.{attempt}"


def _copying(connection: Connection, table: str) -> TextClause:
    """A statement that copies the rows of a work item for another message."""
    schema = None if connection.dialect.name == "sqlite" else _SCHEMA
    columns = [column["name"] for column in inspect(connection).get_columns(table, schema)]
    changed = {"workflow_uuid": ":work", "inputs": "replace(inputs, :first, :message)"}
    place = table if schema is None else f"{schema}.{table}"
    return text(
        f"INSERT INTO {place} ({', '.join(columns)}) "  # noqa: S608 - names of the engine's own
        f"SELECT {', '.join(changed.get(column, column) for column in columns)} "
        f"FROM {place} WHERE workflow_uuid = :first_work "
        "ON CONFLICT (workflow_uuid) DO NOTHING"
    )


class Enqueuer:
    """Writes work items where the caller writes its own rows: both are kept, or neither."""

    def __init__(self, url: str) -> None:
        self._engine = system_engine(url)
        self._client = DBOSClient(
            system_database_engine=self._engine,
            serializer=serializer(),
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,
        )
        self._copies: list[TextClause] = []

    def enqueue(
        self, session: Session, message_id: str, attempt: int, *, delay_seconds: float = 0
    ) -> None:
        """Add an attempt at a message to the queue, in the session's transaction.

        Enqueueing an attempt that is already there changes nothing.
        """
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": workflow_id(message_id, attempt),
        }
        if delay_seconds > 0:
            options["delay_seconds"] = delay_seconds
        # the session's connection: the session itself would add a fifth to the time it takes
        self._client.enqueue_in_transaction(session.connection(), options, message_id, attempt)

    def enqueue_all(self, session: Session, messages: Sequence[Accepted]) -> None:
        """Add the current attempts at several messages.

        The engine writes the first; the others are copies of its rows under their own ids, which
        takes a tenth of the time. Whatever columns a version of the engine has, they are copied.
        """
        by_attempt: dict[int, list[str]] = {}
        for message in messages:
            by_attempt.setdefault(message.attempt, []).append(message.id)
        for attempt, (first, *others) in by_attempt.items():
            self.enqueue(session, first, attempt)
            if others:
                self._copy(session, first, others, attempt)

    def _copy(self, session: Session, first: str, others: Sequence[str], attempt: int) -> None:
        connection = session.connection()
        if not self._copies:
            self._copies = [_copying(connection, table) for table in _TABLES]
        of_first = {"first_work": workflow_id(first, attempt), "first": first}
        values = [
            {**of_first, "work": workflow_id(other, attempt), "message": other} for other in others
        ]
        for statement in self._copies:
            connection.execute(statement, values)

    def statuses(self, workflow_ids: Iterable[str]) -> dict[str, str]:
        """How work items stand; those that are not there are left out."""
        found = self._client.list_workflows(
            workflow_ids=list(workflow_ids), load_input=False, load_output=False
        )
        return {item.workflow_id: str(item.status) for item in found}

    def running(self) -> list[tuple[str, str]]:
        """Work items that are being run, and the executor that runs each."""
        found = self._client.list_workflows(
            status="PENDING", name=WORKFLOW, load_input=False, load_output=False
        )
        return [(item.workflow_id, item.executor_id or "") for item in found]

    def hasten(self, now: datetime) -> int:
        """Run now what is put off for longer than we ever do; how many there were.

        The clock has been set back since, and it would wait for no reason.
        """
        latest = (now.timestamp() + _LONGEST_DELAY_SECONDS) * 1000
        found = self._client.list_workflows(
            status="DELAYED", name=WORKFLOW, load_input=False, load_output=False
        )
        late = [item.workflow_id for item in found if (item.delay_until_epoch_ms or 0) > latest]
        if late:
            self.resume(late)
        return len(late)

    def forget(self, before: datetime, *, limit: int) -> int:
        """Delete work items that ended before a moment, the oldest first; how many there were.

        Only those with an end that is final: nothing takes them up again, whatever happens
        between finding and deleting them.
        """
        found = self._client.list_workflows(
            status=list(_FINAL),
            name=WORKFLOW,
            completed_before=before.isoformat(),
            limit=limit,
            load_input=False,
            load_output=False,
        )
        if found:
            self._client.delete_workflows([item.workflow_id for item in found])
        return len(found)

    def resume(self, workflow_ids: list[str]) -> None:
        """Give work items of an executor that is no more back to the queue."""
        self._client.resume_workflows(workflow_ids, queue_name=QUEUE)

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()
        self._engine.dispose()


def reconcile(db: Database, enqueuer: Enqueuer, *, clock: Callable[[], datetime]) -> int:
    """Enqueue unfinished messages that no living work item stands for; how many there were.

    Message and work item are written in one transaction, so there should never be any: this is
    for a database that was mended by hand, and for ends that the engine could not record.
    """
    with db.reading() as session:
        unfinished = list(inbox.unfinished(session))
    again = 0
    for start in range(0, len(unfinished), _PAGE):
        page = unfinished[start : start + _PAGE]
        statuses = enqueuer.statuses(workflow_id(item.id, item.attempt) for item in page)
        for item in page:
            status = statuses.get(workflow_id(item.id, item.attempt))
            if status not in _LIVING:
                again += _enqueue_again(db, enqueuer, item, missing=status is None, now=clock())
    if again:
        _log.warning("work_enqueued_again", messages=again)
    return again


def _enqueue_again(
    db: Database, enqueuer: Enqueuer, item: Accepted, *, missing: bool, now: datetime
) -> bool:
    with db.begin() as session:
        attempt: int | None = item.attempt
        if not missing:
            # its id has ended; None where the message came to its end in between
            attempt = inbox.fail_attempt(
                session, item.id, item.attempt, problem=LOST, permanent=False, now=now
            )
        if attempt is not None:
            enqueuer.enqueue(session, item.id, attempt)
    return attempt is not None
