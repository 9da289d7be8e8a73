"""A vocabulary of the pieces that letters need: those of the texts, and the most usual ones."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sentencepiece import SentencePieceProcessor
from sentencepiece import sentencepiece_model_pb2 as messages

from nlp.graph import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.tuning.weights import Weights

#: script -> how many of its most usual pieces are kept; the six languages need the first three
_KEPT: Final = {"LATIN": 34_000, "CYRILLIC": 12_000, "ARABIC": 7_000}
#: pieces of all other scripts, numbers and signs together
_OTHERS: Final = 4_000
_SPECIAL: Final = 4
_SPECIAL_PIECES: Final = ("<s>", "<pad>", "</s>", "<unk>")
_LONGEST_SIGN: Final = 3


def choose(weights: Weights, texts: Iterable[str]) -> list[int]:
    """Numbers of the pieces to keep, in order; the first four are the special ones."""
    whole = build(weights, range(len(weights.pieces) - 1))
    kept = {number for text in texts for number in whole.tokens(text)} | {*range(_SPECIAL)}
    left = {**_KEPT, "": _OTHERS}
    for number in np.argsort(-weights.scores):
        group = _group(weights.pieces[number])
        if group is not None and left[group] > 0 and number < len(weights.pieces) - 1:
            left[group] -= 1
            kept.add(int(number))
    return sorted(kept)


def build(weights: Weights, kept: Sequence[int] | range) -> Vocabulary:
    """A vocabulary of these pieces; where one is missing its text falls into smaller ones."""
    model: Any = messages.ModelProto()  # type: ignore[attr-defined]  # made at run time
    made = model.trainer_spec
    made.model_type = made.UNIGRAM
    made.bos_id, made.pad_id, made.eos_id, made.unk_id = range(_SPECIAL)
    made.bos_piece, made.pad_piece, made.eos_piece, made.unk_piece = _SPECIAL_PIECES
    # `Vocabulary` has done what else there is to do to a text
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = model.normalizer_spec.escape_whitespaces = True
    model.normalizer_spec.remove_extra_whitespaces = False
    kinds = model.SentencePiece
    for place, number in enumerate(kept):
        piece = model.pieces.add()
        piece.piece, piece.score = weights.pieces[number], float(weights.scores[number])
        special = kinds.UNKNOWN if place == made.unk_id else kinds.CONTROL
        piece.type = special if place < _SPECIAL else kinds.NORMAL
    return Vocabulary(SentencePieceProcessor(model_proto=model.SerializeToString()))


def _group(piece: str) -> str | None:
    """Script of a piece, "" for signs and other scripts, None for what is left out."""
    scripts = {unicodedata.name(one, "").partition(" ")[0] for one in piece if one.isalpha()}
    if len(scripts) > 1:
        return None
    if not scripts:
        return "" if len(piece) <= _LONGEST_SIGN else None
    (script,) = scripts
    return script if script in _KEPT else ""
