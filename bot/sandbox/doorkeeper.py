"""Who may speak to the sandbox over HTTP: this machine, by its own name, from its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.listen import Listen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def doorkeeper(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign Host (DNS rebinding), a foreign Origin, and whoever is not on loopback."""
    hosts = _own_hosts(request)
    if request.host not in hosts:
        raise web.HTTPMisdirectedRequest(text="This name is not served here.\n")
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{host}" for host in hosts}:
        raise web.HTTPForbidden(text="Not from that page.\n")
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise web.HTTPForbidden(text="Not from that page.\n")
    return await handler(request)


def _own_hosts(request: web.Request) -> set[str]:
    """The names of the socket that the request came in by; empty where it is not loopback."""
    name = None if request.transport is None else request.transport.get_extra_info("sockname")
    if not name:
        return set()
    address = Listen(name[0], name[1])
    if not address.is_loopback:
        return set()
    return {str(address), str(Listen("localhost", address.port))}
