"""What a chat service holds: people, chats, messages, files, updates, presses. Plain, in memory.

No HTTP here; `server.py` answers from it, `page.py` shows it, tests look into it.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.sandbox.entities import Entity

Keyboard = list[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person, or the bot."""

    id: int
    name: str
    language_code: str | None = None
    is_bot: bool = False
    #: mail address; the page knows people by both, the Bot API never says it
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A private chat (its id is the person's) or a group."""

    id: int
    title: str
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was sent; an image may be a photo."""

    id: str
    name: str
    media_type: str
    content: bytes = field(repr=False)
    is_photo: bool = False
    is_voice: bool = False


@dataclass(slots=True, kw_only=True)
class Message:
    """One message as it is now; `revision` grows with every change anywhere."""

    id: int
    chat: Chat
    sender: User
    date: datetime
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    keyboard: Keyboard = field(default_factory=list)
    file: File | None = None
    media_group_id: str | None = None
    reply_to: Message | None = None
    edited_at: datetime | None = None
    is_deleted: bool = False
    #: the bot wants a reply to it (ForceReply)
    asks: bool = False
    #: further fields as the Bot API has them: a sticker, a place, who wrote what is passed on
    more: dict[str, Any] = field(default_factory=dict)
    revision: int = 0

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons, row after row."""
        return list(itertools.chain.from_iterable(self.keyboard))


@dataclass(slots=True, kw_only=True)
class Query:
    """A press on a button; `answer` is what the bot told the one who pressed."""

    id: str
    sender: User
    message: Message
    data: str
    answer: str | None = None
    is_alert: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the little clock on the button has gone."""
        return self.answer is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A person changed what they had sent."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Somebody put the bot into a group."""

    chat: Chat
    by: User
    date: datetime


Event = Message | Query | Edit | Joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Something that the bot is to hear of, and stays until it says that it did."""

    id: int
    event: Event


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Chats:
    """The whole state, and the one place that changes it."""

    def __init__(self, *, clock: Callable[[], datetime] = _utc_now, first_id: int = 1) -> None:
        self.clock = clock
        self.bot = User(id=100, name="Intake (rehearsal)", is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        #: groups that became supergroups: old id -> new id
        self.moved: dict[int, int] = {}
        self.updates: deque[Update] = deque()
        #: address and secret of the bot that wants updates brought to it
        self.webhook: tuple[str, str] | None = None
        #: by scope ("default", "all_private_chats", "chat:<id>") and language; empty: all others
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.revision = 0
        #: called after every change
        self.watchers: list[Callable[[], None]] = []
        self.next_id = first_id

    def add_user(
        self, user_id: int, name: str, language_code: str | None = None, address: str = ""
    ) -> User:
        """A person who has opened a private chat with the bot."""
        user = User(id=user_id, name=name, language_code=language_code, address=address)
        self.users[user_id] = user
        self.chats[user_id] = Chat(id=user_id, title=name)
        self.touch()
        return user

    def add_group(self, chat_id: int, title: str) -> Chat:
        """A group that the bot is in."""
        chat = Chat(id=chat_id, title=title, is_group=True)
        self.chats[chat_id] = chat
        self.touch()
        return chat

    def add_file(
        self,
        name: str,
        media_type: str,
        content: bytes,
        *,
        is_photo: bool = False,
        is_voice: bool = False,
    ) -> File:
        """Keep a file under an id of its own."""
        file = File(
            id=f"file-{self.take_id()}", name=name, media_type=media_type, content=content,
            is_photo=is_photo, is_voice=is_voice,
        )  # fmt: skip
        self.files[file.id] = file
        return file

    def add_message(self, chat: Chat, sender: User, **parts: Any) -> Message:
        """A new message; the bot hears of it when it is not its own."""
        message = Message(id=self.take_id(), chat=chat, sender=sender, date=self.clock(), **parts)
        self.messages[chat.id, message.id] = message
        self.touch(message)
        if not sender.is_bot:
            self.tell(message)
        return message

    def add_query(self, sender: User, message: Message, data: str) -> Query:
        """Somebody pressed a button."""
        query = Query(id=f"query-{self.take_id()}", sender=sender, message=message, data=data)
        self.queries[query.id] = query
        self.tell(query)
        return query

    def in_chat(self, chat_id: int) -> list[Message]:
        """Messages that are there, oldest first."""
        return [m for m in self._all() if m.chat.id == chat_id and not m.is_deleted]

    def changed_after(self, revision: int) -> list[Message]:
        """Messages, deleted ones too, that changed later."""
        return [message for message in self._all() if message.revision > revision]

    def confirm_updates(self, before: int) -> None:
        """The bot has heard of all updates with a smaller id."""
        while self.updates and self.updates[0].id < before:
            self.updates.popleft()

    def touch(self, message: Message | None = None) -> None:
        """Note a change and tell the watchers."""
        self.revision += 1
        if message is not None:
            message.revision = self.revision
        for watcher in tuple(self.watchers):
            watcher()

    def take_id(self) -> int:
        """A number that nothing else has, greater than all before."""
        self.next_id += 1
        return self.next_id - 1

    def _all(self) -> Iterator[Message]:
        return iter(sorted(self.messages.values(), key=lambda message: message.id))

    def tell(self, event: Event) -> None:
        """Let the bot hear of something."""
        self.updates.append(Update(id=self.take_id(), event=event))
        self.touch()
