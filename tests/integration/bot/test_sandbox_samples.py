"""The samples go through the real mail door, and a second run changes nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox import people
from bot.sandbox.samples import samples, send_samples
from bot.sandbox.stage import Sandbox
from tests.rehearsal import OURS, a_door

if TYPE_CHECKING:
    from store.model import Arrival


def sent(times: int) -> tuple[Sandbox, list[Arrival], list[str]]:
    async def scene() -> tuple[Sandbox, list[Arrival], list[str]]:
        sandbox = Sandbox()
        arrivals: list[Arrival] = []
        replies: list[str] = []
        people.enter(sandbox)
        async with a_door(arrivals) as door:
            for _ in range(times):
                replies += await send_samples(sandbox, door, OURS)
        return sandbox, arrivals, replies

    return asyncio.run(scene())


def test_four_letters_go_by_mail_and_one_by_chat() -> None:
    sandbox, arrivals, replies = sent(1)

    assert [reply[:3] for reply in replies] == ["250"] * 4
    assert [a.recipients for a in arrivals] == [(OURS[i],) for i in (0, 1, 0, 0)]
    assert [len(sandbox.messages(sample.person.id)) for sample in samples(sandbox)] == [
        0,
        0,
        0,
        0,
        1,
    ]


def test_a_second_run_sends_the_same_bytes_and_says_nothing_twice() -> None:
    sandbox, arrivals, _ = sent(2)

    assert [a.raw for a in arrivals[:4]] == [a.raw for a in arrivals[4:]]
    assert len(sandbox.mails) == 4
    assert len(sandbox.messages(2005)) == 1


def test_samples_name_nobody_outside_the_example_domains() -> None:
    sandbox, arrivals, _ = sent(1)

    for sample in samples(sandbox):
        assert sample.person.address.endswith(".example")
    assert all(len(arrival.raw) < 400_000 for arrival in arrivals)


def test_a_refused_letter_shows_what_the_door_said() -> None:
    async def scene() -> list[str]:
        sandbox = Sandbox()
        async with a_door([]) as door:
            return await send_samples(sandbox, door, ("else@localhost",))

    assert [reply[:3] for reply in asyncio.run(scene())] == ["550"] * 4
