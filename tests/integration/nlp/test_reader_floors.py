from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from nlp.areas import area_scores, likeness, signals, weighing_of
from nlp.criteria import criteria
from nlp.linear import softmax
from nlp.model import load
from nlp.network import FOLDER, fingerprint_of
from nlp.records import read_folder
from nlp.taxonomy import taxonomy
from nlp.training_cross import fold_of
from nlp.training_data import CORPUS, fingerprint, prototypes, remembering, samples
from nlp.training_fit import fit_area_sentences, fit_area_whole, fit_kinds
from nlp.training_tune import firsts_said, macro_f1

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
MODELS = ("both", "use")


@pytest.mark.parametrize("name", MODELS)
def test_a_model_keeps_to_its_floors_on_voices_it_has_not_seen(name: str) -> None:
    _, card = load(name)

    below = {
        measure: (card.scores[measure], floor)
        for measure, floor in FLOORS[name].items()
        if card.scores[measure] < floor
    }

    assert below == {}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_was_trained_on_the_texts_and_words_that_are_here(name: str) -> None:
    _, card = load(name)

    made_of = (card.corpus, card.taxonomy_version, card.criteria_version)
    here = (fingerprint(read_folder(CORPUS)), taxonomy().version, criteria().version)
    assert made_of == here, "run python -m nlp.training"


def test_the_reader_was_fitted_with_the_network_that_is_here() -> None:
    _, card = load("both")

    assert card.network == fingerprint_of(FOLDER), "run python -m nlp.training"


def test_the_small_reader_needs_no_network() -> None:
    _, card = load("use")

    assert card.network == ""


@pytest.mark.slow
def test_a_reader_fitted_here_does_as_well_on_a_fold_of_new_voices() -> None:
    encoder = remembering(None)
    texts = samples(read_folder(CORPUS), encoder, {})
    described, owners = prototypes(encoder)
    held = [text for text in texts if fold_of(text.voice) == 0]
    model, _ = load("use")
    weighing = weighing_of(model)

    others = [text for text in texts if fold_of(text.voice) != 0]
    kinds, whole, close = fit_kinds(others), fit_area_whole(others), fit_area_sentences(others)

    said = firsts_said(np.array([kinds.scores(text.document.whole[None])[0] for text in held]))
    hits = []
    for text in held:
        if text.areas.any() and text.leads_to_draft:
            rows = text.document.rows
            seen = signals(
                whole.scores(text.document.whole[None])[0],
                softmax(close.scores(rows))[:, :-1],
                likeness(rows, described, owners),
                None,
            )
            scores = area_scores(seen, weighing)
            hits.append(text.areas[np.argsort(-scores)[:3]].any())
    reached = macro_f1(np.array([text.kinds for text in held]), said)
    assert reached >= FLOORS["one_fold"]["kind_macro_f1"]
    assert np.mean(hits) >= FLOORS["one_fold"]["theme_top3_hit"]
