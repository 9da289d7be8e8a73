from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store import prompts
from store.prompts import Prompt
from tests.factories import NOW

if TYPE_CHECKING:
    from store.session import Database

FIRST = Prompt(draft_ref="ACSG-2026-0001-1", revision=1, asked_at=NOW)
#: a group's id and a person's, both beyond 32 bits
CHAT, OFFICER = -1_001_234_567_890, 7_123_456_789


def test_a_prompt_is_kept_as_it_was_asked(database: Database) -> None:
    with database.begin() as session:
        prompts.remember(session, CHAT, OFFICER, FIRST)

    with database.reading() as session:
        assert prompts.of_officer(session, CHAT, OFFICER) == FIRST


def test_a_later_prompt_takes_the_place_of_an_earlier_one(database: Database) -> None:
    later = replace(FIRST, draft_ref="ACSG-2026-0002-1", revision=4)
    with database.begin() as session:
        prompts.remember(session, CHAT, OFFICER, FIRST)
        prompts.remember(session, CHAT, OFFICER, later)

    with database.reading() as session:
        assert prompts.of_officer(session, CHAT, OFFICER) == later


def test_what_a_message_asks_is_kept_when_the_officer_is_asked_something_else(
    database: Database,
) -> None:
    with database.begin() as session:
        prompts.note(session, CHAT, 8, FIRST)
        prompts.remember(session, CHAT, OFFICER, replace(FIRST, draft_ref="ACSG-2026-0002-1"))
        prompts.forget(session, CHAT, OFFICER)

    with database.reading() as session:
        assert prompts.of_message(session, CHAT, 8) == FIRST
        assert prompts.of_message(session, CHAT, 9) is None


def test_a_number_that_a_chat_gives_again_means_what_was_asked_last(database: Database) -> None:
    later = replace(FIRST, draft_ref="ACSG-2026-0002-1", revision=4, what="wording", argument="x")
    with database.begin() as session:
        prompts.note(session, CHAT, 8, FIRST)
        prompts.note(session, CHAT, 8, later)

    with database.reading() as session:
        assert prompts.of_message(session, CHAT, 8) == later


def test_prompts_to_others_and_in_other_chats_are_not_touched(database: Database) -> None:
    with database.begin() as session:
        for chat, officer in ((CHAT, OFFICER), (CHAT, 1), (2, OFFICER)):
            prompts.remember(session, chat, officer, FIRST)

        prompts.forget(session, CHAT, OFFICER)

        assert prompts.of_officer(session, CHAT, OFFICER) is None
        assert prompts.of_officer(session, CHAT, 1) == FIRST
        assert prompts.of_officer(session, 2, OFFICER) == FIRST
