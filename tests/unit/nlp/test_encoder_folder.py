from __future__ import annotations

import json
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp import anchors, training
from nlp.analyse import load_reader
from nlp.criteria import criteria
from nlp.encoder_folder import OWN, SHIFTED, UnfitFolderError, contents_of, numbers_for
from nlp.encoder_graph import GraphEncoder, _numbering
from nlp.graph import open_vocabulary
from nlp.neighbours import lines_of
from nlp.reading import KINDS, Circumstances, Kind, Passage, Role
from nlp.training_cross import FOLDS, fold_of
from nlp.training_data import CORPUS

if TYPE_CHECKING:
    from nlp.encoder import Vectors

GOLDEN = Path(__file__).resolve().parents[2] / "corpus/encoder"
VOCABULARY = "sentencepiece.bpe.model"
ASKED = "We would be grateful for two trainers."
OWN_WORDS = [Passage(text=ASKED, role=Role.OWN)]
#: texts of each kind in each fold of voices, enough for every regression to have its labels
EACH = 2


def a_folder(at: Path, options: str = "") -> Path:
    at.mkdir()
    for name in ("model.onnx", VOCABULARY):
        shutil.copy(GOLDEN / name, at)
    if options:
        (at / "encoder.toml").write_text(options, encoding="utf-8")
    return at


def vectors(folder: Path, *texts: str) -> Vectors:
    return GraphEncoder(contents_of(folder)).encode(texts)


