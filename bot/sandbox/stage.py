"""The sandbox as tests and the page hold it: people act, faults are told, changes are awaited."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

from bot.sandbox import entities
from bot.sandbox.chats import Chats, Edit, Joined
from bot.sandbox.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.chats import Chat, Message, Query
    from bot.sandbox.faults import Fault
    from bot.sandbox.mails import Mail


class Sandbox:
    """One rehearsal: its state, its secrets, and what people do in it.

    Everything is called on the event loop that serves it.
    """

    def __init__(self, chats: Chats | None = None) -> None:
        self.chats = chats or Chats()
        self.faults = Faults()
        self.bot_token = f"{self.chats.bot.id}:{secrets.token_urlsafe(26)}"
        self.page_token = secrets.token_urlsafe(24)
        #: `http://host:port` once it is served; the base of `<url>/bot<token>`
        self.url = ""
        self.mails: list[Mail] = []  #: that people sent to the mail door
        self.calls: list[str] = []  #: methods in the order in which they were called
        #: whether whoever runs this can begin anew, and that somebody asked for it
        self.may_reset = False
        self.wants_reset = asyncio.Event()
        self._changed = asyncio.Event()
        self.chats.watchers.append(self.wake)

    def say(
        self,
        user: int,
        chat: int,
        text: str,
        *,
        reply_to: int | None = None,
        more: dict[str, Any] | None = None,
    ) -> Message:
        """A person writes; a command is told apart as a client does.

        Args:
            user: who.
            chat: where.
            text: may be empty where `more` has something.
            reply_to: the message that is answered.
            more: further fields of the message, as the Bot API has them.

        """
        return self.chats.add_message(
            self.chats.chats[chat],
            self.chats.users[user],
            text=text,
            entities=list(entities.commands(text)),
            reply_to=self.chats.messages[chat, reply_to] if reply_to else None,
            more=more or {},
        )

    def edit(self, message: Message, text: str) -> None:
        """A person changes what they wrote."""
        message.text, message.edited_at = text, self.chats.clock()
        self.chats.touch(message)
        self.chats.tell(Edit(message=message))

    def put_into(self, by: int, chat_id: int, title: str) -> Chat:
        """A person puts the bot into a group."""
        chat = self.chats.add_group(chat_id, title)
        self.chats.tell(Joined(chat=chat, by=self.chats.users[by], date=self.chats.clock()))
        return chat

    def move(self, old: int, new: int) -> None:
        """A group becomes a supergroup; what is sent to the old id is refused with the new one."""
        chat = self.chats.chats.pop(old)
        self.chats.add_group(new, chat.title)
        self.chats.moved[old] = new

    def send_file(
        self,
        user: int,
        chat: int,
        name: str,
        content: bytes,
        *,
        media_type: str = "application/octet-stream",
        caption: str = "",
        is_photo: bool = False,
        is_voice: bool = False,
        media_group_id: str | None = None,
    ) -> Message:
        """A person sends a file, perhaps as one of an album."""
        file = self.chats.add_file(name, media_type, content, is_photo=is_photo, is_voice=is_voice)
        return self.chats.add_message(
            self.chats.chats[chat],
            self.chats.users[user],
            text=caption,
            file=file,
            media_group_id=media_group_id,
        )

    def press(self, user: int, message_id: int, data: str) -> Query:
        """A person presses a button; with data that no button has, as a forger would."""
        return self.chats.add_query(self.chats.users[user], self.message(message_id), data)

    def message(self, message_id: int) -> Message:
        """A message by its id, which is unique over all chats here."""
        return next(m for m in self.chats.messages.values() if m.id == message_id)

    def messages(self, chat: int, *, by_bot: bool | None = None) -> list[Message]:
        """What can be seen in a chat, oldest first."""
        return [
            message
            for message in self.chats.in_chat(chat)
            if by_bot is None or message.sender.is_bot == by_bot
        ]

    def fail_next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method go wrong; see `faults`."""
        self.faults.add(method, fault, times)

    async def until(self, predicate: Callable[[], object], seconds: float = 20) -> None:
        """Wait until something is so; looked at after every change and now and then.

        Raises:
            TimeoutError: it did not come about.

        """
        async with asyncio.timeout(seconds):
            while not predicate():
                await self.change(0.05)

    async def change(self, seconds: float) -> None:
        """Wait for a change, or for so long."""
        changed = self._changed
        waiter = asyncio.ensure_future(changed.wait())
        await asyncio.wait({waiter}, timeout=seconds)
        waiter.cancel()

    def wake(self) -> None:
        """Let whoever waits for a change look again."""
        self._changed.set()
        self._changed = asyncio.Event()
