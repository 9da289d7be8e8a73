"""The one file that connects things: settings to doors, workers, chat and pages, and their end."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog
from pydantic import SecretStr

from bot import boxes, mail_doors
from bot.exits import CommandError
from bot.listen import not_listening
from bot.logs import set_up_logs
from bot.office_words import speak
from bot.records import database_at, prepare
from bot.settings import Chat, Role, Settings, require_chat
from bot.utc import utc_now
from ingest.writer import Desk, Writer
from store import holds, marks, officers
from store.errors import OtherMarkError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.duty import Duty
    from bot.sandbox.rehearsal import Rehearsal
    from store.session import Database

log = structlog.get_logger()

#: by how much a process that only reads letters lets others go first
_STEP_BACK: Final = 5


@dataclass(slots=True, kw_only=True)
class Program:
    """What runs, for whoever started it."""

    settings: Settings
    database: Database
    #: keeps what comes through any door
    writer: Writer
    #: page and server of the sandbox, where there is one
    rehearsal: Rehearsal | None = None
    #: who sends, where this process may
    duty: Duty | None = None
    #: part -> whether it runs, for `/health/ready`
    parts: dict[str, Callable[[], bool]] = field(default_factory=dict)
    #: part that empties a box -> the box's name, for the same
    boxes: dict[str, str] = field(default_factory=dict)


async def serve(settings: Settings) -> None:
    """Run the roles that the settings name until SIGTERM or SIGINT; then drain.

    Raises:
        SettingsError: A setting that this needs is missing.
        CommandError: A port is taken, or the database cannot be used.

    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with running(settings):
        log.info("serving", roles=sorted(settings.role))
        await stopped.wait()
        log.info("draining")
    log.info("stopped")


async def _loaded(name: str) -> Any:
    """Import a module beside the loop: the door opens before what it does not need, and answers."""
    return await asyncio.to_thread(importlib.import_module, name)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Program]:
    """Start everything in the order of a letter's way, the door first; end it the other way."""
    if settings.role == {Role.WORKER}:
        # a door beside it, on the same machine, is waited for by other mail servers
        os.nice(_STEP_BACK)
    chat = require_chat(settings)
    settings = settings.model_copy(update={"chat": chat})
    speak(settings.office_language)
    async with AsyncExitStack() as stack:
        program = _records(settings, chat, stack)
        if Role.SMTP in settings.role:
            program.parts |= await mail_doors.open_all(settings, program.writer.submit, stack)
            await _empty_boxes(program, stack)
        if chat is Chat.SANDBOX:
            await _rehearse(program, stack)
        _fill_roles(program)
        if Role.WORKER in settings.role:
            await _start_worker(program, stack)
        if Role.BOT in settings.role:
            await _take_duty(program, stack)
            _say_where_mail_goes(program.settings)
        if Role.WEB in settings.role:
            await _open_page(program, stack)
        await _open_health(program, stack)
        yield program


def _say_where_mail_goes(settings: Settings) -> None:
    """Say loudly where real senders would never get an answer."""
    if settings.relay is None and settings.chat is not Chat.SANDBOX:
        folder = settings.data_dir / "outgoing"
        log.warning("outgoing_mail_stays_here", hint="set ACSG_RELAY", folder=str(folder))


def _records(settings: Settings, chat: Chat, stack: AsyncExitStack) -> Program:
    """Open the database, refuse a foreign one, and let arrivals in."""
    database = database_at(settings)
    stack.callback(database.close)
    prepare(database, rehearses=chat is Chat.SANDBOX)
    if settings.role != {Role.SMTP}:
        # a door by itself opens without the engine, which takes a third of its start: its writer
        # prepares it before it keeps the first letter
        importlib.import_module("ingest.workflows").prepare(settings.database)
    if chat is not Chat.OFF:
        _mark(database, chat)
    with database.reading() as session:
        made_at = holds.held_since(session)
    if made_at is not None:
        log.warning("outbox_held", archive=made_at, hint="acsg-intake release-outbox")
    desk = Desk(
        database_url=settings.database,
        spool=database.spool,
        zone=settings.timezone,
        clock=utc_now,
        set_up_logs=set_up_logs,
    )
    writer = Writer(desk)
    stack.callback(writer.close)
    return Program(settings=settings, database=database, writer=writer)


