"""What needs no torch of raising the network: first weights, vocabulary, labels of sentences."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.graph import Vocabulary
from nlp.reading import KINDS, Kind
from nlp.records import read_records
from nlp.tuning import vocabulary, weights
from nlp.tuning.excerpts import excerpts, whole
from nlp.tuning.texts import text_of

if TYPE_CHECKING:
    from pathlib import Path

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "a", "▁ask", "s", "▁бюро", "中", "<mask>")
SCORES = (0.0, 0.0, 0.0, 0.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0, 0.0)


def a_file(path: Path) -> Path:
    """A file of one plain tensor and one of four bits, in the layout that the package uses."""
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<i6iifi", 1, 32, 1, 1, 64, len(PIECES), 512, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += ends.tobytes() + np.array(SCORES, "<f4").tobytes() + blob + struct.pack("<iI", 0, 0)
    plain = np.array([1.5, -2.5], "<f4").tobytes()
    packed = np.float16(0.5).tobytes() + bytes([0xF8] * 16)
    entries = [("plain", 0, 2, plain), ("small", 1, 32, packed)]
    directory = struct.pack("<i", len(entries))
    start = len(head) + len(directory) + sum(2 + len(name) + 21 for name, *_ in entries)
    for name, kind, count, content in entries:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, start, len(content))
        start += len(content)
    path.write_bytes(head + directory + plain + packed)
    return path


def test_plain_numbers_come_as_they_are(tmp_path: Path) -> None:
    read = weights.read(a_file(tmp_path / "w.bin"))

    assert read.tensors["plain"].tolist() == [1.5, -2.5]


def test_four_bits_are_widened_low_ones_first(tmp_path: Path) -> None:
    read = weights.read(a_file(tmp_path / "w.bin"))

    assert read.tensors["small"].tolist() == [0.0] * 16 + [3.5] * 16


def test_the_pieces_of_words_keep_their_scores(tmp_path: Path) -> None:
    read = weights.read(a_file(tmp_path / "w.bin"))

    assert (read.pieces, read.scores.tolist()) == (PIECES, [*SCORES])


def test_another_file_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"nothing of the kind")

    with pytest.raises(ValueError, match=r"other\.bin"):
        weights.read(tmp_path / "other.bin")


def test_a_text_is_cut_into_the_best_pieces(tmp_path: Path) -> None:
    read = weights.read(a_file(tmp_path / "w.bin"))
    pieces = vocabulary.build(read, range(len(PIECES) - 1))

    assert [PIECES[number] for number in pieces.tokens("  ask   asks\n")] == ["▁ask", "▁ask", "s"]


def test_every_piece_of_the_texts_is_kept_and_the_mask_is_not(tmp_path: Path) -> None:
    read = weights.read(a_file(tmp_path / "w.bin"))

    kept = vocabulary.choose(read, ["中"])

    assert [PIECES[number] for number in kept] == [*PIECES[:-1]]


class Letters(Vocabulary):
    """Every letter is a piece."""

    def __init__(self) -> None:
        super().__init__(None)

    def tokens(self, text: str) -> list[int]:
        return [ord(letter) for letter in text]


LINE = (
    '{"id": "en-1", "lang": "en", "channel": "email", "from": "a@b.example", "subject": "x", '
    '"text": "Good day. We ask for two trainers. You may show this to other States.", '
    '"kind": ["request"], "themes": ["training"], "theme_marks": {"training": ["two trainers"]}, '
    '"act_marks": {"request": ["We ask for two trainers."]}, "consent": true, '
    '"consent_mark": "You may show this to other States.", "forms": ["technical"]}'
)


def test_a_mark_lies_on_the_sentence_that_it_stands_in() -> None:
    (record,) = read_records([LINE])

    text = text_of(record, Letters())

    request = KINDS.index(Kind.REQUEST)
    assert text.sentences["acts"][:, request].tolist() == [0.0, 1.0, 0.0]
    assert text.sentences["consent"].tolist() == [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]
    assert text.sentences["areas"].sum(axis=1).tolist() == [0.0, 1.0, 0.0]


def test_what_is_asked_of_the_whole_is_what_the_labels_say() -> None:
    (record,) = read_records([LINE])

    text = text_of(record, Letters())

    assert text.whole["forms"].tolist() == [1.0, 0.0, 0.0]
    assert text.whole["consent"].tolist() == [1.0, 0.0]
    assert text.whole["channelling"].tolist() == [0.0, 0.0]


TWO_KINDS = (
    '{"id": "en-2", "lang": "en", "channel": "email", "from": "a@b.example", "subject": "x", '
    '"text": "Good day. We ask for two trainers. All is well. It rains. Our roads are good. '
    'We met in May. Thank you. We can lend our forms to any State.", '
    '"kind": ["request", "offer"], "themes": ["training"], '
    '"theme_marks": {"training": ["two trainers"]}, "act_marks": '
    '{"request": ["We ask for two trainers."], "offer": ["We can lend our forms to any State."]}}'
)
NEWS = (
    '{"id": "en-3", "lang": "en", "channel": "email", "from": "", "text": '
    '"A course ended. Ten came. It rained. They went home. The minister spoke.", "kind": ["other"]}'
)


def test_a_text_of_two_kinds_gives_a_piece_for_each() -> None:
    (record,) = read_records([TWO_KINDS])

    kinds = {piece.kinds for piece in excerpts([record])}

    assert kinds == {(Kind.REQUEST,), (Kind.OFFER,)}


def test_a_piece_keeps_only_the_areas_that_are_marked_in_it() -> None:
    (record,) = read_records([TWO_KINDS])

    by_kind = {piece.kinds[0]: piece.themes for piece in excerpts([record])}

    assert by_kind == {Kind.REQUEST: ("training",), Kind.OFFER: ()}


def test_the_same_text_gives_the_same_pieces() -> None:
    (record,) = read_records([TWO_KINDS])

    assert list(excerpts([record])) == list(excerpts([record]))


def test_a_piece_tells_which_text_it_is_of() -> None:
    (record,) = read_records([TWO_KINDS])

    assert {whole(piece.id) for piece in excerpts([record])} == {record.id}


def test_a_short_text_gives_no_piece() -> None:
    (record,) = read_records([LINE])

    assert list(excerpts([record])) == []


def test_no_sentence_of_news_makes_it_of_a_marked_kind() -> None:
    (record,) = read_records([NEWS])

    text = text_of(record, Letters())

    assert text.acts_known == len(KINDS) - 2
