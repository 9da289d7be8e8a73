"""Whether officers can reach the page, as `acsg-intake check` says it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.checks_found import Found

if TYPE_CHECKING:
    from bot.settings import Settings

_PATIENCE: Final = ClientTimeout(total=5)
#: without a session it asks for one
_ANSWERS: Final = 401


def page(settings: Settings) -> Found:
    """Whether the page answers at the address that officers are told."""
    address = settings.page_address
    if not address:
        return Found(subject="no page for officers (ACSG_WEB_LISTEN)", state="ok")
    try:
        status, is_ours = asyncio.run(_answer(address))
    except (ClientError, OSError) as error:
        hint = f"{address} does not answer ({type(error).__name__}); is the program started, and "
        hint += "does the reverse proxy lead to ACSG_WEB_LISTEN?"
        return Found(subject="page for officers", state="warning", hint=hint)
    if is_ours:
        return Found(subject=f"page for officers at {address}", state="ok")
    hint = f"{address} answers {status}; ACSG_PUBLIC_URL must lead to ACSG_WEB_LISTEN, "
    hint += "and the proxy must pass Host on"
    return Found(subject="page for officers", state="warning", hint=hint)


async def _answer(address: str) -> tuple[int, bool]:
    async with (
        ClientSession(timeout=_PATIENCE) as session,
        session.get(f"{address}/", allow_redirects=False) as answer,
    ):
        return answer.status, answer.status == _ANSWERS and "X-Frame-Options" in answer.headers
