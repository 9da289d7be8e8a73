"""What goes wrong on purpose in the sandbox, as the real python-telegram-bot sees it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.sandbox.faults import Fault, busy, cut, cut_after
from tests.rehearsal import OFFICE, a_bot, bot_of


def test_the_call_after_a_429_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            sandbox.fail_next("sendMessage", busy(retry_after=7))

            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(OFFICE, "x")

            assert caught.value.retry_after == timedelta(seconds=7)
            await bot.send_message(OFFICE, "x")

    asyncio.run(scene())


@pytest.mark.parametrize(("fault", "arrived"), [(cut(), 0), (cut_after(), 1)])
def test_a_cut_network_leaves_the_caller_in_doubt(fault: Fault, arrived: int) -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            sandbox.fail_next("sendMessage", fault)

            with pytest.raises(NetworkError):
                await bot.send_message(OFFICE, "x")

            assert len(sandbox.messages(OFFICE)) == arrived

    asyncio.run(scene())


def test_a_wrong_token_is_401() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, _):
            with pytest.raises(InvalidToken):
                async with bot_of(sandbox, "100:wrong"):
                    pass

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "rebound.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, 200),
    ],
)
def test_only_this_machine_under_its_own_name_is_served(
    headers: dict[str, str], status: int
) -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, _), httpx.AsyncClient() as client:
            answer = await client.get(
                f"{sandbox.url}/bot{sandbox.bot_token}/getMe", headers=headers
            )

            assert answer.status_code == status

    asyncio.run(scene())
