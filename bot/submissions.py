"""A private message of anybody as a piece of a letter: its file fetched, kept in one transaction.

Letters hand themselves in once their time has come; `bot/gathering.py` says when.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from bot import gathering, page_looks
from bot.chat_files import FileNotGivenError, download, file_of
from bot.closing import Closer
from bot.gathering import Quiet
from bot.pieces import piece_of, writer_of
from ingest.errors import StorageError
from store import chat_updates, documents, gatherings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sqlalchemy.orm import Session
    from telegram import Message, Update, User

    from bot.chat_door import DurableQueue
    from bot.gathering import Writer
    from bot.pictures import Pictures
    from bot.topic import Means
    from ingest.chat import ChatFile
    from store.gatherings import Piece
    from store.model import StoredDocument
    from store.session import Database

    #: keeps a piece; gives its number
    Put: TypeAlias = Callable[[Session, Writer, Piece], int]

_log = structlog.get_logger()

_LONGEST_PAUSE: Final = 300.0
#: after so many tries a letter is taken without the file that cannot be fetched
_MOST_TRIES: Final = 10


class Submissions:
    """Takes letters by chat."""

    def __init__(
        self,
        db: Database,
        means: Means,
        door: DurableQueue,
        *,
        quiet_s: float,
        largest_bytes: int,
        pictures: Pictures | None = None,
        wake: Callable[[], object] = lambda: None,
    ) -> None:
        """Take what it works with.

        Args:
            db: the records.
            means: of the talk in private.
            door: where updates wait.
            quiet_s: seconds without a piece after which a letter hands itself in.
            largest_bytes: of a file.
            pictures: looks at photos of pages; None: nobody looks.
            wake: called when something was put into the outbox.

        """
        self._db = db
        self._means = means
        self._door = door
        self._quiet = Quiet(quiet=timedelta(seconds=quiet_s))
        self._largest_bytes = largest_bytes
        self._pictures = pictures
        self._wake_outbox = wake
        self._closer = Closer(db, self._quiet, means, wake=wake)
        self._tasks: set[asyncio.Task[None]] = set()

    @staticmethod
    def has_something(message: Message) -> bool:
        """Whether there is text or a file in it; a sticker or a place on a map is no letter."""
        return bool(message.text or message.caption) or file_of(message) is not None

    async def take(self, update: Update, message: Message, put: Put | None = None) -> None:
        """Put a message into its sender's letter; what fails for now is done again later.

        Args:
            update: as it came.
            message: of it.
            put: keeps it as a piece; None: of a letter of whoever sent it.

        """
        user = message.from_user
        if user is None:
            raise StorageError  # a private message has a sender; nothing else comes here
        try:
            file, stored, trouble = await self._fetched(update, message)
            piece = piece_of(update.update_id, message, file)
            number = await asyncio.to_thread(
                self._keep, message, user, piece, stored, trouble=trouble, put=put
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the letter is not given up
            self._put_off(update, type(error).__name__)
            return
        self._door.done(update.update_id)
        self._came()
        if number and stored is not None and message.photo:
            self._begin(self._look_at(writer_of(message, user), number, stored.content))

    async def fetch(self, update: Update, message: Message) -> tuple[ChatFile, ...]:
        """Keep the file of a message that is no letter of its own."""
        file, stored, _ = await self._fetched(update, message)
        if stored is not None:
            await asyncio.to_thread(self._keep_alone, stored)
        return (file,) if file is not None else ()

    async def correct(self, update: Update, message: Message, *, words: str | None = None) -> bool:
        """Take an edit of a piece; False where it is of none.

        Args:
            update: as it came.
            message: as it reads now.
            words: of it that belong to the letter; None: all.

        """
        user = message.from_user
        if user is None or not await asyncio.to_thread(self._is_piece, message):
            return False
        try:
            file, stored, _ = await self._fetched(update, message)
            piece = piece_of(update.update_id, message, file)
            piece = piece if words is None else replace(piece, text=words)
            await asyncio.to_thread(self._correct, message, user, piece, stored)
        except Exception as error:  # noqa: BLE001 - as above
            self._put_off(update, type(error).__name__)
            return True
        self._door.done(update.update_id)
        self._came()
        return True

    async def answer(self, update: Update, message: Message, user: User, name: str) -> None:
        """Say one thing to what is no letter."""

        def said() -> None:
            with self._db.begin() as session:
                if chat_updates.handled(session, update.update_id):
                    writer, now = writer_of(message, user), self._means.clock()
                    gathering.tell(session, writer, name, now, under=message.message_id)

        await asyncio.to_thread(said)
        self._wake_outbox()

    def look(self) -> None:
        """See at once whether a letter is to be handed in; from the event loop."""
        self._closer.wake()

    async def run(self) -> None:
        """Hand in letters whose time has come, until closed."""
        await self._closer.run()

    def stop(self) -> None:
        """Let `run` end; from the event loop."""
        self._closer.stop()

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _came(self) -> None:
        self._closer.wake()
        self._wake_outbox()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_at(self, writer: gathering.Writer, number: int, content: bytes) -> None:
        if self._pictures is None:
            return
        trouble = await asyncio.to_thread(page_looks.trouble_of, self._pictures, content)
        if trouble is not None:
            await asyncio.to_thread(self._tell_page, writer, number, trouble)
            self._wake_outbox()

    async def _fetched(
        self, update: Update, message: Message
    ) -> tuple[ChatFile | None, StoredDocument | None, str | None]:
        """The file, its bytes, and what the sender is told where it could not be had."""
        wanted = file_of(message)
        if wanted is None:
            return None, None, None
        if wanted.size_bytes > self._largest_bytes:
            return wanted.as_missing(), None, "too_large"
        try:
            return *await download(message.get_bot(), wanted), None
        except FileNotGivenError:
            return wanted.as_missing(), None, "too_large"
        except Exception:
            if self._door.tries(update.update_id) < _MOST_TRIES:
                raise
            _log.warning("chat_file_not_given", update=update.update_id)
            return wanted.as_missing(), None, "not_given"

    def _put_off(self, update: Update, trouble: str) -> None:
        pause = min(2.0 ** self._door.tries(update.update_id), _LONGEST_PAUSE)
        _log.warning("chat_letter_put_off", update=update.update_id, trouble=trouble, pause_s=pause)
        self._door.again(update, pause=pause)

    def _keep(
        self,
        message: Message,
        user: User,
        piece: Piece,
        stored: StoredDocument | None,
        *,
        trouble: str | None,
        put: Put | None,
    ) -> int:
        """The number of the piece; 0 where it was taken before."""
        writer, in_album = writer_of(message, user), message.media_group_id is not None
        put = put or partial(self._put, in_album)
        with self._db.begin() as session:
            if not chat_updates.handled(session, piece.update_id):
                return 0
            if stored is not None:
                documents.keep(session, stored)
            number = put(session, writer, piece)
            if trouble is not None:
                now = self._means.clock()
                gathering.tell(session, writer, trouble, now, under=piece.shown)
            return number

    def _put(self, in_album: bool, session: Session, writer: Writer, piece: Piece) -> int:  # noqa: FBT001 - bound first
        quiet, means = self._quiet, self._means
        return gathering.take(session, writer, piece, quiet, means, in_album=in_album)

    def _keep_alone(self, stored: StoredDocument) -> None:
        with self._db.begin() as session:
            documents.keep(session, stored)

    def _is_piece(self, message: Message) -> bool:
        with self._db.reading() as session:
            found = gatherings.piece_shown(session, message.chat.id, message.message_id)
            return found is not None

    def _correct(
        self, message: Message, user: User, piece: Piece, stored: StoredDocument | None
    ) -> None:
        with self._db.begin() as session:
            if not chat_updates.handled(session, piece.update_id):
                return
            if stored is not None:
                documents.keep(session, stored)
            gathering.correct(session, writer_of(message, user), piece, self._means.clock())

    def _tell_page(self, writer: gathering.Writer, number: int, trouble: str) -> None:
        with self._db.begin() as session:
            gathering.tell_page(session, writer, number, trouble, self._means.clock())
