"""What training leaves behind: numbers in one file, their story in a card beside it."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import numpy as np

from nlp.linear import Linear, sigmoid

if TYPE_CHECKING:
    from nlp.linear import Floats

FOLDER: Final = Path(__file__).with_name("models")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """The numbers of a reader. Labels stand in the order of their data files."""

    #: whole message -> kinds
    kinds: Linear
    #: one for each voice (`mixing.kind_voices`), then an offset
    kind_mix: Floats
    #: one for each kind: added to its score before the best is taken
    kind_shifts: Floats
    #: one for each signal of a second kind (`second.second_signals`), then an offset
    kind_second: Floats
    #: scores over which a second kind is taken (`kind.taken`)
    kind_second_cuts: Floats
    #: slopes and offsets from the scores of the kinds to confidences; so for the other curves
    kind_curve: Floats
    #: sentence -> areas and "none"
    area_sentences: Linear
    #: whole message -> areas
    area_whole: Linear
    #: descriptions of the areas, encoded, and the number of the area that each describes
    prototypes: Floats
    prototype_areas: Floats
    #: signals of the areas (`areas.Weighing`): what is usual, how far it spreads, what it counts
    signal_mean: Floats
    signal_scale: Floats
    signal_weights: Floats
    #: where the score of each area begins
    area_offsets: Floats
    #: score over which an area is taken
    area_cut: Floats
    area_curve: Floats
    #: sentence -> criteria and "none"; sentence -> parts and "none"
    criteria: Linear
    parts: Linear
    #: one for each voice (`standing.criterion_voices`), then an offset
    criteria_weights: Floats
    #: the same (`mixing.sentence_voices`)
    parts_mix: Floats
    #: scores over which one is taken
    criteria_cuts: Floats
    parts_cuts: Floats
    criteria_curve: Floats
    parts_curve: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The story of a model: what it was made of and how it did on held-out voices."""

    name: str
    #: name of a choice in `encoder.CHOICES`, or `folder`
    encoder: str
    taxonomy_version: str
    criteria_version: str
    #: hash of the training texts
    corpus: str
    texts: int
    #: of the numbers
    sha256: str
    #: hash of the network, or of the folder's encoder, that they were fitted with; empty for none
    network: str
    #: metric -> value, cross-validated by voice
    scores: dict[str, float]
    #: kinds, areas, criteria -> for each step of confidence: its mean, the share that was right,
    #: the number of answers; on held-out voices
    reliability: dict[str, list[list[float]]] = field(default_factory=dict)
    #: kinds, areas, criteria -> language -> value (macro F1 for kinds, micro F1 for the others)
    #: and number of texts; on held-out voices
    by_language: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    #: kinds, areas, criteria -> label -> F1 and number of texts
    by_label: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Name of exactly these numbers and this network."""
        return "-".join(part for part in (self.name, self.sha256[:12], self.network[:8]) if part)


def confidence(scores: Floats, curve: Floats) -> Floats:
    """How often scores such as these were right on held-out texts; one column for each label."""
    return sigmoid(curve[0] * scores + curve[1])


def save(model: Model, card: dict[str, Any], folder: Path = FOLDER) -> Card:
    """Write numbers and card; the same numbers give the same bytes."""
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **_arrays(model))
    content = packed.getvalue()
    complete = Card(**card, sha256=_fingerprint(_arrays(model)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{complete.name}.npz").write_bytes(content)
    text = json.dumps({f.name: getattr(complete, f.name) for f in fields(Card)}, indent=1)
    (folder / f"{complete.name}.json").write_text(text + "\n", encoding="utf-8")
    return complete


def is_whole(model: Model, card: Card) -> bool:
    """Whether these are the numbers that the card tells of."""
    return _fingerprint(_arrays(model)) == card.sha256


def load(name: str, folder: Path = FOLDER) -> tuple[Model, Card]:
    """Read numbers and card.

    Raises:
        ModelMissingError: nothing was trained under this name.

    """
    path = folder / f"{name}.npz"
    if not path.exists():
        raise ModelMissingError(name)
    # by its bytes: of a damaged file numpy would leave the handle open
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as packed:
        arrays = {key: packed[key].astype(np.float64) for key in packed.files}
    card = Card(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    return _model(arrays), card


class ModelMissingError(LookupError):
    """The reader was not trained: run `python -m nlp.training`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no model {name!r}: run python -m nlp.training")


def _arrays(model: Model) -> dict[str, Any]:
    arrays: dict[str, Any] = {}
    for one in fields(Model):
        value = getattr(model, one.name)
        if isinstance(value, Linear):
            for inner in fields(Linear):
                number = getattr(value, inner.name)
                arrays[f"{one.name}.{inner.name}"] = number.astype(np.float32)
        else:
            narrow = np.float16 if one.name == "prototypes" else np.float64
            arrays[one.name] = np.asarray(value).astype(narrow)
    return arrays


def _model(arrays: dict[str, Any]) -> Model:
    hints = get_type_hints(Model, localns={"Floats": Any})
    values: dict[str, Any] = {
        name: Linear(**{f.name: arrays[f"{name}.{f.name}"] for f in fields(Linear)})
        if kind is Linear
        else arrays[name]
        for name, kind in hints.items()
    }
    return Model(**values)


def _fingerprint(arrays: dict[str, Any]) -> str:
    """Of the numbers, not of the file: archives carry dates."""
    digest = hashlib.sha256()
    for key in sorted(arrays):
        digest.update(key.encode())
        digest.update(np.ascontiguousarray(arrays[key]).tobytes())
    return digest.hexdigest()
