"""A private message of anybody as a letter: its files kept, packed, handed to the store.

Albums come as one message for each picture; those that come together are one letter.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from bot.chat_files import FileNotGivenError, download, file_of
from bot.destination import arrived, destination
from ingest import chat
from ingest.errors import StorageError
from ingest.identity import identity
from store import chat_updates, documents
from store.model import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from telegram import Message, Update

    from bot.chat_door import DurableQueue
    from bot.destination import Destination
    from ingest.chat import ChatFile
    from store.model import Accepted, StoredDocument
    from store.session import Database

_log = structlog.get_logger()

#: how long after the last picture of an album the next may come
ALBUM_PAUSE: Final = 1.5
_LONGEST_PAUSE: Final = 300.0
#: after so many tries a letter is taken without the file that cannot be fetched
_MOST_TRIES: Final = 10


@dataclass(slots=True)
class _Album:
    parts: list[tuple[Update, Message]] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None


class Submissions:
    """Takes letters by chat."""

    def __init__(
        self,
        db: Database,
        accept: Callable[[Arrival], Future[Accepted]],
        door: DurableQueue,
        *,
        largest_bytes: int,
        album_pause: float = ALBUM_PAUSE,
    ) -> None:
        self._db = db
        self._accept = accept
        self._door = door
        self._largest_bytes = largest_bytes
        self._album_pause = album_pause
        self._albums: dict[str, _Album] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @staticmethod
    def has_something(message: Message) -> bool:
        """Whether there is text or a file in it; a sticker or a place on a map is no letter."""
        return bool(message.text or message.caption) or file_of(message) is not None

    async def take(self, update: Update, message: Message) -> None:
        """Take a message; one of an album waits for the others."""
        group = message.media_group_id
        if group is None:
            return await self._take([(update, message)])
        album = self._albums.setdefault(group, _Album())
        album.parts.append((update, message))
        if album.timer is not None:
            album.timer.cancel()
        loop = asyncio.get_running_loop()
        album.timer = loop.call_later(self._album_pause, self._complete, group)
        return None

    async def fetch(self, update: Update, message: Message) -> tuple[ChatFile, ...]:
        """Keep the file of a message that is no letter of its own."""
        file, document = await self._fetched(update, message)
        await asyncio.to_thread(self._keep, [document] if document is not None else [])
        return (file,) if file is not None else ()

    async def close(self) -> None:
        """Finish what was begun; albums that are not complete wait in the store."""
        for album in self._albums.values():
            if album.timer is not None:
                album.timer.cancel()
        self._albums.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _complete(self, group: str) -> None:
        album = self._albums.pop(group)
        task = asyncio.get_running_loop().create_task(self._take(album.parts))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, parts: Sequence[tuple[Update, Message]]) -> None:
        """One letter to the store; what fails for now is done again later, all of it."""
        parts = sorted(parts, key=lambda part: part[0].update_id)
        try:
            found = [await self._fetched(update, message) for update, message in parts]
            stored = [document for _, document in found if document is not None]
            files = [file for file, _ in found if file is not None]
            messages = [message for _, message in parts]
            goes_to = await asyncio.to_thread(self._destination, messages[0])
            arrival = _arrival(messages, parts[0][0].update_id, files, goes_to)
            await asyncio.to_thread(self._keep, stored)
            accepted = await asyncio.wrap_future(self._accept(arrival))
            numbers = [update.update_id for update, _ in parts]
            await asyncio.to_thread(self._handled, numbers, messages[0] if goes_to else None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the letter is not given up
            self._put_off(parts, type(error).__name__)
            return
        for update, _ in parts:
            self._door.done(update.update_id)
        _log.info("chat_letter_accepted", message=accepted.id, new=accepted.new, files=len(files))

    async def _fetched(
        self, update: Update, message: Message
    ) -> tuple[ChatFile | None, StoredDocument | None]:
        wanted = file_of(message)
        if wanted is None:
            return None, None
        if wanted.size_bytes > self._largest_bytes:
            return wanted.as_missing(), None
        try:
            return await download(message.get_bot(), wanted)
        except FileNotGivenError:
            return wanted.as_missing(), None
        except Exception:
            if self._door.tries(update.update_id) < _MOST_TRIES:
                raise
            return wanted.as_missing(), None

    def _put_off(self, parts: Sequence[tuple[Update, Message]], trouble: str) -> None:
        first = parts[0][0].update_id
        pause = min(2.0 ** self._door.tries(first), _LONGEST_PAUSE)
        _log.warning("chat_letter_put_off", update=first, trouble=trouble, pause_s=pause)
        for update, _ in parts:
            self._door.again(update, pause=pause)

    def _keep(self, stored: Sequence[StoredDocument]) -> None:
        if stored:
            with self._db.begin() as session:
                documents.keep_all(session, stored)

    def _destination(self, message: Message) -> Destination | None:
        if message.from_user is None:
            return None
        with self._db.begin() as session:
            return destination(session, message.from_user.id)

    def _handled(self, update_ids: Sequence[int], joined: Message | None) -> None:
        with self._db.begin() as session:
            if joined is not None and joined.from_user is not None:
                arrived(session, joined.from_user.id, now=joined.date)
            for update_id in update_ids:
                chat_updates.handled(session, update_id)


def _arrival(
    messages: Sequence[Message],
    update_id: int,
    files: Sequence[ChatFile],
    goes_to: Destination | None,
) -> Arrival:
    first = messages[0]
    if first.from_user is None:
        raise StorageError  # a private message has a sender; nothing else comes here
    texts = [message.text or message.caption or "" for message in messages]
    raw = chat.pack(
        update_id=update_id,
        chat_id=first.chat.id,
        user_id=first.from_user.id,
        user_name=first.from_user.full_name,
        language_code=first.from_user.language_code,
        text="\n\n".join(text for text in texts if text),
        files=files,
        sent_at=first.date,
        in_reply_to=goes_to.in_reply_to if goes_to else None,
        subject=goes_to.subject if goes_to else None,
    )
    sender = f"telegram:{first.from_user.id}"
    return Arrival(
        channel="chat",
        raw=raw,
        identity=identity(sender, raw),
        sender=sender,
        reply_chat=first.chat.id,
        documents=tuple(dict.fromkeys(file.sha256 for file in files if file.sha256)),
    )
