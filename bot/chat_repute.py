"""What is known of whoever sent a letter by chat: one line for officers, words in `repute.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.moments import moment
from bot.repute import Repute, word
from ingest.domains import domain_of, is_free_mail, shown_domain
from store import directory, pairings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from store.model import InboxMessage

_ACCOUNT: Final = "telegram:"


def chat_repute(session: Session, message: InboxMessage, zone: ZoneInfo) -> Repute | None:
    """The line for a letter by chat; None once its sender is erased."""
    number = message.sender.removeprefix(_ACCOUNT)
    if not number.isdecimal():
        return None
    paired = pairings.of_user(session, int(number))
    if paired is None:
        return _line("unproven", word("chat", "alone"), "minimal_alone", ("chat_alone",))
    domain = domain_of(paired.address) or ""
    known = directory.of_domain(session, domain)
    linked = word("chat", "paired").format(
        address=paired.address, date=moment(paired.paired_at, zone)
    )
    if known is not None:
        listed = word("chat", "listed").format(organisation=known.name)
        codes = ("chat_paired", "listed")
        return _line("proven", f"{linked}, {listed}", "minimal_listed", codes)
    code = "free_mail" if is_free_mail(domain) else "unlisted"
    words = word("chat", code).format(domain=shown_domain(domain))
    return _line("unproven", f"{linked}, {words}", "minimal_paired", ("chat_paired", code))


def _line(level: str, words: str, minimal: str, codes: tuple[str, ...]) -> Repute:
    return Repute(
        level=level,
        mark=word("marks", level),
        words=words,
        minimal=word("chat", minimal),
        codes=codes,
    )
