"""The chat server brings updates twice, late and out of order, and the program dies in between."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from bot.sandbox import shapes
from bot.webhook import SECRET
from store import drafts, inbox
from tests.killing import free_port
from tests.town import a_town

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Update
    from store.session import Database
    from tests.killing import Victim
    from tests.town import Town

ADA, BERTA = 41, 42
#: longer than this story takes: a letter is whole when its sender says so
LONG_S: Final = "600"
OF_ADA: Final = (
    "The Department of Refugee Services of Kenya offers to share its training of interviewers.",
    "Two trainers can travel for a month; we pay for the journey.",
)
OF_BERTA: Final = (
    "The Danish Immigration Service offers support in country of origin information.",
    "We can send two researchers for three months to train the staff of another authority.",
)

pytestmark = pytest.mark.timeout(400)


async def bring(town: Town, update: Update) -> None:
    """Post an update as the chat server does: again and again until it is taken."""
    body = shapes.update(update)
    async with httpx.AsyncClient(timeout=20) as client:
        while True:
            url, secret = town.sandbox.chats.webhook or ("", "")
            answer = await client.post(url, json=body, headers={SECRET: secret})
            if answer.status_code == httpx.codes.OK:
                return
            await asyncio.sleep(0.1)


async def forged(town: Town, update: Update) -> list[int]:
    """What somebody is answered who knows the address and not the secret."""
    url, _ = town.sandbox.chats.webhook or ("", "")
    body = shapes.update(update)
    async with httpx.AsyncClient(timeout=20) as client:
        answers = [await client.post(url, json=body, headers=one) for one in ({}, {SECRET: "x"})]
    return [one.status_code for one in answers]


def writes(town: Town, user: int, text: str) -> Update:
    """What the chat server will bring of it."""
    town.sandbox.say(user, user, text)
    return town.sandbox.chats.updates[-1]


async def says_that_is_all(town: Town, user: int) -> Update:
    state = await town.hears(user, "2 messages")
    town.sandbox.press(user, state.id, town.buttons(state, "That's all")[0])
    return town.sandbox.chats.updates[-1]


def texts_of_letters(db: Database) -> list[str]:
    with db.reading() as session:
        raw = [inbox.raw(session, one.id) for one in inbox.listed(session)]
    return sorted(json.loads(one)["text"] for one in raw)


async def restarted(town: Town, program: Victim) -> None:
    await asyncio.to_thread(program.kill)
    town.sandbox.chats.webhook = None
    await asyncio.to_thread(program.start)
    await town.until(lambda: town.sandbox.chats.webhook)


def test_updates_have_their_effect_once_however_they_are_brought(tmp_path: Path) -> None:
    port = free_port()
    hook = {
        "ACSG_WEBHOOK_URL": f"http://127.0.0.1:{port}/from-chat",
        "ACSG_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        "ACSG_GATHER_SECONDS": LONG_S,
    }

    async def story() -> None:
        async with a_town(tmp_path, **hook) as town, town.to_be_killed() as (program, db):
            town.sandbox.chats.add_user(ADA, "Ada", "en")
            town.sandbox.chats.add_user(BERTA, "Berta", "en")
            await town.until(lambda: town.sandbox.chats.webhook)
            ada, berta = (
                [writes(town, user, text) for text in texts]
                for user, texts in ((ADA, OF_ADA), (BERTA, OF_BERTA))
            )
            refused = await forged(town, ada[0])
            for update in (berta[0], ada[1], berta[0], ada[1]):
                await bring(town, update)

            await restarted(town, program)
            for update in (ada[1], berta[1], ada[0], berta[1], ada[0]):
                await bring(town, update)
            ends = [await says_that_is_all(town, user) for user in (ADA, BERTA)]
            for update in (*reversed(ends), *ends):
                await bring(town, update)
            for number in (1, 2):
                await town.seen(f"ACSG-2026-000{number}-1")
            with db.reading() as session:
                made = list(drafts.listed(session))

            assert refused == [403, 403]
            assert texts_of_letters(db) == ["\n\n".join(OF_BERTA), "\n\n".join(OF_ADA)]
            assert len(made) == 2
            assert "getUpdates" not in town.sandbox.calls

    asyncio.run(story())
