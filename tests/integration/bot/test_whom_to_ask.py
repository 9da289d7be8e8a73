"""Who may release a question, and who is never asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from store.model import DraftStatus
from tests.factories import a_content
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.questions import missing, previewed, questions

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


@pytest.mark.parametrize(
    "read", [{"automatic": True}, {"sender_address": "requests@acsg.example"}, {"bounce": True}]
)
def test_whoever_may_not_be_answered_is_not_asked(
    database: Database, tmp_path: Path, read: dict[str, Any]
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, below = await missing(office, **read)
            assert below.buttons == []

            for verb in ("question", "send"):
                query = await office.send_press(ALICE_ID, below, f"1:{verb}:1:1")
                assert "no sender who may be asked" in (query.answer or "")

            assert questions(office) == []
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_an_individual_case_is_never_asked(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(kind="individual_case"))
            await office.sandbox.until(lambda: len(office.shown()) > 0)
            card = office.shown()[-1]
            assert not any("Missing" in one["text"] for one in card.buttons)

            for verb in ("question", "send"):
                query = await office.send_press(ALICE_ID, card, f"1:{verb}:1:1")
                assert query.answer == "There is nothing to ask the sender."

            assert questions(office) == []

    asyncio.run(scene())


@pytest.mark.parametrize("role", ["reader", None])
def test_nobody_but_an_officer_sends_a_question(
    database: Database, tmp_path: Path, role: str | None
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            _, preview = await previewed(office)
            if role:
                with database.begin() as session:
                    session.connection().exec_driver_sql(
                        f"UPDATE officers SET role = '{role}' WHERE user_id = {BOB_ID}"
                    )

            query = await office.press(BOB_ID if role else MALLORY_ID, preview, "Send")

            assert "Nothing was changed." in (query.answer or "")
            assert questions(office) == []
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())
