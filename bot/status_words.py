"""How a sender's own letters are shown to them: a page of them, or one with what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.destination import ADD, CORRECT, TOPIC
from bot.hello import NAME as START
from bot.locales import long_date
from bot.topic import Said
from bot.visitor_keys import key, keys
from store import submitted, wishes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardButton

    from bot.scene import Office
    from bot.words import Words
    from store.submitted import Senders, Submitted

_ON_A_PAGE: Final = 5


def page(session: Session, senders: Senders, at: int, words: Words, office: Office) -> Said:
    """Some of their letters, newest first."""
    last = [key(words("hello.key_start"), START, "start")]
    if senders.address is None:
        last.insert(0, key(words("status.key_link"), "pairing", "begin"))
    count = submitted.count(session, senders)
    if not count:
        return Said(text=words("status.none"), keyboard=keys(last))
    at = min(at, (count - 1) // _ON_A_PAGE)
    found = submitted.listed(session, senders, skip=at * _ON_A_PAGE, limit=_ON_A_PAGE)
    text = "\n\n".join([words("status.mine"), *(_entry(one, words, office) for one in found)])
    rows = [[key(one.message.ref, TOPIC, "one", one.message.ref)] for one in found]
    turns = []
    if at:
        turns.append(key(words("status.key_newer"), TOPIC, "page", str(at - 1)))
    if (at + 1) * _ON_A_PAGE < count:
        turns.append(key(words("status.key_older"), TOPIC, "page", str(at + 1)))
    return Said(text=text, keyboard=keys(*rows, *([turns] if turns else []), last))


def one(session: Session, found: Submitted, name: str, words: Words, office: Office) -> Said:
    """One letter, or what is said about it."""
    ref = found.message.ref
    if name in {ADD, CORRECT}:
        return Said(text=words(f"status.{name}", ref=ref))

    def button(verb: str, words_of: str) -> InlineKeyboardButton:
        return key(words(f"status.key_{words_of}"), TOPIC, verb, ref)

    to_list = key(words("status.key_list"), TOPIC, "page", "0")
    if name == "sure":
        text = words("status.sure", ref=ref)
        return Said(text=text, keyboard=keys([button("wished", "yes")], [button("one", "no")]))
    if name == "wished":
        return Said(text=words("status.wished", ref=ref), keyboard=keys([to_list]))
    text, acts = _entry(found, words, office), [[button(ADD, ADD), button(CORRECT, CORRECT)]]
    if wishes.of_message(session, found.message.id) is not None:
        text = f"{text}\n\n{words('status.wished', ref=ref)}"
    else:
        acts.append([button("sure", "withdraw")])
    return Said(text=text, keyboard=keys(*acts, [to_list]))


def _entry(found: Submitted, words: Words, office: Office) -> str:
    day = found.message.received_at.astimezone(office.zone).date()
    kinds = ", ".join(words(f"status.kind_{kind}") for kind in found.kinds or ("unread",))
    registered = ", ".join(filter(None, (one.register_ref for one in found.drafts)))
    state = words(f"status.state_{found.state}", register=registered)
    return words(
        "status.entry",
        ref=found.message.ref,
        date=long_date(day, words.language),
        kind=kinds,
        state=state,
    )
