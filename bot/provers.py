"""The prover as the settings mean it: whom it asks about a mail's sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import Chat
from bot.utc import utc_now
from ingest.peers import Peers
from ingest.proving import Prover
from ingest.resolver import SystemResolver

if TYPE_CHECKING:
    from bot.settings import Settings
    from ingest.guard import Guard
    from store.session import Database


def resolver_of(settings: Settings) -> SystemResolver | None:
    """Who asks DNS; None where nobody shall."""
    chosen = settings.dns
    if chosen is None:
        chosen = "off" if settings.chat is Chat.SANDBOX else "system"
    if chosen == "off":
        return None
    return SystemResolver() if chosen == "system" else SystemResolver((chosen.host, chosen.port))


def prover_of(settings: Settings, database: Database, guard: Guard) -> Prover:
    """What finds out where mails come from."""
    return Prover(
        db=database,
        run=guard.run,
        clock=utc_now,
        resolver=resolver_of(settings),
        authserv_id=settings.authserv_id,
        trusted_sealers=frozenset(settings.arc_trust),
        peers=Peers(networks=settings.smtp_peers),
    )
