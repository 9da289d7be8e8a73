"""The role `bot`: one process at a time reads the chat and sends what is to be sent.

A lease in the database says which; another takes over when it runs out.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.chat import ChatRoom, build_room, office_of, tell_commands
from bot.chat_delivery import ChatDelivery
from bot.deliver import Deliverer
from bot.mail_delivery import MailDelivery
from bot.outgoing import Folder, Outgoing, Relay
from bot.settings import Chat
from store import leases

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from concurrent.futures import Future
    from datetime import datetime

    from bot.settings import Settings
    from store.model import Accepted, Arrival
    from store.session import Database

_log = structlog.get_logger()

LEASE: Final = "bot"
_LEASE_LIFE: Final = timedelta(seconds=6)
_LEASE_LOOK_S: Final = 2.0
_POLL_TIMEOUT: Final = timedelta(seconds=25)
_TRY_AGAIN_S: Final = 5.0
#: the updates that have a handler; Telegram sends no others
_UPDATES: Final = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)


class Duty:
    """Takes the lease, works while it holds, and steps back when it is lost or told to stop."""

    def __init__(
        self,
        settings: Settings,
        *,
        db: Database,
        accept: Callable[[Arrival], Future[Accepted]],
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._db = db
        self._accept = accept
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._deliverer: Deliverer | None = None

    @property
    def works(self) -> bool:
        """Whether this process is the one that sends now."""
        return self._deliverer is not None

    def wake(self) -> None:
        """Look into the outbox at once; from the event loop."""
        if self._deliverer is not None:
            self._deliverer.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Do the duty whenever it is ours, until told to stop."""
        while not stop.is_set():
            if await self._take():
                await self._on_duty(stop)
            await _wait(stop, _LEASE_LOOK_S)
        await self._release()

    async def _on_duty(self, stop: asyncio.Event) -> None:
        over = asyncio.Event()
        watch = asyncio.create_task(self._keep_lease(stop, over))
        try:
            await self._work(over)
        except TelegramError as error:
            # the chat cannot be reached at all; mail doors and workers go on
            _log.error("chat_not_reached", trouble=type(error).__name__)
            await _wait(stop, _TRY_AGAIN_S)
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def _work(self, over: asyncio.Event) -> None:
        """Send, and where there is a chat read it, until it is over."""
        room = self._room()
        deliverer = self._deliverer = self._new_deliverer(room)
        sending = asyncio.create_task(deliverer.run())
        try:
            if room is None:
                await over.wait()
            else:
                await _read_chat(room, self._settings, over)
        finally:
            deliverer.stop()
            await sending
            self._deliverer = None

    def _room(self) -> ChatRoom | None:
        if self._settings.chat is Chat.OFF or self._settings.telegram_token is None:
            return None
        return build_room(
            self._settings, db=self._db, accept=self._accept, clock=self._clock, wake=self.wake
        )

    def _new_deliverer(self, room: ChatRoom | None) -> Deliverer:
        settings = self._settings
        contact = settings.contact or settings.sender
        mail = MailDelivery(
            outgoing_of(settings),
            self._db,
            sender=settings.sender,
            own=settings.addresses,
            contact=contact,
            zone=settings.zone,
        )
        chat = (
            None
            if room is None
            else ChatDelivery(
                room.application.bot,
                self._db,
                office_of(settings),
                contact=contact,
                clock=self._clock,
            )
        )
        return Deliverer(self._db, chat=chat, mail=mail, clock=self._clock)

    async def _keep_lease(self, stop: asyncio.Event, over: asyncio.Event) -> None:
        """Prolong the lease; the work is over when that fails for as long as it lives."""
        held_until = self._clock() + _LEASE_LIFE
        while not stop.is_set():
            await _wait(stop, _LEASE_LOOK_S)
            now = self._clock()
            if await self._take():
                held_until = now + _LEASE_LIFE
            elif now >= held_until:
                _log.warning("duty_lost")
                break
        over.set()

    async def _take(self) -> bool:
        def take() -> bool:
            with self._db.begin() as session:
                return leases.take(session, LEASE, self._holder, _LEASE_LIFE, self._clock())

        return bool(await _safely(take))

    async def _release(self) -> None:
        def release() -> None:
            with self._db.begin() as session:
                leases.release(session, LEASE, self._holder)

        await _safely(release)


@asynccontextmanager
async def on_duty(
    settings: Settings,
    *,
    db: Database,
    accept: Callable[[Arrival], Future[Accepted]],
    clock: Callable[[], datetime],
) -> AsyncIterator[Duty]:
    """Do the duty beside whatever else runs; ends in order: nothing is left half sent."""
    duty, stop = Duty(settings, db=db, accept=accept, clock=clock), asyncio.Event()
    running = asyncio.create_task(duty.run(stop))
    try:
        yield duty
    finally:
        stop.set()
        await running


def outgoing_of(settings: Settings) -> Outgoing:
    """The way out for mail that the settings name."""
    if settings.relay is None:
        return Folder(path=settings.data_dir / "outgoing")
    secret = settings.relay_password
    return Relay(
        host=settings.relay.host,
        port=settings.relay.port,
        tls=settings.relay_tls,
        user=settings.relay_user,
        password=secret.get_secret_value() if secret else None,
        token_command=settings.relay_token_command,
    )


async def _read_chat(room: ChatRoom, settings: Settings, over: asyncio.Event) -> None:
    application = room.application
    async with application:
        with suppress(TelegramError):
            await tell_commands(application.bot, settings.secretariat_chat or 0)
        await application.start()
        try:
            await room.door.feed(application.bot)
            await _poll(application.updater, over)
        finally:
            room.door.close()
            await room.submissions.close()
            await application.stop()


async def _poll(updater: Any, over: asyncio.Event) -> None:
    await updater.start_polling(
        timeout=_POLL_TIMEOUT, allowed_updates=_UPDATES, bootstrap_retries=-1
    )
    try:
        await over.wait()
    finally:
        await updater.stop()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


async def _safely(work: Callable[[], Any]) -> Any:
    try:
        return await asyncio.to_thread(work)
    except Exception as error:  # noqa: BLE001 - the database may come back
        _log.error("lease_not_reached", trouble=type(error).__name__)
        return None
