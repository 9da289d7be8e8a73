"""A letter, the answer to our question on it, and the letter once more: with the real reader."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp.analyse import load_reader
from store import likenesses
from store.model import DraftStatus
from tests.hands import ReadingHands
from tests.threads import Desk, answering

if TYPE_CHECKING:
    from nlp.analyse import Reader
    from store.session import Database

LETTERS = tomllib.loads(
    Path(__file__).parents[1].joinpath("corpus/likeness/letters.toml").read_text(encoding="utf-8")
)["fr"]
ANSWER = """Chers collègues,

nous vous remercions de vos questions. Notre objectif est de ramener le délai d'enregistrement à
trois jours ; en juin 2027 dix agents seront formés et en décembre 2027 les vingt le seront tous.
Nous mesurerons les résultats par le nombre de demandes enregistrées chaque mois et par la part
des dossiers sans erreur. Après la fin du projet, les agents formés formeront leurs nouveaux
collègues chaque année, sur le budget de la Commission.

Nous acceptons que notre demande soit communiquée à d'autres États.
"""

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the reader does not know which it has"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.fixture
def desk(database: Database, reader: Reader) -> Desk:
    return Desk(database, hands=ReadingHands(reader=reader))


def test_the_answer_to_our_question_completes_the_letter(desk: Desk) -> None:
    letter = desk.mail(LETTERS["letter"], sender="commission@refugies.example")
    before = {one.id: one for one in desk.draft(letter).content.criteria}

    desk.mail(ANSWER, sender="commission@refugies.example", headers=answering(desk.ask(letter)))

    draft = desk.draft(letter)
    after = {one.id: one for one in draft.content.criteria}
    assert draft.status is DraftStatus.DRAFT
    assert (before["15vii"].status, after["15vii"].status) == ("not_evidenced", "evidenced")
    assert "milestones" in after["15ii"].parts
    assert draft.content.consent is True


def test_the_letter_once_more_by_chat_looks_the_same(desk: Desk) -> None:
    letter = desk.mail(LETTERS["letter"], sender="commission@refugies.example")

    again = desk.draft(desk.chat(LETTERS["again"]))

    with desk.db.reading() as session:
        [one] = likenesses.undecided(session, again.id)
    assert (one.other_id, one.reason) == (desk.draft(letter).id, "same_words")
