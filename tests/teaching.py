"""Officers decide on letters of a ministry whose manner no reader understands at first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.records import read_records
from store import decisions, drafts, inbox, openings
from store.readings import Versions
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, a_segment, an_arrival

if TYPE_CHECKING:
    from datetime import datetime

    from nlp.records import Record
    from store.content import Content
    from store.session import Database

FOLDER = Path(__file__).with_name("corpus") / "learning"
VERSIONS = Versions(language="en", model="model-1", criteria="criteria-1")


def standings(name: str) -> tuple[Record, ...]:
    """`corrected`: what officers see; `unseen`: other letters of the same manner."""
    text = (FOLDER / f"standings-{name}.jsonl").read_text(encoding="utf-8")
    return tuple(read_records(text.split("\n")))


def a_letter(
    db: Database,
    number: int,
    text: str,
    *contents: Content,
    kind: str = "update",
    subject: str = "",
) -> str:
    """A letter that was read as of this kind, and gave these drafts."""
    read = a_read_message(
        subject=subject or None, kinds=((kind, 0.9, "sure"),), segments=(a_segment(text),)
    )
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
        drafts.save_reading(session, kept.id, 1, read, contents, now=NOW)
    return kept.id


def opened(db: Database, message_id: str, kind: str, now: datetime = NOW) -> int:
    """An officer has a draft made under the note; gives its number."""
    with db.begin() as session:
        attempt = openings.ask(
            session, message_id, kind, ALICE, chat_id=-100, chat_message=7, now=now
        )
        assert isinstance(attempt, int)
        content = a_content(kind=kind, themes=(), band="officer")
        draft = openings.save(session, message_id, attempt, content, VERSIONS, now=now)
        assert draft is not None
    return draft.id


def corrected(db: Database, draft_id: int, kind: str, revision: int = 1) -> None:
    with db.begin() as session:
        decisions.correct(
            session, draft_id, revision, BOB,
            change=lambda content: replace(content, kind=kind), field="kind",
            old="good_practice", new=kind, now=NOW,
        )  # fmt: skip


def confirmed(db: Database, draft_id: int, revision: int = 1) -> None:
    with db.begin() as session:
        decisions.confirm(session, draft_id, revision, ALICE, now=NOW)


def draft_of(db: Database, message_id: str) -> int:
    with db.reading() as session:
        return drafts.of_message(session, message_id)[0].id


def teach(db: Database, records: tuple[Record, ...]) -> None:
    """Every other letter gave a draft that an officer corrected, the others a note only."""
    for number, record in enumerate(records):
        (kind,) = record.kinds
        if number % 2:
            message_id = a_letter(db, number, record.text)
            opened(db, message_id, kind)
        else:
            practice = a_content(kind="good_practice", themes=())
            message_id = a_letter(db, number, record.text, practice, kind="good_practice")
            corrected(db, draft_of(db, message_id), kind)
