"""The chat server brings updates: with the secret alone, kept before it hears so, each once."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.sandbox import shapes
from bot.webhook import SECRET
from tests.hook import bringing
from tests.office import BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def hook_settings() -> dict[str, object]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        "webhook_url": f"http://127.0.0.1:{port}/from-chat",
        "webhook_listen": f"127.0.0.1:{port}",
    }


def test_a_press_that_is_brought_confirms_a_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, **hook_settings()) as office:
            await office.sandbox.until(lambda: office.sandbox.chats.webhook)
            async with bringing(office.sandbox):
                card = await office.card()
                await office.press(BOB_ID, card, "Confirm")

            assert office.draft().status == "confirmed"
            assert "getUpdates" not in office.sandbox.calls

    asyncio.run(scene())


@pytest.mark.parametrize("secret", [None, "", "guess"])
def test_without_the_secret_nothing_is_taken(
    database: Database, tmp_path: Path, secret: str | None
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, **hook_settings()) as office:
            sandbox = office.sandbox
            await sandbox.until(lambda: sandbox.chats.webhook)
            card = await office.card()
            sandbox.press(BOB_ID, card.id, "1:confirm:1:1")
            url, _ = sandbox.chats.webhook or ("", "")
            body = shapes.update(sandbox.chats.updates[0])
            headers = {} if secret is None else {SECRET: secret}
            async with httpx.AsyncClient() as client:
                answer = await client.post(url, json=body, headers=headers)

            assert answer.status_code == 403
            assert office.draft().status == "draft"

    asyncio.run(scene())


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"update_id": {}}', b"null", b"\xff"])
def test_what_is_no_update_is_refused_and_the_hook_goes_on(
    database: Database, tmp_path: Path, body: bytes
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, **hook_settings()) as office:
            sandbox = office.sandbox
            await sandbox.until(lambda: sandbox.chats.webhook)
            url, secret = sandbox.chats.webhook or ("", "")
            async with httpx.AsyncClient() as client:
                answer = await client.post(url, content=body, headers={SECRET: secret})
            async with bringing(sandbox):
                await office.press(BOB_ID, await office.card(), "Confirm")

            assert answer.status_code == 400
            assert office.draft().status == "confirmed"

    asyncio.run(scene())


def test_an_update_that_is_brought_twice_has_its_effect_once(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, **hook_settings()) as office:
            sandbox = office.sandbox
            await sandbox.until(lambda: sandbox.chats.webhook)
            card = await office.card()
            sandbox.press(BOB_ID, card.id, "1:confirm:1:1")
            url, secret = sandbox.chats.webhook or ("", "")
            body = shapes.update(sandbox.chats.updates[0])
            async with httpx.AsyncClient() as client:
                codes = [
                    (await client.post(url, json=body, headers={SECRET: secret})).status_code
                    for _ in range(3)
                ]
            await sandbox.until(lambda: office.draft().status == "confirmed")

            assert codes == [200, 200, 200]
            assert office.draft().register_ref == "REQ-2026-0001"

    asyncio.run(scene())
