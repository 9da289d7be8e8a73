"""The language of what the same sender or thread wrote before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from store import drafts, earlier, inbox
from tests.factories import NOW, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.session import Database

SENDER = "ministry@example.org"


def wrote(db: Database, language: str, number: int = 1, **arrival: Any) -> None:
    """A message that was read as written in a language."""
    raw = f"Subject: {number}\r\n\r\n{language}\r\n".encode()
    read = a_read_message(language=language, message_id=f"<{number}@example.org>")
    with db.begin() as session:
        chosen = an_arrival(**{"raw": raw, "sender": SENDER, **arrival})
        # ids of one moment are in no order
        at = NOW + timedelta(minutes=number)
        [accepted] = inbox.accept(session, [chosen], now=at, year=2026)
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)
        drafts.save_reading(session, accepted.id, 1, read, (), now=NOW)


def told(db: Database, sender: str | None = SENDER, *thread: str) -> str | None:
    with db.reading() as session:
        return earlier.language(session, sender=sender, thread=thread)


def test_a_first_message_has_no_earlier_language(database: Database) -> None:
    assert told(database) is None


def test_the_last_message_of_the_sender_counts(database: Database) -> None:
    wrote(database, "fr", 1)
    wrote(database, "es", 2)

    assert told(database) == "es"


def test_what_could_not_be_told_before_says_nothing(database: Database) -> None:
    wrote(database, "fr", 1)
    wrote(database, "und", 2)

    assert told(database) == "fr"


def test_a_thread_goes_before_its_sender(database: Database) -> None:
    wrote(database, "fr", 1, sender="colleague@example.org")
    wrote(database, "es", 2)

    assert told(database, SENDER, "<1@example.org>") == "fr"


def test_messages_of_nobody_have_nothing_in_common(database: Database) -> None:
    wrote(database, "fr", 1, sender="")

    assert told(database, "") is None
