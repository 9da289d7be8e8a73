"""Two officers decide on one draft at the same moment, and the program dies in the middle."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import select

from bot.callbacks import Press, Verb, pack
from store import drafts, officer_languages
from store.model import OPEN_STATUSES, DraftStatus
from store.tables import RevisionRow
from tests.office import ALICE_ID, BOB_ID
from tests.town import a_town

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message, Query
    from store.model import Draft
    from store.session import Database
    from tests.town import Town

BELGIUM: Final = """Notre office de protection propose au Groupe d'accueillir pendant deux mois \
cinq responsables d'une autorité d'asile partenaire pour une visite d'étude sur le traitement de \
l'arriéré. Nous prenons en charge le voyage et le logement. L'Office fédéral belge pour les \
réfugiés, Bruxelles."""
DENMARK: Final = """The Danish Immigration Service offers support in country of origin \
information. We can send two researchers for three months to an asylum authority that wants to \
set up its own unit, and train its staff."""
FIRST: Final = "ACSG-2026-0001-1"
SECOND: Final = "ACSG-2026-0002-1"
#: what stands once the race is over, and the step that the audit keeps of it
OUTCOMES: Final = {DraftStatus.CONFIRMED: "confirmed", DraftStatus.REJECTED: "rejected"}

pytestmark = pytest.mark.timeout(400)


def stands(db: Database, ref: str) -> Draft:
    with db.reading() as session:
        found = drafts.by_ref(session, ref)
    assert found is not None
    return found


def decisions(db: Database, draft: Draft) -> list[tuple[str, str]]:
    with db.reading() as session:
        steps = drafts.history(session, draft.id)
    return [(one.what, one.who) for one in steps if one.what in OUTCOMES.values()]


def revisions(db: Database, draft: Draft) -> list[int]:
    with db.reading() as session:
        rows = select(RevisionRow.revision).where(RevisionRow.draft_id == draft.id)
        return sorted(session.scalars(rows))


def both_press(town: Town, draft: Draft, card: Message) -> list[Query]:
    """Alice confirms; Bob, who has the reasons open, rejects."""
    confirm = Press(verb=Verb.CONFIRM, draft=draft.id, revision=draft.revision)
    reject = replace(confirm, verb=Verb.REASON, argument="not_for_us")
    return [
        town.sandbox.press(ALICE_ID, card.id, pack(confirm)),
        town.sandbox.press(BOB_ID, card.id, pack(reject)),
    ]


def one_decision_stands(db: Database, ref: str) -> None:
    draft = stands(db, ref)
    assert decisions(db, draft) == [(OUTCOMES[draft.status], draft.decided_by)]
    assert revisions(db, draft) == list(range(1, draft.revision + 1))


def test_one_of_two_decisions_stands_whenever_the_program_dies(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_town(tmp_path) as town, town.to_be_killed() as (program, db):
            await town.mail(BELGIUM, sender="office@refugies-be.example", subject="Proposition")
            first = await town.seen(FIRST)
            with db.begin() as session:
                officer_languages.add(session, ALICE_ID, ["en", "fr"])
            await town.mail(DENMARK, sender="coi@us-dk.example", subject="Offer")
            second = await town.seen(SECOND)

            both_press(town, stands(db, FIRST), first)
            await town.until(lambda: stands(db, FIRST).status not in OPEN_STATUSES)
            await asyncio.to_thread(program.kill)
            waiting = both_press(town, stands(db, SECOND), second)
            await asyncio.to_thread(program.start)
            await town.until(lambda: all(one.is_answered for one in waiting))
            for ref, card in ((FIRST, first), (SECOND, second)):
                by = stands(db, ref).decided_by
                # whoever was not told before the program died sees it there
                await town.reads(card, f"· {by}, ")
                one_decision_stands(db, ref)

            told = {one.sender.name: one.answer or "" for one in waiting}
            winner = stands(db, SECOND).decided_by
            (late,) = {"Alice", "Bob"} - {winner}
            assert f"by {winner}, " in told[late]

    asyncio.run(story())
