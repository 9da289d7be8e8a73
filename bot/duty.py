"""The role `bot`: one process at a time reads the chat and sends what is to be sent.

A lease in the database says which; another takes over when it runs out.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.chat import ChatRoom, build_room, means_of, tell_commands
from bot.chat_delivery import ChatDelivery
from bot.deliver import Deliverer
from bot.guarding import pictures_of
from bot.held_notice import tell_if_held
from bot.lease import Lease, wait
from bot.mail_delivery import MailDelivery, Rates
from bot.outgoing import outgoing_of
from bot.rounds import Rounds
from bot.settings import Chat
from bot.translator import translator_of
from bot.webhook import hooked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import datetime

    from bot.letters import Enqueue
    from bot.rounds import Round
    from bot.settings import Settings
    from store.session import Database

_log = structlog.get_logger()

LEASE: Final = "bot"
_POLL_TIMEOUT: Final = timedelta(seconds=25)
_TRY_AGAIN_S: Final = 5.0
#: for a relay's last answers, when the program ends
_RELAY_GRACE_S: Final = 10.0
_CUT_AGAIN_S: Final = 1.0
#: the updates that have a handler; the chat server sends no others
_UPDATES: Final = (
    Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER,
)  # fmt: skip


class Duty:
    """Takes the lease, works while it holds, and steps back when it is lost or told to stop."""

    def __init__(
        self,
        settings: Settings,
        *,
        db: Database,
        clock: Callable[[], datetime],
        enqueue: Enqueue,
        rounds: Sequence[Round] = (),
    ) -> None:
        self._settings = settings
        self._rounds = rounds
        self._db = db
        self._clock = clock
        self._enqueue = enqueue
        self._lease = Lease(db, LEASE, clock=clock)
        self._deliverer: Deliverer | None = None
        self._pictures = pictures_of(settings, settings.data_dir / "scratch" / "pictures")
        self._translator = translator_of(settings)

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
            if await self._lease.take():
                await self._work(stop)
            await self._lease.pause(stop)
        await asyncio.to_thread(self._pictures.close)
        await self._lease.release()

    async def _work(self, stop: asyncio.Event) -> None:
        """Send, and where there is a chat read it, while the lease holds."""
        room, closed = self._room(), asyncio.Event()
        mail = self._new_mail()
        deliverer = self._deliverer = self._new_deliverer(room, mail)
        sending = asyncio.create_task(deliverer.run())
        reading = asyncio.create_task(_read_chat(room, self._db, self._settings, closed))
        rounds = Rounds(self._db, self._rounds, clock=self._clock)
        going = asyncio.create_task(rounds.run(closed))
        closing = asyncio.create_task(_hand_in(room))
        try:
            await self._lease.keep(stop)
        finally:
            # nothing may be half sent when the connection to the chat closes
            deliverer.stop()
            if self._translator is not None:
                self._translator.close()
            # a page that is being drawn is drawn again by whoever sends next
            await asyncio.to_thread(self._pictures.close)
            await self._end_mail(mail, sending)
            closed.set()
            await reading
            await going
            if room is not None:
                room.submissions.stop()
            await closing
            self._deliverer = None

    @staticmethod
    async def _end_mail(mail: MailDelivery, sending: asyncio.Task[None]) -> None:
        """Let what is being sent come to its end, but wait for no relay that hangs."""
        done, _ = await asyncio.wait({sending}, timeout=_RELAY_GRACE_S)
        while not done:
            mail.cut()
            # a connection that was being made is there to be cut a moment later
            done, _ = await asyncio.wait({sending}, timeout=_CUT_AGAIN_S)
        await sending
        mail.close()

    def _room(self) -> ChatRoom | None:
        if self._settings.chat is Chat.OFF or self._settings.telegram_token is None:
            return None
        return build_room(
            self._settings,
            db=self._db,
            clock=self._clock,
            enqueue=self._enqueue,
            wake=self.wake,
            pictures=self._pictures,
        )

    def _new_mail(self) -> MailDelivery:
        settings = self._settings
        return MailDelivery(
            outgoing_of(settings),
            self._db,
            sender=settings.sender,
            own=settings.addresses,
            contact=settings.contact or settings.sender,
            zone=settings.zone,
            clock=self._clock,
            returns_to=settings.returns_to,
            rates=Rates(per_address=settings.relay_per_address, in_all=settings.relay_per_hour),
        )

    def _new_deliverer(self, room: ChatRoom | None, mail: MailDelivery) -> Deliverer:
        settings = self._settings
        chat = None
        if self._translator is not None:
            self._translator.open()
        if room is not None:
            chat = ChatDelivery(
                room.application,
                self._db,
                contact=settings.contact or settings.sender,
                means=means_of(settings, clock=self._clock, enqueue=self._enqueue),
                pictures=self._pictures,
                moved=room.moved,
                pace=room.pace,
                translator=self._translator,
            )
        return Deliverer(self._db, chat=chat, mail=mail, clock=self._clock)


@asynccontextmanager
async def on_duty(
    settings: Settings,
    *,
    db: Database,
    clock: Callable[[], datetime],
    enqueue: Enqueue,
    rounds: Sequence[Round] = (),
) -> AsyncIterator[Duty]:
    """Do the duty beside whatever else runs; ends in order: nothing is left half sent."""
    duty = Duty(settings, db=db, clock=clock, enqueue=enqueue, rounds=rounds)
    stop = asyncio.Event()
    running = asyncio.create_task(duty.run(stop))
    try:
        yield duty
    finally:
        stop.set()
        await running


async def _hand_in(room: ChatRoom | None) -> None:
    """Hand in letters by chat whose time has come, whether the chat can be reached or not."""
    if room is not None:
        await room.submissions.run()


async def _read_chat(
    room: ChatRoom | None, db: Database, settings: Settings, closed: asyncio.Event
) -> None:
    """Read the chat until it is closed; while its server cannot be reached, try again."""
    while room is not None and not closed.is_set():
        try:
            await _connected(room, db, settings, closed)
        except TelegramError as error:
            _log.error("chat_not_reached", trouble=type(error).__name__)
            await wait(closed, _TRY_AGAIN_S)


async def _connected(
    room: ChatRoom, db: Database, settings: Settings, closed: asyncio.Event
) -> None:
    application = room.application
    await asyncio.to_thread(room.moved.load)
    office = settings.secretariat_chat
    async with application:
        with suppress(TelegramError):
            await tell_commands(application.bot, room.moved.now(office or 0))
            await tell_if_held(application.bot, db, office and room.moved.now(office))
        await application.start()
        try:
            await room.door.feed(application.bot)
            await _poll(room, settings, closed)
        finally:
            room.door.close()
            await room.submissions.close()
            await application.stop()


async def _poll(room: ChatRoom, settings: Settings, closed: asyncio.Event) -> None:
    """Take updates in, by asking or by being told, until the chat is closed."""
    if settings.webhook_url is not None:
        url, listen = settings.webhook_url, settings.webhook_listen
        bot = room.application.bot
        try:
            async with hooked(bot, room.door, url=url, listen=listen, updates=_UPDATES):
                await closed.wait()
        except OSError as error:
            _log.error("webhook_not_listening", port=listen.port, errno=error.errno)
            await wait(closed, _TRY_AGAIN_S)
        return
    await room.updater.start_polling(timeout=_POLL_TIMEOUT, allowed_updates=_UPDATES)
    try:
        await closed.wait()
    finally:
        await room.updater.stop()
