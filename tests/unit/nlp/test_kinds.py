from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.kind import band, taken
from nlp.reading import KINDS, Band, Kind

if TYPE_CHECKING:
    from nlp.linear import Floats


def scores(**given: float) -> Floats:
    return np.array([given.get(str(kind), -5.0) for kind in KINDS])


def said(**given: float) -> list[Kind]:
    return [KINDS[number] for number in taken(scores(**given), second=0.0)]


def test_the_best_kind_is_taken_however_low_it_is() -> None:
    assert said(meeting=-1.0) == [Kind.MEETING]


def test_a_second_kind_is_taken_when_it_reaches_its_cut() -> None:
    assert said(request=2.0, offer=0.5, update=0.2) == [Kind.REQUEST, Kind.OFFER]


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
