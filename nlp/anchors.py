"""Texts of the corpus, read by readers that had not seen their voices: what a lesson must not move.

Written by `python -m nlp.training` beside the model, read by `acsg-intake train`; reading letters
needs none. Numbers and labels, no texts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.kind import DRAFTS
from nlp.model import FOLDER, ModelMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nlp.linear import Floats

    Names = NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Anchors:
    """One row a text."""

    #: texts x columns: the vector of the whole
    whole: Floats
    #: texts x kinds, texts x areas: scores before anything learned
    kinds: Floats
    areas: Floats
    #: ones where a label is right
    true_kinds: Floats
    true_areas: Floats
    languages: Names
    voices: Names

    @property
    def leads_to_draft(self) -> NDArray[np.bool_]:
        """Which texts have a draft kind; only of these are areas asked."""
        leads: NDArray[np.bool_] = self.true_kinds[:, DRAFTS].sum(axis=1) > 0
        return leads


def write(anchors: Anchors, name: str, model_sha256: str, folder: Path = FOLDER) -> None:
    """Keep them beside the model that they were read with."""
    narrow = {"whole": np.float16, "true_kinds": np.uint8, "true_areas": np.uint8}
    arrays: dict[str, Any] = {
        one.name: getattr(anchors, one.name).astype(narrow.get(one.name, np.float32))
        for one in fields(Anchors)
        if one.name not in {"languages", "voices"}
    }
    np.savez_compressed(
        folder / f"{name}_anchors.npz",
        allow_pickle=False,
        model=np.array(model_sha256),
        languages=anchors.languages,
        voices=anchors.voices,
        **arrays,
    )


def read(name: str, model_sha256: str, folder: Path = FOLDER) -> Anchors:
    """The anchors of a model.

    Raises:
        ModelMissingError: there are none, or they belong to another training.

    """
    path = folder / f"{name}_anchors.npz"
    if not path.exists():
        raise ModelMissingError(name)
    with np.load(path, allow_pickle=False) as packed:
        if str(packed["model"]) != model_sha256:
            raise ModelMissingError(name)
        return Anchors(
            languages=packed["languages"],
            voices=packed["voices"],
            **{
                one.name: packed[one.name].astype(np.float64)
                for one in fields(Anchors)
                if one.name not in {"languages", "voices"}
            },
        )
