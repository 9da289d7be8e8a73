"""The chat as one thing: library, queue, handlers and use cases connected, nothing started."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    LinkPreviewOptions,
)
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackContext,
    Defaults,
    ExtBot,
    Updater,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot import topics
from bot.bring_door import Bringing
from bot.chat_door import DurableQueue
from bot.groups import Groups
from bot.handlers import Handlers
from bot.hello import COMMANDS
from bot.moved import MovedChats
from bot.office_words import names, say
from bot.retaining import rules_of
from bot.scene import Office
from bot.secretariat import Secretariat
from bot.settings import Chat
from bot.submissions import Submissions
from bot.topic import Means
from bot.update_order import UpdateOrder
from bot.visiting import Visiting
from bot.words import LANGUAGES, words_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telegram import Bot

    from bot.letters import Enqueue
    from bot.pictures import Pictures
    from bot.settings import Settings
    from store.session import Database

Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
ChatApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_AT_ONCE: Final = 8


class ChatRoom:
    """The application with its own parts, for whoever starts and stops it."""

    def __init__(
        self,
        application: ChatApplication,
        updater: Updater,
        door: DurableQueue,
        submissions: Submissions,
        moved: MovedChats,
    ) -> None:
        self.application = application
        self.moved = moved
        self.updater = updater
        self.door = door
        self.submissions = submissions


def build_room(
    settings: Settings,
    *,
    db: Database,
    clock: Callable[[], datetime],
    enqueue: Enqueue,
    wake: Callable[[], object] = lambda: None,
    pictures: Pictures | None = None,
) -> ChatRoom:
    """Connect the chat's parts.

    Args:
        settings: of the program; chat, token and secretariat's chat must be set.
        db: the records.
        clock: the time, aware.
        enqueue: hands an attempt at a message to the workers, in a session's transaction.
        wake: called after an act that may have put something into the outbox.
        pictures: looks at photos of pages; None: nobody does.

    """
    _quieten()
    door = DurableQueue(db)
    means = means_of(settings, clock=clock, enqueue=enqueue)
    secretariat = Secretariat(db, means.office, clock=clock, enqueue=enqueue)
    submissions = Submissions(
        db,
        means,
        door,
        quiet_s=settings.quiet_s(rehearses=settings.chat is Chat.SANDBOX),
        largest_bytes=settings.max_message_mb * 1_000_000,
        pictures=pictures,
        wake=wake,
    )
    moved = MovedChats(db, settings.secretariat_chat or 0, clock=clock)
    handlers = Handlers(
        db,
        secretariat,
        submissions,
        Visiting(db, means),
        door,
        bringing=Bringing(db, means, submissions, wake=wake),
        groups=Groups(db, moved, address=settings.addresses[0], clock=clock),
        office=moved.filter,
        clock=clock,
        wake=wake,
    )
    updater = Updater(_bot(settings), door)
    application = _application(updater)
    application.add_handlers(handlers.table())
    application.add_error_handler(handlers.on_error)
    return ChatRoom(application, updater, door, submissions, moved)


def build_application(
    settings: Settings,
    *,
    db: Database,
    clock: Callable[[], datetime],
    enqueue: Enqueue,
) -> ChatApplication:
    """The application alone, for whoever feeds it updates itself."""
    return build_room(settings, db=db, clock=clock, enqueue=enqueue).application


def means_of(settings: Settings, *, clock: Callable[[], datetime], enqueue: Enqueue) -> Means:
    """What the talk in private works with."""
    return Means(
        office=office_of(settings), clock=clock, enqueue=enqueue, per_hour=settings.chat_per_hour
    )


def office_of(settings: Settings) -> Office:
    """What cards need to know; a rehearsal shows everything unless told otherwise."""
    return Office(
        zone=settings.zone,
        full=settings.chat_content != "minimal",
        contact=settings.contact or settings.sender,
        page=settings.page_address,
        address=settings.addresses[0],
        erase_after=settings.erase_cases_after,
        remind_after=settings.patience,
        own=frozenset(one.lower() for one in (*settings.addresses, settings.sender)),
        translates=settings.translator is not None,
        kept_days={rule.name: rule.days for rule in rules_of(settings) if rule.days},
    )


async def tell_commands(bot: Bot, secretariat_chat: int) -> None:
    """Let chat programs offer the commands."""
    for code in (None, *LANGUAGES):
        offered = [BotCommand(name, words_in(code)(f"hello.command_{name}")) for name in _offered()]
        await bot.set_my_commands(
            offered, scope=BotCommandScopeAllPrivateChats(), language_code=code
        )
    ours = [BotCommand(name, say(f"commands.{name}")) for name in names("commands")]
    await bot.set_my_commands(ours, scope=BotCommandScopeChat(secretariat_chat))


def _offered() -> list[str]:
    there = {command for topic in topics.TOPICS for command in topic.commands}
    return [name for name in COMMANDS if name in there]


def _quieten() -> None:
    # requests carry the token in their address, and these two log addresses
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # the library warns of its own use of a property that will change
    warnings.filterwarnings("ignore", message=".*`retry_after`", category=PTBDeprecationWarning)


def _application(updater: Updater) -> ChatApplication:
    builder = ApplicationBuilder().updater(updater)
    return builder.concurrent_updates(UpdateOrder(_AT_ONCE)).job_queue(None).build()


def _bot(settings: Settings) -> ExtBot[Any]:
    """The library's bot; links in letters make no previews, which would fetch them."""
    if settings.telegram_token is None:
        raise ValueError("a chat needs a token")
    base = settings.telegram_api_url.rstrip("/")
    return ExtBot(
        token=settings.telegram_token.get_secret_value(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(connection_pool_size=32, media_write_timeout=60),
        get_updates_request=HTTPXRequest(connection_pool_size=2),
        defaults=Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=_limiter(settings),
    )


def _limiter(settings: Settings) -> AIORateLimiter:
    """Telegram's limits; the sandbox has none."""
    if settings.chat is Chat.SANDBOX:
        return AIORateLimiter(
            overall_max_rate=0, overall_time_period=0, group_max_rate=0, group_time_period=0
        )
    return AIORateLimiter(max_retries=1)