def some_texts(folder: Path) -> Path:
    """English texts of the corpus, some of each kind in each fold."""
    texts = [line for line in lines_of(CORPUS) if json.loads(line)["lang"] == "en"]
    chosen: list[bytes] = []
    for kind in KINDS:
        for fold in range(FOLDS):
            fitting = (
                line
                for line in texts
                if str(kind) in json.loads(line)["kind"]
                and fold_of(json.loads(line)["voice"]) == fold
            )
            chosen += islice(fitting, EACH)
    folder.mkdir()
    (folder / "some.jsonl").write_bytes(b"\n".join(dict.fromkeys(chosen)))
    return folder


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a reader that was fitted on a few texts."""
    place = tmp_path_factory.mktemp("encoder")
    folder = a_folder(place / "mine")
    training.build_beside(folder, None, some_texts(place / "texts"))
    return folder


@pytest.fixture
def copied(fitted: Path, tmp_path: Path) -> Path:
    """The same, for a test that spoils it."""
    return Path(shutil.copytree(fitted, tmp_path / "mine"))


def test_every_vector_has_length_one(tmp_path: Path) -> None:
    found = vectors(a_folder(tmp_path / "mine"), ASKED, "Two.")

    assert found.shape == (2, 32)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1], abs=1e-6)


def test_an_empty_text_gives_zeros(tmp_path: Path) -> None:
    assert not vectors(a_folder(tmp_path / "mine"), " ").any()


def test_what_fills_a_line_counts_for_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "mine")

    alone, beside = vectors(folder, "Two."), vectors(folder, "Two.", ASKED * 3)

    assert alone[0] == pytest.approx(beside[0], abs=1e-6)


def test_a_vector_is_the_mean_of_its_tokens(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "mine")
    encoder = GraphEncoder(contents_of(folder))
    ids = np.array([encoder._numbering.line(ASKED, 256)])

    mean = encoder._states(ids, np.ones_like(ids))[0].mean(axis=0)

    assert encoder.encode([ASKED])[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


def test_no_more_tokens_are_read_than_is_said(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "mine", "longest = 8")

    found = vectors(folder, ASKED, f"{ASKED} They could come in May.")

    assert found[0] == pytest.approx(found[1])


def test_a_prefix_stands_before_each_text(tmp_path: Path) -> None:
    plain, led = a_folder(tmp_path / "plain"), a_folder(tmp_path / "led", 'prefix = "query: "')

    assert vectors(led, ASKED)[0] == pytest.approx(vectors(plain, f"query: {ASKED}")[0])


def test_the_first_token_may_speak_for_all(tmp_path: Path) -> None:
    found = vectors(a_folder(tmp_path / "mine", 'pooling = "first"'), ASKED, "Two.")

    assert found[0] == pytest.approx(found[1])


def test_pieces_are_numbered_as_xlm_roberta_numbers_them() -> None:
    vocabulary = open_vocabulary(GOLDEN / VOCABULARY)

    own = _numbering(vocabulary, OWN).line("two ☃", 10)
    shifted = _numbering(vocabulary, SHIFTED).line("two ☃", 10)

    assert (own[0], own[-1], shifted[0], shifted[-1]) == (1, 2, 0, 2)
    assert (own[-2], shifted[-2]) == (0, 3)
    assert shifted[1:-2] == [piece + 1 for piece in own[1:-2]]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnfitFolderError, match=r"/mine: there is no such folder; give one that"):
        load_reader(f"{tmp_path}/mine")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("model.onnx", "model.onnx is missing; put the graph"),
        (VOCABULARY, r"its vocabulary is missing \(sentencepiece.bpe.model or .*; put it there"),
        ("reader.npz", "no reader was fitted .*; run python -m nlp.training --encoder /"),
        (
            "reader.json",
            "reader.npz and reader.json are damaged; run python -m nlp",
        ),
    ],
)
def test_a_file_that_lacks_is_named(copied: Path, name: str, line: str) -> None:
    (copied / name).unlink()

    with pytest.raises(UnfitFolderError, match=f"^{copied}: {line}"):
        load_reader(str(copied))


@pytest.mark.parametrize("name", ["model.onnx", VOCABULARY])
def test_numbers_that_were_fitted_with_other_weights_are_refused(copied: Path, name: str) -> None:
    with (copied / name).open("ab") as file:
        file.write(b"\0")

    with pytest.raises(UnfitFolderError, match="fitted with other weights than are here; run "):
        load_reader(str(copied))


def test_numbers_that_were_fitted_with_another_prefix_are_refused(copied: Path) -> None:
    (copied / "encoder.toml").write_text('prefix = "query: "', encoding="utf-8")

    with pytest.raises(UnfitFolderError, match="fitted with other weights"):
        load_reader(str(copied))


@pytest.mark.parametrize(
    ("field", "what"), [("taxonomy_version", "areas"), ("criteria_version", "criteria")]
)
def test_numbers_for_other_labels_are_refused(copied: Path, field: str, what: str) -> None:
    card = copied / "reader.json"
    card.write_text(json.dumps(json.loads(card.read_text()) | {field: "0"}))

    with pytest.raises(UnfitFolderError, match=f"fitted with other {what} than are here"):
        numbers_for(str(copied))


def test_numbers_that_are_cut_off_are_refused(copied: Path) -> None:
    numbers = copied / "reader.npz"
    numbers.write_bytes(numbers.read_bytes()[:1000])

    with pytest.raises(UnfitFolderError, match=r"reader.npz and reader.json are damaged; run "):
        load_reader(str(copied))


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ("pooling = max", "is no TOML"),
        ('pooling = "max"', "pooling cannot be 'max'; give mean or first"),
        ("longest = 0", "longest cannot be 0; give a number from 8 up"),
        ('colour = "red"', "says colour, which means nothing; it may say prefix, longest, pooling"),
    ],
)
def test_options_that_make_no_sense_are_named(tmp_path: Path, options: str, line: str) -> None:
    folder = a_folder(tmp_path / "mine", options)

    with pytest.raises(UnfitFolderError, match=f"encoder.toml:? {line}"):
        contents_of(folder)


@pytest.mark.parametrize(
    ("known", "strange", "line"),
    [
        (b"attention_mask", b"attention_musk", "model.onnx wants attention_musk"),
        (b"last_hidden_state", b"past_hidden_state", "gives neither last_hidden_state nor"),
    ],
)
def test_a_graph_of_another_shape_is_refused(
    tmp_path: Path, known: bytes, strange: bytes, line: str
) -> None:
    folder = a_folder(tmp_path / "mine")
    graph = folder / "model.onnx"
    graph.write_bytes(graph.read_bytes().replace(known, strange))

    with pytest.raises(UnfitFolderError, match=line):
        vectors(folder, ASKED)


@pytest.mark.parametrize(
    ("name", "line"),
    [("model.onnx", "model.onnx cannot be opened"), (VOCABULARY, "is no vocabulary of")],
)
def test_a_file_that_is_something_else_is_named(tmp_path: Path, name: str, line: str) -> None:
    folder = a_folder(tmp_path / "mine")
    (folder / name).write_bytes(b"something else")

    with pytest.raises(UnfitFolderError, match=line):
        vectors(folder, ASKED)


def test_a_vocabulary_larger_than_the_graph_knows_is_refused(tmp_path: Path) -> None:
    encoder = GraphEncoder(contents_of(a_folder(tmp_path / "mine")))
    ids = np.array([[701]])

    with pytest.raises(UnfitFolderError, match="fails on what its vocabulary gives"):
        encoder._states(ids, np.ones_like(ids))


def test_training_says_what_is_wrong_with_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        training.main(["--encoder", f"{tmp_path}/mine"])

    assert "/mine: there is no such folder" in capsys.readouterr().err


def test_a_letter_is_read_with_the_encoder_of_a_folder(fitted: Path) -> None:
    reader = load_reader(str(fitted))

    reading = reader.analyse(OWN_WORDS, Circumstances(), told=[Kind.REQUEST])

    assert [one.quote for one in reading.kinds[0].evidence] == [ASKED]
    assert [one.kind for one in reading.proposals] == [Kind.REQUEST]
    assert {one.id for one in reading.proposals[0].criteria} == set(criteria().ids)


def test_a_reading_names_numbers_and_weights(fitted: Path) -> None:
    card = load_reader(str(fitted)).card

    assert card.version == f"reader-{card.sha256[:12]}-{contents_of(fitted).fingerprint[:8]}"


def test_what_was_learned_finds_its_anchors_in_the_folder(fitted: Path) -> None:
    reader = load_reader(str(fitted))

    held = anchors.read(reader.card.name, reader.card.sha256, reader.folder)

    assert held.whole.shape == (reader.card.texts, 32)
