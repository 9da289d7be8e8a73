"""The topic of showing that an official mail address is read by whoever has this chat account."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.hello import at_rest, letters
from bot.locales import long_date
from bot.topic import Answered, Line, Said
from bot.typed_command import command_of
from ingest.answers import is_nobody
from ingest.domains import domain_of
from store import directory, outbox, pairings
from store.addressee import plain_address
from store.model import NewOutboxRow, OutboxKind
from store.pairings import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.visitors import Visitor

NAME: Final = "pairing"
_LONGEST: Final = 254
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'&=-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_BETWEEN_DIGITS: Final = re.compile(r"[\s\u2066-\u2069\u200e\u200f-]")
_ADDRESS_STEP: Final = "address"
_CODE_STEP: Final = "code"


class Pairing:
    """Address, code, done; a restart in between forgets nothing."""

    name = NAME
    commands: Sequence[str] = ("link", "unlink")

    def hear(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means
    ) -> Answered | None:
        """The commands; then an address, then a code. A file is a letter all the same."""
        command = command_of(heard.text)
        if command == "link":
            return _begin(session, visitor)
        if command == "unlink":
            was = pairings.part(session, heard.user_id, now=means.clock())
            return _answer(at_rest(visitor), "unlinked" if was else "not_linked")
        if visitor.topic != NAME or heard.has_file or not heard.text:
            return None
        if command is not None:
            return _answer(at_rest(visitor), "stopped") if command == "cancel" else None
        is_code = visitor.state.get("step") == _CODE_STEP
        return (_entered if is_code else _addressed)(session, visitor, heard, means)

    def press(
        self,
        session: Session,
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """The button that begins."""
        _, verb, _ = heard.pressed or ("", "", "")
        return _begin(session, visitor) if verb == "begin" else None

    def say(self, session: Session, line: Line, words: Words, means: Means) -> Said:
        """The words of a line; addresses stand in the records alone."""
        paired = pairings.of_user(session, line.about.get("user", 0))
        given = {
            "address": line.about.get("address", "") if paired is None else paired.address,
            "left": line.about.get("left", 0),
        }
        if line.name == "sent":
            code = pairings.code(session, line.about["code"], now=means.clock())
            given["address"] = "" if code is None else code.address
            return Said(text=words("pairing.sent" if code else "pairing.expired", **given))
        if line.name == "ask":
            return Said(text=f"{_already(line, session, words, means)}{words('pairing.ask')}")
        if line.name == "paired" and paired is not None:
            known = directory.of_domain(session, domain_of(paired.address) or "")
            name = "paired_unlisted" if known is None else "paired_listed"
            organisation = "" if known is None else known.name
            text = words(f"pairing.{name}", **given, organisation=organisation)
            return Said(text=text, keyboard=letters(words))
        return Said(text=words(f"pairing.{line.name}", **given))


def _begin(session: Session, visitor: Visitor) -> Answered:
    paired = pairings.of_user(session, visitor.user_id)
    visitor = replace(visitor, topic=NAME, state={"step": _ADDRESS_STEP})
    about = {} if paired is None else {"user": visitor.user_id}
    return _answer(visitor, "ask", **about)


def _addressed(session: Session, visitor: Visitor, heard: Heard, means: Means) -> Answered | None:
    address = heard.text.strip().lower()
    if "@" not in address or len(address.split()) > 1:
        # no address at all: whoever writes a letter now is not held up by a question of ours
        return None if len(address) > _LONGEST else _answer(visitor, "bad_address")
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address) or is_nobody(address):
        return _answer(visitor, "bad_address")
    if plain_address(address) in means.office.own:
        return _answer(visitor, "own_address")
    now = means.clock()
    number = pairings.ask(session, heard.user_id, address, now=now)
    if number is None:
        return _answer(at_rest(visitor), "too_many")
    payload = {"code": number, "language": visitor.language}
    row = NewOutboxRow(kind=OutboxKind.CODE, target=address, payload=payload)
    outbox.add(session, [row], now=now)
    visitor = replace(visitor, topic=NAME, state={"step": _CODE_STEP})
    return _answer(visitor, "sent", code=number)


def _entered(session: Session, visitor: Visitor, heard: Heard, means: Means) -> Answered | None:
    typed = digits_of(heard.text)
    if typed is None:
        return None if len(heard.text) > _LONGEST else _answer(visitor, "no_code")
    tried = pairings.enter(session, heard.user_id, typed, now=means.clock())
    if tried.outcome is Outcome.WRONG:
        return _answer(visitor, "wrong", left=tried.left)
    return _answer(at_rest(visitor), tried.outcome.value, user=heard.user_id)


def digits_of(text: str) -> str | None:
    """The digits of a code in any script, as 0 to 9; None for what is no code."""
    found = _BETWEEN_DIGITS.sub("", text)
    if len(found) != pairings.DIGITS:
        return None
    digits = [unicodedata.decimal(one, -1) for one in found]
    return None if -1 in digits else "".join(map(str, digits))


def _already(line: Line, session: Session, words: Words, means: Means) -> str:
    paired = pairings.of_user(session, line.about.get("user", 0))
    if paired is None:
        return ""
    day = paired.paired_at.astimezone(means.office.zone).date()
    date = long_date(day, words.language)
    return words("pairing.already", address=paired.address, date=date) + "\n\n"


def _answer(visitor: Visitor, name: str, **about: object) -> Answered:
    return Answered(visitor=visitor, lines=(Line(topic=NAME, name=name, about=dict(about)),))
