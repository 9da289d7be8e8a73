"""A partner's scanned offer is read with gaps; officers fill them, through a restart."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest

from store import drafts
from store.model import DraftStatus
from tests.office import ALICE_ID, BOB_ID
from tests.questions import body
from tests.rehearsal import OFFICE
from tests.scanned_letters import a_scanned_pdf
from tests.town import a_town

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft
    from store.session import Database
    from tests.town import Town

PARTNER: Final = "lferreira@iadr.example"
LETTER: Final = """Instituto Andino de Derecho de Refugiados
Montevideo, 4 de marzo de 2026

Estimadas señoras, estimados señores:

Nos complace ofrecer nuestro apoyo a las autoridades de asilo de la región. Ponemos a su \
disposición tres formadoras con larga experiencia en la entrevista de solicitantes de asilo y en \
la valoración de la prueba, que pueden viajar o trabajar a distancia. Conocen también el trabajo \
de las salas que revisan las decisiones negativas.

Ofrecemos además nuestro curso en línea para quienes deciden en primera instancia, sin costo para \
la institución que lo reciba. El ofrecimiento vale de abril a diciembre de 2026 y está destinado \
en primer lugar a Bolivia y Paraguay.

Para cualquier consulta pueden escribir a la doctora Lucía Ferreira.

Les saludamos con nuestra más alta consideración.
"""

pytestmark = pytest.mark.timeout(400)


def the_draft(db: Database) -> Draft:
    with db.reading() as session:
        (found,) = drafts.listed(session)
    return found


def corrections(db: Database) -> list[tuple[str, object, object, object]]:
    with db.reading() as session:
        steps = drafts.history(session, the_draft(db).id)
    return [
        (one.who, one.details["field"], one.details["old"], one.details["new"])
        for one in steps
        if one.what == "corrected"
    ]


async def corrected_by_keyboard(town: Town, db: Database, card: Message) -> None:
    for word in ("Correct", "Areas", "Appeals"):
        await town.press(ALICE_ID, card, word)
    await town.until(lambda: town.buttons(card, "✅ Appeals"))
    await town.press(ALICE_ID, card, "Done")
    await town.shows_revision(card, the_draft(db).revision)


async def corrected_by_typing(town: Town, db: Database, card: Message) -> None:
    await town.press(BOB_ID, card, "Correct")
    await town.press(BOB_ID, card, "Start")
    asked = await town.seen("Reply to this message")
    town.sandbox.say(BOB_ID, OFFICE, "abril de 2026", reply_to=asked.id)
    await town.until(lambda: the_draft(db).content.facts.start)
    await town.shows_revision(card, the_draft(db).revision)


async def picture_of_evidence(town: Town, card: Message) -> Message:
    await town.press(ALICE_ID, card, "Evidence")
    shown = town.sandbox.messages
    await town.until(lambda: any(one.file for one in shown(OFFICE, by_bot=True)))
    return next(one for one in shown(OFFICE, by_bot=True) if one.file)


def test_a_scan_is_corrected_in_place_and_confirmed_after_a_restart(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_town(tmp_path) as town:
            async with town.at_work() as db:
                await town.mail(
                    "Adjuntamos nuestra carta.",
                    sender=PARTNER,
                    subject="Ofrecimiento",
                    pdf=a_scanned_pdf(LETTER),
                )
                card = await town.seen("ACSG-2026-0001-1")
                read = the_draft(db).content
                page = await picture_of_evidence(town, card)
                await corrected_by_keyboard(town, db, card)
                await corrected_by_typing(town, db, card)
                await town.until(lambda: town.mails(PARTNER))

            async with town.at_work() as db:
                assert await town.press(BOB_ID, card, "Confirm") == "Do you read Spanish?"
                told = await town.press(BOB_ID, card, "Yes, I read it")
                registered, said = the_draft(db), corrections(db)
                await town.reads(card, "OFF-2026-0001")

            assert (read.kind, read.beneficiaries, read.facts.start) == (
                "offer",
                ("BO", "PY"),
                None,
            )
            assert "appeals" not in {one.id for one in read.themes}
            assert ": scan.pdf, p. 1" in page.text
            assert page.file is not None
            assert page.file.is_photo
            assert "registered as OFF-2026-0001" in told
            assert (registered.status, registered.decided_by) == (DraftStatus.CONFIRMED, "Bob")
            assert registered.content.facts.start == "2026-04-01"
            assert said == [
                ("Alice", "themes", ["rsd", "training"], ["appeals", "rsd", "training"]),
                ("Bob", "facts.start", None, "2026-04-01"),
            ]
            (receipt,) = town.mails(PARTNER)
            assert receipt["Content-Language"] == "es"
            assert "ACSG-2026-0001" in body(receipt)

    asyncio.run(story())
