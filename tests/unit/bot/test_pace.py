"""Who waits for the chat server's limits: what follows a press goes first, our own talk yields."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.pace import KEPT, Pace

if TYPE_CHECKING:
    from telegram.error import TelegramError

GROUP, PRIVATE = -1001, 11
#: of twenty a minute
_MOST: Final = 20
_MINUTE_S: Final = 60.0

# the library warns of its own use of a property that will change
pytestmark = pytest.mark.filterwarnings("ignore:.*`retry_after`")


class Minutes:
    """A clock that goes on only where somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pace = Pace(clock=lambda: self.now, sleep=self.sleep)
        self.called: list[tuple[str, float]] = []
        self.troubles: list[TelegramError] = []

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)

    def send(self, chat: int = GROUP) -> float:
        """A message or edit; how long it waited."""
        return asyncio.run(self.sent("sendMessage", {"chat_id": chat}))

    def answer(self) -> float:
        """The answer to a press; how long it waited."""
        return asyncio.run(self.sent("answerCallbackQuery", {"callback_query_id": "1"}))

    async def sent(self, method: str, data: dict[str, Any]) -> float:
        begun = self.now

        async def call() -> bool:
            self.called.append((method, self.now))
            if self.troubles:
                raise self.troubles.pop(0)
            return True

        await self.pace.process_request(call, (), {}, method, data, None)
        return self.now - begun

    def speaks(self) -> bool:
        """Say something by ourselves unless it has to yield; whether it was said."""
        if self.pace.yields_s(GROUP) > 0:
            return False
        self.send()
        return True


def busy(seconds: int) -> RetryAfter:
    return RetryAfter(timedelta(seconds=seconds))


def test_our_own_talk_leaves_some_of_the_budget_for_presses() -> None:
    time = Minutes()

    said = sum(time.speaks() for _ in range(30))

    assert said == _MOST - KEPT
    assert [time.send() for _ in range(KEPT)] == [0.0] * KEPT


def test_presses_wait_where_officers_themselves_press_more_than_twenty_times_a_minute() -> None:
    time = Minutes()

    assert [time.send() for _ in range(_MOST)] == [0.0] * _MOST
    assert time.send() == pytest.approx(3.0)


def test_our_own_talk_goes_on_as_the_budget_comes_back() -> None:
    time = Minutes()
    while time.speaks():
        pass

    waits_s = time.pace.yields_s(GROUP)

    assert waits_s == pytest.approx(3.0)
    time.now += waits_s
    assert time.speaks()
    assert not time.speaks()


def test_without_presses_our_own_talk_has_all_of_a_minute() -> None:
    time = Minutes()
    while time.speaks():
        pass
    said, end = 0, time.now + 10 * _MINUTE_S

    while time.now < end:
        time.now += time.pace.yields_s(GROUP)
        said += time.speaks()

    assert said == pytest.approx(10 * _MOST, abs=1)


def test_no_press_waits_for_our_own_talk_while_officers_press_all_the_time() -> None:
    time = Minutes()
    waits, said, pressed_at = [], 0, 0.0

    for _ in range(10 * int(_MINUTE_S)):
        if time.now - pressed_at >= 3.1:
            pressed_at = time.now
            waits.append(time.send())
        said += time.speaks()
        time.now += 1

    assert max(waits) == 0.0
    assert said > _MOST - KEPT


def test_our_own_talk_is_heard_once_a_minute_even_where_presses_take_all_of_the_budget() -> None:
    time = Minutes()
    said_at = []

    while time.now < 1000.0 + 10 * _MINUTE_S:
        time.send()
        if time.speaks():
            said_at.append(time.now)

    assert len(said_at) >= 9
    late = said_at[-8:]
    assert all(59 < after - before < 70 for before, after in pairwise(late))


def test_a_group_has_a_budget_of_its_own() -> None:
    time = Minutes()
    while time.speaks():
        pass

    assert time.pace.yields_s(GROUP - 1) == 0.0
    assert time.send(GROUP - 1) == 0.0


def test_in_private_only_all_chats_together_are_counted() -> None:
    time = Minutes()

    assert [time.send(PRIVATE) for _ in range(30)] == [0.0] * 30
    assert time.pace.yields_s(PRIVATE) == 0.0
    assert time.send(PRIVATE + 1) == pytest.approx(1 / 30)


def test_the_answer_to_a_press_waits_for_no_budget() -> None:
    time = Minutes()
    for _ in range(_MOST):
        time.send()

    assert time.answer() == 0.0


def test_what_the_server_puts_off_is_sent_once_more_after_the_pause_that_it_asks_for() -> None:
    time = Minutes()
    time.troubles = [busy(7)]

    assert time.send() == pytest.approx(7.1)
    assert len(time.called) == 2


def test_what_is_put_off_twice_is_for_the_caller_to_decide() -> None:
    time = Minutes()
    time.troubles = [busy(7), busy(9)]

    with pytest.raises(RetryAfter):
        time.send()
    assert time.pace.yields_s(GROUP) == pytest.approx(9.1)


def test_while_the_server_wants_to_hear_nothing_every_chat_waits_but_answers_leave() -> None:
    time = Minutes()
    time.troubles = [busy(7), busy(9)]
    with pytest.raises(RetryAfter):
        time.send()

    assert time.answer() == 0.0
    assert time.pace.yields_s(PRIVATE) == pytest.approx(9.1)
    assert time.send(PRIVATE) == pytest.approx(9.1)


def test_other_troubles_are_the_callers() -> None:
    time = Minutes()
    time.troubles = [BadRequest("message is not modified")]

    with pytest.raises(BadRequest):
        time.send()
    assert len(time.called) == 1


def test_groups_that_are_quiet_are_forgotten() -> None:
    time = Minutes()
    for number in range(600):
        time.now += 1
        time.send(GROUP - number)

    assert len(time.pace._groups) < 520
