"""Translations by a service of one's own, in the protocol of LibreTranslate."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import TYPE_CHECKING, Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.translator_errors import NotTranslatedError
from bot.translator_settings import is_near

if TYPE_CHECKING:
    from aiohttp import ClientResponse

    from bot.translator_settings import TranslatorService

#: bytes of an answer
LARGEST: Final = 262_144
_BLOCK: Final = 16_384
_OK: Final = 200


class ServiceTranslator:
    """Asks a service, by one request for each text: no redirects, no proxies, no cookies."""

    def __init__(self, service: TranslatorService) -> None:
        self._service = service
        self.is_here = service.is_here

    def why_not(self) -> str:
        """What stands against asking it; whether it answers is found out by asking."""
        return ""

    def ask(self, text: str, source: str, target: str, *, seconds: float) -> str:
        """The translation; never called where an event loop runs.

        Raises:
            NotTranslatedError: the service gave none in time.

        """
        asked = {"q": text, "source": source, "target": target, "format": "text"}
        try:
            return asyncio.run(self._asked(asked, seconds))
        except _FarAwayError:
            raise NotTranslatedError("not_near") from None
        except TimeoutError:
            raise NotTranslatedError("timeout") from None
        except (ClientError, OSError, ValueError) as error:
            if isinstance(error.__cause__, _FarAwayError):
                raise NotTranslatedError("not_near") from None
            raise NotTranslatedError("no_answer") from None

    async def _asked(self, asked: dict[str, str], seconds: float) -> str:
        resolver = None if self._service.is_tls else _Near()
        async with (
            ClientSession(
                connector=TCPConnector(resolver=resolver),
                timeout=ClientTimeout(total=seconds),
                cookie_jar=DummyCookieJar(),
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
                auto_decompress=False,
                trust_env=False,
            ) as session,
            session.post(self._service.url, json=asked, allow_redirects=False) as answer,
        ):
            if answer.status != _OK:
                raise NotTranslatedError(f"status_{answer.status}")
            return _translation(await _body(answer))


async def _body(answer: ClientResponse) -> bytes:
    heard = bytearray()
    async for block in answer.content.iter_chunked(_BLOCK):
        heard += block
        if len(heard) > LARGEST:
            raise NotTranslatedError("too_long")
    return bytes(heard)


def _translation(body: bytes) -> str:
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise NotTranslatedError("no_text") from None
    text = said.get("translatedText") if isinstance(said, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise NotTranslatedError("no_text")
    return text.strip()


class _FarAwayError(OSError):
    """A name without TLS leads out of one's own network."""


class _Near(AbstractResolver):
    """Finds addresses of this machine and of one's own network alone."""

    def __init__(self) -> None:
        self._all = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._all.resolve(host, port, family)
        near = [one for one in found if is_near(one["host"])]
        if not near:
            raise _FarAwayError(host)
        return near

    async def close(self) -> None:
        await self._all.close()
