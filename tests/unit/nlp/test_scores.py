"""Scores: counted as the guide of the labelled texts defines them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nlp.cases import Case
from nlp.evaluate import score
from nlp.reading import Band, Kind, KindFinding, Proposal
from nlp.records import Record, read_records
from nlp.scoreboard import as_json, as_text
from nlp.training_data import fingerprint
from tests.hands import READING


def record(kind: Kind = Kind.REQUEST, **more: Any) -> Record:
    plain: dict[str, Any] = {"id": "en-1", "language": "en", "channel": "email", "text": "words"}
    return Record(
        **{**plain, "subject": None, "sender": "", "kinds": (kind,), "themes": (), **more}
    )


def case(labelled: Record, *kinds: Kind, language: str = "en", **said: Any) -> Case:
    found = tuple(KindFinding(kind=kind, confidence=0.9, band=Band.SURE) for kind in kinds)
    drafts = tuple(
        Proposal(kind=kind, confidence=0.9, band=Band.SURE, **said)
        for kind in kinds
        if kind in {Kind.REQUEST, Kind.OFFER, Kind.GOOD_PRACTICE}
    )
    reading = replace(READING, kinds=found, proposals=drafts, language=language)
    return Case(record=labelled, reading=reading, passages=())


def consents(*pairs: tuple[bool | None, bool | None]) -> list[Case]:
    return [case(record(consent=true), Kind.REQUEST, consent=said) for true, said in pairs]


def test_the_commonest_answer_is_what_accuracy_is_to_be_compared_with() -> None:
    told = score(consents((None, None), (None, None), (None, None), (True, None))).overall

    assert told["consent_acc"] == told["consent_commonest_acc"] == pytest.approx(0.75)


def test_a_rare_answer_weighs_as_much_as_a_common_one() -> None:
    told = score(consents((None, None), (None, None), (None, None), (True, None))).overall

    assert told["consent_macro_f1"] == pytest.approx((6 / 7 + 0) / 2)


def test_consent_is_scored_on_requests_and_channelling_on_offers() -> None:
    told = score([case(record(Kind.OFFER, channelling="unhcr"), Kind.OFFER, channelling="unhcr")])

    assert told.overall["consent_acc"] is None
    assert told.overall["channelling_macro_f1"] == 1
    assert (told.counts["consent_acc"], told.counts["channelling_acc"]) == (0, 1)


def test_forms_are_right_only_when_all_of_them_are() -> None:
    labelled = record(forms=("technical", "material"))

    told = score([case(labelled, Kind.REQUEST, forms=("technical",))]).overall

    assert told["forms_acc"] == 0
    assert told["forms_macro_f1"] == pytest.approx(0.5)


def test_what_always_saying_the_commonest_forms_would_reach_stands_beside_them() -> None:
    usual, wide = record(forms=("technical",)), record(forms=("technical", "material"))

    told = score([case(usual, Kind.REQUEST), case(usual, Kind.OTHER), case(wide, Kind.OTHER)])

    assert told.overall["forms_commonest_f1"] == pytest.approx(2 * 3 / (3 + 4))


def test_a_field_of_a_text_without_a_draft_counts_as_nothing_found() -> None:
    told = score([case(record(consent=True), Kind.OTHER)]).overall

    assert told["consent_acc"] == 0


def test_a_text_that_asks_and_offers_says_nothing_about_facts() -> None:
    both = record(kinds=(Kind.REQUEST, Kind.OFFER), consent=True)

    assert score([case(both, Kind.REQUEST)]).counts["states_exact"] == 0


def test_public_pages_have_figures_of_their_own() -> None:
    cases = [
        case(record(), Kind.REQUEST),
        case(record(public=True), Kind.OTHER),
        case(record(Kind.OTHER, public=True), Kind.OFFER),
    ]

    told = score(cases)

    assert told.by_origin["public"]["draft_recall"] == 0
    assert told.by_origin["public"]["false_draft_rate"] == 1
    assert told.by_origin["composed"]["draft_recall"] == 1
    assert told.sizes["public"] == 2


def test_a_record_knows_whether_it_is_of_a_public_page() -> None:
    line = {"id": "1", "lang": "en", "channel": "letter", "text": "x", "kind": ["other"]}

    found = list(read_records([json.dumps(line), json.dumps(line | {"real": True})]))

    assert [one.public for one in found] == [False, True]


def test_where_a_text_comes_from_does_not_change_what_models_were_made_of() -> None:
    assert fingerprint([record()]) == fingerprint([record(public=True)])


def test_the_worst_language_is_named() -> None:
    cases = [
        case(record(), Kind.REQUEST),
        case(record(language="fr"), Kind.OTHER, language="fr"),
    ]

    told = score(cases)

    assert told.worst_language["kind_macro_f1"] == "fr"
    assert "worst language: kind_macro_f1 fr (0.000)" in as_text(told)


def test_every_measure_says_how_many_texts_stand_behind_it() -> None:
    told = score([case(record(), Kind.REQUEST), case(record(Kind.OTHER), Kind.OTHER)])

    assert set(told.counts) == set(told.overall)
    assert told.counts["draft_recall"] == told.counts["false_draft_rate"] == 1


def test_programs_get_the_measures_and_their_groups() -> None:
    told = json.loads(as_json(score([case(record(), Kind.REQUEST)])))

    assert told["texts"] == told["kind_macro_f1"] == 1
    assert {"by_language", "by_channel", "kinds", "counts", "by_origin"} <= set(told)


def test_no_text_at_all_is_no_trouble() -> None:
    assert as_text(score([])).startswith("0 texts")
