"""Updates of one person in a chat are handled one after the other, and nobody else waits."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.update_order import UpdateOrder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ADA, BEN = 21, 22
GROUP = -100
AT_ONCE = 8


def a_text(user: int, chat: int | None = None) -> Update:
    return Update(1, message=a_message(user, user if chat is None else chat))


def a_press(user: int, chat: int | None = None) -> Update:
    pressed = a_message(1, user if chat is None else chat)
    query = CallbackQuery("1", User(user, "A", is_bot=False), "x", message=pressed, data="x")
    return Update(2, callback_query=query)


def a_message(user: int, chat: int) -> Message:
    kind = Chat.GROUP if chat < 0 else Chat.PRIVATE
    return Message(
        5, datetime.now(UTC), Chat(chat, kind), from_user=User(user, "A", is_bot=False), text="x"
    )


class Handled:
    """What was begun, in its order; each goes on until it is let go."""

    def __init__(self) -> None:
        self.order = UpdateOrder(AT_ONCE)
        self.begun: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.gates: dict[str, asyncio.Event] = {}

    async def comes(self, update: object, name: str) -> None:
        self.gates[name] = asyncio.Event()
        work = self.order.process_update(update, self.handle(name))
        self.tasks.append(asyncio.create_task(work))
        await settled()

    async def handle(self, name: str) -> None:
        self.begun.append(name)
        await self.gates[name].wait()
        if name == "fails":
            raise ValueError(name)

    async def goes_on(self, name: str) -> None:
        self.gates[name].set()
        await settled()

    async def ends(self) -> None:
        for gate in self.gates.values():
            gate.set()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()
        await settled()


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def play(scene: Callable[[Handled], Awaitable[None]]) -> None:
    async def whole() -> None:
        handled = Handled()
        await scene(handled)
        await handled.ends()

    asyncio.run(whole())


def test_texts_of_one_chat_are_handled_one_after_the_other_in_their_order() -> None:
    async def scene(handled: Handled) -> None:
        for name in ("first", "second", "third"):
            await handled.comes(a_text(ADA), name)
        assert handled.begun == ["first"]

        await handled.goes_on("first")
        assert handled.begun == ["first", "second"]

        await handled.goes_on("second")
        assert handled.begun == ["first", "second", "third"]

    play(scene)


def test_a_press_in_private_waits_for_the_text_before_it() -> None:
    async def scene(handled: Handled) -> None:
        await handled.comes(a_text(ADA), "text")
        await handled.comes(a_press(ADA), "press")
        assert handled.begun == ["text"]

        await handled.goes_on("text")
        assert handled.begun == ["text", "press"]

    play(scene)


def test_another_chat_does_not_wait_for_many_that_wait_in_one() -> None:
    async def scene(handled: Handled) -> None:
        for number in range(3 * AT_ONCE):
            await handled.comes(a_text(ADA), f"ada {number}")

        await handled.comes(a_text(BEN), "ben")

        assert handled.begun == ["ada 0", "ben"]

    play(scene)


@pytest.mark.parametrize("an_update", [a_press, a_text])
def test_an_officer_does_not_wait_for_another_in_the_same_group(
    an_update: Callable[[int, int], Update],
) -> None:
    async def scene(handled: Handled) -> None:
        await handled.comes(an_update(ADA, GROUP), "ada")
        await handled.comes(an_update(BEN, GROUP), "ben")

        assert handled.begun == ["ada", "ben"]

    play(scene)


def test_only_so_many_are_handled_at_once() -> None:
    async def scene(handled: Handled) -> None:
        for user in range(1, AT_ONCE + 2):
            await handled.comes(a_text(user), str(user))
        assert len(handled.begun) == AT_ONCE

        await handled.goes_on("1")
        assert len(handled.begun) == AT_ONCE + 1

    play(scene)


def test_what_fails_lets_the_next_of_its_chat_go_on() -> None:
    async def scene(handled: Handled) -> None:
        await handled.comes(a_text(ADA), "fails")
        await handled.comes(a_text(ADA), "next")
        await handled.goes_on("fails")

        assert handled.begun == ["fails", "next"]
        with pytest.raises(ValueError, match="fails"):
            await handled.tasks[0]

    play(scene)


def test_chats_in_which_nothing_is_handled_are_forgotten() -> None:
    async def scene(handled: Handled) -> None:
        await handled.comes(a_text(ADA), "ada")
        await handled.comes(a_text(BEN), "ben")
        assert handled.order.known == 2

        await handled.ends()
        assert handled.order.known == 0

    play(scene)


def test_what_is_of_nobody_waits_for_nothing() -> None:
    async def scene(handled: Handled) -> None:
        await handled.comes(Update(1), "first")
        await handled.comes(Update(2), "second")
        await handled.comes("no update", "third")

        assert handled.begun == ["first", "second", "third"]

    play(scene)
