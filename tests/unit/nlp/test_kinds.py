from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.kind import band, first, taken
from nlp.reading import KINDS, Band, Kind
from nlp.second import SIGNALS, second_scores, second_signals

if TYPE_CHECKING:
    from nlp.linear import Floats


def scores(**given: float) -> Floats:
    return np.array([given.get(str(kind), -5.0) for kind in KINDS])


def said(**given: float) -> list[Kind]:
    line = scores(**given)
    return [KINDS[number] for number in taken(first(line), line, np.array([0.0, 1.0]))]


def test_the_best_kind_is_taken_however_low_it_is() -> None:
    assert said(meeting=-1.0) == [Kind.MEETING]


def test_a_second_kind_is_taken_when_it_reaches_its_cut() -> None:
    assert said(request=2.0, offer=0.5, update=0.2) == [Kind.REQUEST, Kind.OFFER]


def test_beside_a_kind_without_a_draft_a_second_kind_needs_more() -> None:
    assert said(meeting=2.0, offer=0.5) == [Kind.MEETING]
    assert said(meeting=2.0, offer=1.5) == [Kind.MEETING, Kind.OFFER]


def test_other_stands_alone() -> None:
    assert said(other=2.0, request=1.0) == [Kind.OTHER]
    assert said(request=2.0, other=1.0) == [Kind.REQUEST]


def test_an_authoritys_letter_is_not_set_aside_as_a_case_when_in_doubt() -> None:
    assert said(individual_case=1.0, request=0.5) == [Kind.REQUEST]
    assert said(individual_case=3.0, request=0.5) == [Kind.INDIVIDUAL_CASE]


@pytest.mark.parametrize(
    ("confidence", "word"), [(0.95, Band.SURE), (0.7, Band.LIKELY), (0.3, Band.UNSURE)]
)
def test_confidence_in_one_word(confidence: float, word: Band) -> None:
    assert band(confidence) is word


REQUEST, OFFER = KINDS.index(Kind.REQUEST), KINDS.index(Kind.OFFER)


def test_a_sentence_that_offers_and_does_not_ask_speaks_for_an_offer_beside_a_request() -> None:
    acts = np.full((2, len(KINDS)), -4.0)
    acts[0, REQUEST], acts[1, OFFER] = 3.0, 2.0

    signals = second_signals(scores(request=2.0), REQUEST, acts)

    assert signals[OFFER, -1] == pytest.approx(6.0)


def test_without_sentences_only_the_scores_of_the_whole_count() -> None:
    signals = second_signals(scores(request=2.0, offer=1.0), REQUEST, None)

    assert signals[OFFER].tolist() == [1.0, 2.0, 0.0, 0.0, 0.0]


def test_the_offset_of_a_second_kind_stands_last() -> None:
    weights = np.array([1.0, *[0.0] * (SIGNALS - 1), 0.5])

    assert second_scores(scores(offer=1.0), REQUEST, None, weights)[OFFER] == pytest.approx(1.5)
