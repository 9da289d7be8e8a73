"""What is known of whoever sent a letter by chat: one line for officers, marks in `repute.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.moments import moment
from bot.office_words import say
from bot.repute import Repute, mark
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
        return _line("unproven", say("repute_chat.alone"), "minimal_alone", ("chat_alone",))
    domain = domain_of(paired.address) or ""
    known = directory.of_domain(session, domain)
    date = moment(paired.paired_at, zone)
    linked = say("repute_chat.paired", address=paired.address, date=date)
    if known is not None:
        listed = say("repute_chat.listed", organisation=known.name)
        codes = ("chat_paired", "listed")
        return _line("proven", say("lists.comma").join((linked, listed)), "minimal_listed", codes)
    code = "free_mail" if is_free_mail(domain) else "unlisted"
    words = say(f"repute_chat.{code}", domain=shown_domain(domain))
    both = say("lists.comma").join((linked, words))
    return _line("unproven", both, "minimal_paired", ("chat_paired", code))


def _line(level: str, words: str, minimal: str, codes: tuple[str, ...]) -> Repute:
    return Repute(
        level=level,
        mark=mark(level),
        words=words,
        minimal=say(f"repute_chat.{minimal}"),
        codes=codes,
    )