def _mark(database: Database, chat: Chat) -> None:
    try:
        with database.begin() as session:
            marks.mark(session, chat)
    except OtherMarkError as error:
        raise CommandError(
            f"ACSG_DATABASE_URL: this database is marked {error.marked}, not as {chat}; "
            "a rehearsal and real letters never share one"
        ) from None


def _fill_roles(program: Program) -> None:
    settings = program.settings
    with program.database.begin() as session:
        officers.fill_once(session, settings.admins, settings.officers, now=utc_now())


async def _empty_boxes(program: Program, stack: AsyncExitStack) -> None:
    """Take in what lies in a mailbox of another server and in a folder, when the lease is ours."""
    settings = program.settings
    await asyncio.to_thread(boxes.forget_others, settings, program.database, now=utc_now())
    if settings.imap is None and settings.watch_dir is None:
        return
    mailbox = await _loaded("bot.mailbox")
    if settings.imap is not None and not boxes.may_empty(settings):
        log.warning("mailbox_left_alone", hint="a rehearsal takes no real letters: ACSG_IMAP")
        settings = settings.model_copy(update={"imap": None})
    common = {"db": program.database, "submit": program.writer.submit, "clock": utc_now}
    for name, is_set, begin in (
        ("imap", settings.imap, mailbox.emptied),
        ("watch", settings.watch_dir, mailbox.watched),
    ):
        if is_set is not None:
            postman = await stack.enter_async_context(begin(settings, **common))
            program.parts[name] = partial(getattr, postman, "runs")
    named = boxes.names_of(settings).items()
    program.boxes |= {kind: name for kind, name in named if name is not None}


async def _rehearse(program: Program, stack: AsyncExitStack) -> None:
    """Let the sandbox stand in for the chat's server."""
    from bot.sandbox import people  # noqa: PLC0415 - nothing of the sandbox loads outside of it
    from bot.sandbox.rehearsal import rehearsed  # noqa: PLC0415 - the same

    rehearsal = await stack.enter_async_context(rehearsed(program.settings, program.database))
    program.rehearsal = rehearsal
    log.info("sandbox_open", page=rehearsal.page.address)
    program.settings = program.settings.model_copy(
        update={
            "telegram_token": SecretStr(rehearsal.sandbox.bot_token),
            "telegram_api_url": rehearsal.sandbox.url,
            "chat_content": program.settings.chat_content or "full",
            "secretariat_chat": people.SECRETARIAT,
            "officers": (people.OFFICER_A.id, people.OFFICER_B.id),
        }
    )


async def _start_worker(program: Program, stack: AsyncExitStack) -> None:
    """Launch the durable engine over guarded processes; work left behind is taken up again."""
    worker = await _loaded("bot.worker")
    await worker.start(program.settings, program.database, stack)
    program.parts["worker"] = lambda: True


async def _take_duty(program: Program, stack: AsyncExitStack) -> None:
    """Read the chat and send what is to be sent, whenever the lease is ours."""
    bot_duty, rota = await _loaded("bot.duty"), await _loaded("bot.rota")
    workflows = await _loaded("ingest.workflows")
    enqueuer = workflows.Enqueuer(program.database.url)
    stack.callback(enqueuer.close)
    duty = await stack.enter_async_context(
        bot_duty.on_duty(
            program.settings,
            db=program.database,
            clock=utc_now,
            enqueue=enqueuer.enqueue,
            rounds=rota.rounds_of(program.settings, program.database),
        )
    )
    program.duty = duty
    program.parts["bot"] = lambda: True


async def _open_page(program: Program, stack: AsyncExitStack) -> None:
    """Serve the page on which officers read what may not enter the chat."""
    listen = program.settings.web_listen
    if listen is None:
        return
    serving = await _loaded("bot.web.serving")
    served = serving.served_to_officers(program.settings, program.database, listen, clock=utc_now)
    try:
        await stack.enter_async_context(served)
    except OSError as error:
        raise CommandError(not_listening("ACSG_WEB_LISTEN", listen, error)) from None
    program.parts["web"] = lambda: True


async def _open_health(program: Program, stack: AsyncExitStack) -> None:
    listen = program.settings.http_listen
    if listen is None:
        return
    health = await _loaded("bot.health")
    try:
        application = health.health_application(program.database, program.parts, program.boxes)
        runner = await health.serve_page(application, listen)
    except OSError as error:
        raise CommandError(not_listening("ACSG_HTTP_LISTEN", listen, error)) from None
    stack.push_async_callback(runner.cleanup)
