"""The queue that keeps an update before the library confirms it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Bot, Update

from bot import chat_door
from bot.chat_door import DurableQueue
from store import chat_updates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.session import Database

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def an_update(number: int = 1) -> Update:
    chat = {"id": 5, "type": "private", "first_name": "Sana"}
    message = {"message_id": 1, "date": 1_770_000_000, "chat": chat, "text": "سلام"}
    return Update.de_json({"update_id": number, "message": message}, None)


def test_an_update_is_committed_before_it_is_queued(database: Database) -> None:
    async def scene() -> None:
        queue = DurableQueue(database)

        await queue.put(an_update())

        assert queue.qsize() == 1
        with database.reading() as session:
            assert [number for number, _ in chat_updates.unhandled(session)] == [1]

    asyncio.run(scene())


def test_an_update_that_came_before_is_not_queued_again(database: Database) -> None:
    async def scene() -> None:
        queue = DurableQueue(database)

        await queue.put(an_update())
        await queue.put(an_update())

        assert queue.qsize() == 1

    asyncio.run(scene())


def test_what_nobody_handled_is_fed_again_as_it_was(database: Database) -> None:
    async def scene() -> None:
        await DurableQueue(database).put(an_update(7))
        again = DurableQueue(database)

        count = await again.feed(Bot("1:token"))

        update = again.get_nowait()
        assert count == 1
        assert isinstance(update, Update)
        assert update.message is not None
        assert (update.update_id, update.message.text) == (7, "سلام")

    asyncio.run(scene())


class Broken:
    """A database that answers after a while."""

    def __init__(self, real: Database, failures: int) -> None:
        self.real, self.failures = real, failures

    @contextmanager
    def begin(self) -> Iterator[Any]:
        if self.failures:
            self.failures -= 1
            raise OSError
        with self.real.begin() as session:
            yield session


def test_while_the_database_fails_nothing_is_confirmed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_door, "_FIRST_PAUSE", 0.01)

    async def scene() -> None:
        queue = DurableQueue(Broken(database, failures=2))  # type: ignore[arg-type]

        await queue.put(an_update())

        assert queue.qsize() == 1

    asyncio.run(scene())


def test_a_signal_to_stop_passes_through(database: Database) -> None:
    async def scene() -> None:
        queue = DurableQueue(database)

        await queue.put("stop")

        assert queue.get_nowait() == "stop"

    asyncio.run(scene())


def test_an_update_that_fails_again_and_again_is_left_for_the_next_start(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_door, "_FIRST_PAUSE", 0.001)

    async def scene() -> None:
        queue, update = DurableQueue(database), an_update()

        for _ in range(6):
            queue.again(update)
            await asyncio.sleep(0.03)

        assert queue.qsize() == chat_door._MOST_TRIES - 1

    asyncio.run(scene())
