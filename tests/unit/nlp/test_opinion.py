from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp import held_out
from nlp.linear import sigmoid
from nlp.mixing import kind_voices, mixed, sentence_voices
from nlp.model import load
from nlp.opinion import UNREAD, Heads, Opinion, Opinions, sentence_labels, whole_labels
from nlp.reading import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from nlp.linear import Floats

COLUMNS = 6
CHANCE = np.random.default_rng(7)


def some_heads(**changes: Floats) -> Heads:
    arrays = {
        "sentence": CHANCE.normal(size=(sum(sentence_labels().values()), 3 * COLUMNS)),
        "sentence_offset": np.zeros(sum(sentence_labels().values())),
        "whole": CHANCE.normal(size=(sum(whole_labels().values()), COLUMNS)),
        "whole_offset": np.zeros(sum(whole_labels().values())),
        "shares": np.ones(len(whole_labels())),
    }
    return Heads({**arrays, **changes})


def some_words(count: int) -> Floats:
    """Vectors after the raised layers and before them."""
    return CHANCE.normal(size=(count, 2 * COLUMNS))


def an_opinion(sentences: int = 2) -> Opinion:
    owners = [number for number in range(sentences) for _ in range(3)]
    return some_heads().opinion(some_words(len(owners)), owners, sentences)


def test_every_question_has_a_score_for_each_of_its_labels() -> None:
    opinion = an_opinion(sentences=3)

    assert {name: len(scores) for name, scores in opinion.whole.items()} == whole_labels()
    shapes = {name: scores.shape for name, scores in opinion.sentences.items()}
    assert shapes == {name: (3, count) for name, count in sentence_labels().items()}


def test_a_sentence_that_was_not_read_speaks_for_nothing() -> None:
    opinion = some_heads().opinion(some_words(4), [0, 0, -1, -1], 2)

    assert (opinion.sentences["areas"][1] == UNREAD).all()
    assert (opinion.sentences["areas"][0] != UNREAD).all()


def test_sentences_add_nothing_where_their_share_is_nothing() -> None:
    words, heads = some_words(4), some_heads(shares=np.zeros(len(whole_labels())))

    one = heads.opinion(words, [0, 0, 0, 0], 1).whole["kinds"]
    two = heads.opinion(words, [0, 0, 1, 1], 2).whole["kinds"]

    assert one == pytest.approx(two)


def test_opinions_that_are_kept_come_back(tmp_path: Path) -> None:
    kept = {"en-1": an_opinion(2), "fr-1": an_opinion(5)}

    held_out.write(tmp_path / "kept.npz", kept)
    read = held_out.read(tmp_path / "kept.npz")

    for name, opinion in kept.items():
        for question, scores in opinion.whole.items():
            assert read[name].whole[question] == pytest.approx(scores, rel=0.01, abs=0.01)
        for question, scores in opinion.sentences.items():
            assert read[name].sentences[question] == pytest.approx(scores, rel=0.01, abs=0.01)


def test_without_an_opinion_the_quick_voice_alone_is_heard() -> None:
    voices = kind_voices(np.zeros(len(KINDS)), None)

    assert mixed(voices.T, np.array([1.0, 0.0])) == pytest.approx(np.log(np.full(8, 1 / 8)))


def test_a_sentence_is_heard_by_itself_and_in_its_message() -> None:
    model, _ = load("use")
    opinion = an_opinion(2)

    voices = sentence_voices(np.zeros((3, 512)), model.criteria, "criteria", opinion)

    assert voices.shape == (2, 9, 3)
    assert voices[:, :, 1] == pytest.approx(opinion.sentences["criteria"])
    assert voices[1, :, 2] == pytest.approx(opinion.whole["criteria"])


@pytest.fixture(scope="module")
def shipped() -> Opinions:
    return Opinions()


def test_the_same_words_in_another_order_of_messages_score_the_same(shipped: Opinions) -> None:
    text = ["Nous avons 412 dossiers en attente depuis 2021.", "Qui pourrait nous aider ?"]

    first = shipped.of(text, "Appui")
    shipped.of(["Something else."], "")
    again = shipped.of(text, "Appui")

    assert sigmoid(first.whole["areas"]) == pytest.approx(sigmoid(again.whole["areas"]))
