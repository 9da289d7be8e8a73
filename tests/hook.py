"""A chat server that brings updates to a webhook and brings again what was not taken; for tests."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx

from bot.sandbox import shapes
from bot.webhook import SECRET

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.stage import Sandbox


@asynccontextmanager
async def bringing(sandbox: Sandbox) -> AsyncIterator[None]:
    """Post what waits, in order, for as long as the block lasts."""
    task = asyncio.create_task(_bring(sandbox))
    try:
        yield
    finally:
        task.cancel()


async def _bring(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(timeout=5) as client:
        while True:
            hook, waiting = sandbox.chats.webhook, list(sandbox.chats.updates)
            if hook is None or not waiting:
                await sandbox.change(0.05)
                continue
            url, secret = hook
            body = shapes.update(waiting[0])
            try:
                answer = await client.post(url, json=body, headers={SECRET: secret})
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code == httpx.codes.OK:
                sandbox.chats.confirm_updates(waiting[0].id + 1)
