"""The doors that mail servers hand mail to, opened as the settings say."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

from bot.exits import CommandError
from bot.listen import Listen, not_listening
from bot.records import room_of
from ingest.account import Account
from ingest.certificate import Certificate
from ingest.peers import Peers
from ingest.smtp import Door, SmtpOptions, serve_smtp

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from contextlib import AsyncExitStack

    from bot.settings import Settings
    from store.model import Accepted, Arrival

MEGABYTE: Final = 1_000_000


async def open_all(
    settings: Settings, submit: Callable[[Arrival], Future[Accepted]], stack: AsyncExitStack
) -> dict[str, Callable[[], bool]]:
    """Open the doors that are not off; each is closed with the stack.

    Returns:
        for `/health/ready`: door -> whether it is open.

    Raises:
        CommandError: a port is taken, or the certificate cannot be used.

    """
    doors = {"smtp": settings.smtp_listen, "lmtp": settings.lmtp_listen}
    parts: dict[str, Callable[[], bool]] = {}
    for name, listen in doors.items():
        if listen is not None:
            door = await _open(name, options_of(settings, listen, lmtp=name == "lmtp"), submit)
            stack.push_async_callback(door.close)
            parts[name] = _is_open(door)
    return parts


def options_of(settings: Settings, listen: Listen, *, lmtp: bool) -> SmtpOptions:
    """How a door behaves.

    Raises:
        CommandError: the certificate cannot be used.

    """
    user, password = settings.smtp_user, settings.smtp_password
    return SmtpOptions(
        host=listen.host,
        port=listen.port,
        addresses=frozenset(settings.addresses),
        max_message_bytes=settings.max_message_mb * MEGABYTE,
        max_connections=settings.max_connections,
        has_room=room_of(settings).is_there,
        lmtp=lmtp,
        peers=Peers(networks=settings.smtp_peers),
        certificate=_certificate(settings),
        require_tls=settings.smtp_tls == "require",
        account=Account(user=user, password=password.get_secret_value())
        if user is not None and password is not None
        else None,
    )


def _certificate(settings: Settings) -> Certificate | None:
    chain, key = settings.tls_cert, settings.tls_key
    if chain is None or key is None:
        return None
    try:
        return Certificate(chain, key)
    except ssl.SSLError:
        raise CommandError(
            f"ACSG_TLS_CERT: {chain} and {key} are no certificate and its key in PEM"
        ) from None
    except OSError as error:
        raise CommandError(
            f"ACSG_TLS_CERT: cannot read {error.filename or chain} ({error.strerror})"
        ) from None


async def _open(
    name: str, options: SmtpOptions, submit: Callable[[Arrival], Future[Accepted]]
) -> Door:
    try:
        return await serve_smtp(options, submit)
    except OSError as error:
        setting = f"ACSG_{name.upper()}_LISTEN"
        listen = Listen(options.host, options.port)
        raise CommandError(not_listening(setting, listen, error)) from None


def _is_open(door: Door) -> Callable[[], bool]:
    return lambda: not door.closing
