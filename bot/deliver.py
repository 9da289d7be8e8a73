"""The outbox on its way out: what is due is claimed, sent, and its outcome written down.

The claim is committed before anything is sent, so that a crash in between leaves a trace: such a
row is sent again, marked as a possible repeat.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from bot.delivery_errors import HeldBackError, NotDeliveredError
from bot.handing import mention_instead
from bot.mail_schedule import LIFE, mail_pause
from store import mail_trouble, outbox
from store.errors import StoreError
from store.sending import TO_SENDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.model import OutboxRow
    from store.session import Database

_log = structlog.get_logger()

_POLL_S: Final = 0.2
#: at once; a relay that hangs holds up no card, and the other way about
_LANES: Final[dict[outbox.Lane, int]] = {"chat": 8, "mail": 4}
_LONGEST_PAUSE_S: Final = 300.0
#: officers look at their chat all day: what waits comes soon after the network is back
_LONGEST_CHAT_PAUSE_S: Final = 30.0
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
        #: with the ids of the rows that they send
        self._tasks: dict[outbox.Lane, dict[asyncio.Task[None], int]]
        self._tasks = {lane: {} for lane in _LANES}
        #: whether a row may be claimed that nobody sends: its target would wait for it for ever
        self._is_unsure = True
        self._stopping = False

    def wake(self) -> None:
        """Look at once; from the event loop."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` end; from the event loop."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Send until stopped, be it before the start; what is being sent then is finished."""
        try:
            while not self._stopping:
                await self._make_sure()
                for lane, most in _LANES.items():
                    await self._begin_due(lane, most - len(self._tasks[lane]))
                await self._pause()
        finally:
            await asyncio.shield(self._settled())

    async def _make_sure(self) -> None:
        """Make due again what is claimed and not on its way, be it of whoever sent before us."""
        if self._is_unsure:
            going = {row_id for tasks in self._tasks.values() for row_id in tasks.values()}
            self._is_unsure = await self._safely(lambda: self._recover(going)) is None

    async def _begin_due(self, lane: outbox.Lane, room: int) -> None:
        if room <= 0 or self._is_unsure:
            return
        rows = await self._safely(lambda: self._claim(lane, room))
        # the database may have kept a claim of which we have not heard
        self._is_unsure = rows is None
        for row in rows or ():
            task = asyncio.create_task(self._deliver(row))
            self._tasks[lane][task] = row.id
            task.add_done_callback(partial(self._finished, lane))

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._poll_s):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def _finished(self, lane: outbox.Lane, task: asyncio.Task[None]) -> None:
        del self._tasks[lane][task]
        self.wake()  # the next of the same target has waited for this one

    async def _settled(self) -> None:
        under_way = [task for tasks in self._tasks.values() for task in tasks]
        await asyncio.gather(*under_way, return_exceptions=True)

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
        if not _is_chat(row):
            return self._mail
        if self._chat is None:
            raise NotDeliveredError("chat_off", retry_after=_LONGEST_PAUSE_S)
        return self._chat

    def _recover(self, going: set[int]) -> int:
        with self._db.begin() as session:
            lost = outbox.recover(session, now=self._clock(), but=going)
        if lost:
            _log.warning("outbox_recovered", rows=lost)
        return lost

    def _claim(self, lane: outbox.Lane, room: int) -> list[OutboxRow]:
        now = self._clock()
        with self._db.reading() as session:
            if not outbox.is_due(session, now=now, lane=lane):
                return []
        with self._db.begin() as session:
            return outbox.claim(session, now=now, limit=room, lane=lane)

    def _sent(self, row: OutboxRow, provider_ref: str) -> None:
        with self._db.begin() as session:
            outbox.sent(session, row.id, provider_ref=provider_ref, now=self._clock())

    def _failed(self, row: OutboxRow, error: NotDeliveredError) -> None:
        now = self._clock()
        if isinstance(error, HeldBackError):
            with self._db.begin() as session:
                outbox.postpone(session, row.id, until=now + timedelta(seconds=_pause(row, error)))
            return
        given_up = not _is_chat(row) and now - row.created_at > LIFE
        permanent = error.permanent or given_up
        _log.warning(
            "not_sent",
            outbox=row.id,
            problem=error.problem,
            reply=error.reply,
            permanent=permanent,
            given_up=given_up,
        )
        with self._db.begin() as session:
            outbox.failed(
                session,
                row.id,
                permanent=permanent,
                retry_at=now + timedelta(seconds=_pause(row, error)),
                problem=error.problem,
                reply=error.reply,
                unknown=error.unknown,
                now=now,
            )
            if permanent:
                mention_instead(session, row, now=now)
            if permanent and row.kind in TO_SENDERS:
                # an officer may wait for an answer that cannot come: the card says so
                mail_trouble.show(session, row.payload["message"], now)

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
    """Seconds before the next attempt in a chat: 1, 2, 4 ... half a minute."""
    return float(min(2.0 ** min(attempts - 1, 20), _LONGEST_CHAT_PAUSE_S))


def _is_chat(row: OutboxRow) -> bool:
    return row.target.startswith(outbox.CHAT)


def _pause(row: OutboxRow, error: NotDeliveredError) -> float:
    if error.retry_after is not None:
        return error.retry_after
    if _is_chat(row):
        return retry_pause(row.attempts)
    return mail_pause(row.attempts, of_relay=error.of_relay)
