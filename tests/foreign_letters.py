"""Letters in languages that not everybody in the office reads, and what is pressed; for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store import audit, officer_languages, officers
from store.model import DraftStatus, OfficerRole
from tests.factories import a_content, a_read_message, a_segment
from tests.more import more, words
from tests.office import BOB_ID, MALLORY_ID

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from tests.office import TestOffice

ASK = "🗣 Ask a reader"
YES = "✅ Yes, I read it – confirm"
ANYHOW = "✅ Confirm all the same"
SPANISH = "Pedimos apoyo. Necesitamos formación. Necesitamos equipos. Esperamos su respuesta."


async def a_card(office: TestOffice, language: str, spanish: str = "") -> Message:
    segments = [a_segment(language=language)]
    if spanish:
        other = replace(a_segment(), language="es", text=spanish, name="anexo.pdf")
        segments.append(replace(other, index=1, origin="attachment"))
    read = a_read_message(language=language, segments=tuple(segments))
    office.letter(a_content(), read=read)
    await office.sandbox.until(office.shown)
    return office.shown()[-1]


async def asked(office: TestOffice, card: Message, user: int = BOB_ID) -> str:
    """What Confirm answers where it asks."""
    answer = (await office.press(user, card, "✅ Confirm")).answer or ""
    await office.button(card, ANYHOW)
    assert office.draft().status is DraftStatus.DRAFT
    return answer


def named(office: TestOffice, user: int) -> tuple[str, ...]:
    with office.db.reading() as session:
        return officer_languages.named(session, user)


def steps(office: TestOffice) -> dict[str, dict[str, object]]:
    with office.db.reading() as session:
        return {one.what: one.details for one in audit.of_draft(session, 1)}


async def corrected(office: TestOffice, card: Message, user: int) -> None:
    """The kind, to an offer."""
    await office.press(user, card, "Correct")
    await office.button(card, "Kind")
    await office.press(user, card, "Kind")
    await office.sandbox.until(lambda: any("offer" in one.lower() for one in words(card)))
    await office.press(user, card, next(one for one in words(card) if "offer" in one.lower()))
    await office.button(card, "✅ Confirm")


async def handed(office: TestOffice, card: Message) -> Message:
    """Bob asks Mallory, who only looks, to read it; the line that says so."""
    with office.db.begin() as session:
        officers.add(session, MALLORY_ID, OfficerRole.READER, name="Mallory", now=office.now())
    office.reads(MALLORY_ID, "ru")
    await more(office, card, ASK, BOB_ID)
    await office.see("who reads Russian?")
    line = office.shown()[-1]
    await office.press(BOB_ID, line, "Mallory")
    await office.see("· Mallory is asked to read it.", line)
    await office.button(line, "✅ I read it: all right")
    await office.press(BOB_ID, card, "Back")
    await office.button(card, "✅ Confirm")
    return line
