"""An authority links its chat to its official address, sends a request, and wants it back."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

import pytest

from bot.words import words_in
from store import drafts
from store.model import DraftStatus
from tests.office import ALICE_ID
from tests.questions import body
from tests.town import a_town

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Draft
    from store.session import Database
    from tests.town import Town

MARIAMA: Final = 31
ADDRESS: Final = "mariama.sissoko@interieur-ne.example"
LETTER: Final = """Au nom du ministère de l'Intérieur du Niger, nous demandons l'appui du Groupe \
pour former quinze agents de notre Commission nationale d'éligibilité à l'entretien des enfants et \
pour réduire l'arriéré de 4 000 dossiers. Notre plan d'action national prévoit la création d'une \
unité spécialisée, mais nous n'avons personne pour former ses agents. Nous souhaitons deux experts \
pendant six mois à partir de septembre 2026."""
REF: Final = "ACSG-2026-0001"

pytestmark = pytest.mark.timeout(400)
words = words_in("fr")


def the_draft(db: Database) -> Draft:
    with db.reading() as session:
        (found,) = drafts.listed(session)
    return found


async def says(town: Town, text: str) -> Message:
    """What the bot answers to a text."""
    before = len(town.told(MARIAMA))
    town.sandbox.say(MARIAMA, MARIAMA, text)
    await town.until(lambda: len(town.told(MARIAMA)) > before)
    return town.told(MARIAMA)[-1]


async def presses(town: Town, message: Message, word: str) -> Message:
    """What the bot's newest message is once a button had its effect."""
    before = [(one.id, one.text) for one in town.told(MARIAMA)]
    await town.press(MARIAMA, message, word)
    await town.until(lambda: [(one.id, one.text) for one in town.told(MARIAMA)] != before)
    return town.told(MARIAMA)[-1]


async def code_that_came(town: Town) -> str:
    await town.until(lambda: town.mails(ADDRESS))
    found = re.search(r"\d{8}", body(town.mails(ADDRESS)[0]))
    assert found is not None
    return found[0]


async def linked(town: Town) -> str:
    """What they are told once their chat is linked to their address."""
    await says(town, "/link")
    await says(town, ADDRESS)
    return (await says(town, await code_that_came(town))).text


async def wished(town: Town) -> str:
    """What they are told once they have said twice that they want their letter back."""
    page = await says(town, "/status")
    assert words("status.key_link") not in {one["text"] for one in page.buttons}
    letter = await presses(town, page, REF)
    sure = await presses(town, letter, words("status.key_withdraw"))
    return (await presses(town, sure, words("status.key_yes"))).text


async def let_go(town: Town, db: Database, card: Message) -> Draft:
    """Alice does as they wish, and tells them."""
    await town.press(ALICE_ID, card, "Reject")
    await town.press(ALICE_ID, card, "Sender withdraws")
    await town.press(ALICE_ID, card, "Answer the sender")
    await town.press(ALICE_ID, await town.seen("not sent yet"), "Send")
    # the minute in which it can be undone
    town.later(seconds=61)
    told = await town.hears(MARIAMA, words("declined.withdrawn"))
    assert words("declined.request") not in told.text
    return the_draft(db)


def test_a_linked_authority_withdraws_and_an_officer_decides_after_a_restart(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with a_town(tmp_path) as town:
            town.sandbox.chats.add_user(MARIAMA, "Mariama Sissoko", "fr")
            async with town.at_work() as db:
                assert ADDRESS in await linked(town)
                town.sandbox.say(MARIAMA, MARIAMA, LETTER)
                card = await town.seen(f"{REF}-1")
                await town.reads(card, f"chat, linked to {ADDRESS}")
                await town.hears(MARIAMA, REF)

            async with town.at_work() as db:
                heard = await wished(town)
                alarm = await town.seen(f"{REF}: the sender wants to withdraw it")
                await town.reads(card, "the sender wants to withdraw it")
                still = the_draft(db)
                decided = await let_go(town, db, card)
                after = await says(town, "/status")

            assert words("status.wished", ref=REF) in heard
            assert "by chat, linked to an address" in alarm.text
            assert still.status is DraftStatus.DRAFT
            assert (decided.status, decided.decided_by) == (DraftStatus.REJECTED, "Alice")
            assert decided.reason == "Its sender wants to withdraw it."
            assert words("status.state_closed") in after.text

    asyncio.run(story())
