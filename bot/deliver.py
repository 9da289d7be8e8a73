"""The outbox on its way out: what is due is claimed, sent, and its outcome written down.

The claim is committed before anything is sent, so that a crash in between leaves a trace: such a
row is sent again, marked as a possible repeat.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from bot.delivery_errors import NotDeliveredError
from store import outbox
from store.errors import StoreError
from store.model import OutboxKind
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.model import OutboxRow
    from store.session import Database

_log = structlog.get_logger()

_POLL_S: Final = 0.2
_MOST_AT_ONCE: Final = 8
_LONGEST_PAUSE_S: Final = 300.0
#: an answer that could not be sent for so long helps nobody any more
_MAIL_LIFE: Final = timedelta(days=3)
_CHAT: Final = "chat:"
_Value = TypeVar("_Value")


class Delivery(Protocol):
    """Sends one row and gives its id over there, or raises `NotDeliveredError`."""

    async def send(self, row: OutboxRow) -> str:
        """Send a row."""


class Deliverer:
    """Sends what is due; the only one that does, by the lease of whoever runs it."""

    def __init__(
        self,
        db: Database,
        *,
        chat: Delivery | None,
        mail: Delivery,
        clock: Callable[[], datetime],
        poll_s: float = _POLL_S,
    ) -> None:
        self._db = db
        self._chat = chat
        self._mail = mail
        self._clock = clock
        self._poll_s = poll_s
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def wake(self) -> None:
        """Look at once; from the event loop."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` end; from the event loop."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Send until stopped; what is being sent then is finished."""
        self._stopping = False
        await self._safely(self._recover)
        try:
            while not self._stopping:
                await self._begin_due()
                await self._pause()
        finally:
            await asyncio.shield(self._settled())

    async def _begin_due(self) -> None:
        room = _MOST_AT_ONCE - len(self._tasks)
        rows = await self._safely(lambda: self._claim(room)) if room > 0 else None
        for row in rows or ():
            task = asyncio.create_task(self._deliver(row))
            self._tasks.add(task)
            task.add_done_callback(self._finished)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._poll_s):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.wake()  # the next of the same target has waited for this one

    async def _settled(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, row: OutboxRow) -> None:
        try:
            sent = await self._sender(row).send(row)
        except NotDeliveredError as error:
            failure = error
        except (StoreError, KeyError, ValueError) as error:
            # the records no longer hold what it is about
            _log.error("not_renderable", outbox=row.id, trouble=type(error).__name__)
            failure = NotDeliveredError("not_renderable", permanent=True)
        except Exception as error:  # noqa: BLE001 - one row must not stop the others
            _log.error("not_delivered", outbox=row.id, trouble=type(error).__name__)
            failure = NotDeliveredError("error", unknown=True)
        else:
            _log.info("delivered", outbox=row.id, kind=row.kind, attempts=row.attempts)
            await self._certainly(lambda: self._sent(row, sent))
            return
        await self._certainly(lambda: self._failed(row, failure))

    def _sender(self, row: OutboxRow) -> Delivery:
        if not row.target.startswith(_CHAT):
            return self._mail
        if self._chat is None:
            raise NotDeliveredError("chat_off", retry_after=_LONGEST_PAUSE_S)
        return self._chat

    def _recover(self) -> None:
        with self._db.begin() as session:
            lost = outbox.recover(session, now=self._clock())
        if lost:
            _log.warning("outbox_recovered", rows=lost)

    def _claim(self, room: int) -> list[OutboxRow]:
        now = self._clock()
        with self._db.reading() as session:
            if not outbox.is_due(session, now=now):
                return []
        with self._db.begin() as session:
            return outbox.claim(session, now=now, limit=room)

    def _sent(self, row: OutboxRow, provider_ref: str) -> None:
        with self._db.begin() as session:
            outbox.sent(session, row.id, provider_ref=provider_ref, now=self._clock())

    def _failed(self, row: OutboxRow, error: NotDeliveredError) -> None:
        now = self._clock()
        pause = retry_pause(row.attempts) if error.retry_after is None else error.retry_after
        is_old = not row.target.startswith(_CHAT) and now - row.created_at > _MAIL_LIFE
        permanent = error.permanent or is_old
        _log.warning("not_sent", outbox=row.id, problem=error.problem, permanent=permanent)
        with self._db.begin() as session:
            outbox.failed(
                session,
                row.id,
                permanent=permanent,
                retry_at=now + timedelta(seconds=pause),
                problem=error.problem,
                unknown=error.unknown,
                now=now,
            )
            if permanent and row.kind is OutboxKind.QUESTION:
                # an officer waits for an answer that cannot come: the card says so
                edit_cards(session, row.payload["draft"], now)

    async def _safely(self, work: Callable[[], _Value]) -> _Value | None:
        try:
            return await asyncio.to_thread(work)
        except Exception as error:  # noqa: BLE001 - the database may come back
            _log.error("outbox_not_reached", trouble=type(error).__name__)
            await asyncio.sleep(1)
            return None

    async def _certainly(self, work: Callable[[], None]) -> None:
        """Write an outcome down, however long it takes: forgotten, it would be sent again."""
        for attempt in count(1):
            try:
                await asyncio.to_thread(work)
            except Exception as error:  # noqa: BLE001 - the database may come back
                _log.error("outcome_not_stored", trouble=type(error).__name__)
                await asyncio.sleep(retry_pause(attempt))
            else:
                return


def retry_pause(attempts: int) -> float:
    """Seconds before the next attempt: 1, 2, 4 ... five minutes."""
    return float(min(2.0 ** min(attempts - 1, 20), _LONGEST_PAUSE_S))
