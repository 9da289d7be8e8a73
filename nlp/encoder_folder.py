"""A folder with an encoder of sentences: which files it holds, and whether a reader fits them.

    model.onnx                        the graph; beside it model.onnx_data where weights lie apart
    sentencepiece.bpe.model           the vocabulary, or sentencepiece.model
    encoder.toml                      prefix, longest, pooling, numbering; may be missing
    reader.npz, reader.json,          what `python -m nlp.training --encoder FOLDER` fits on its
    reader_anchors.npz                vectors, and needs to be fitted again when those change

The encoder itself is in `encoder_graph.py`.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from nlp.criteria import criteria
from nlp.encoder import DEFAULT, folder_of
from nlp.model import ModelMissingError, is_whole, load
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nlp.model import Card, Model

#: name of the model files in a folder
NAME: Final = "reader"
GRAPH: Final = "model.onnx"
_DATA: Final = ("model.onnx_data", "model.onnx.data")
OPTIONS: Final = "encoder.toml"
#: XLM-RoBERTa and its kin (multilingual e5, bge-m3, MiniLM) kept the numbers of another program
SHIFTED: Final = "xlm-roberta"
OWN: Final = "own"
#: file of a vocabulary -> how its pieces are usually numbered
_VOCABULARIES: Final = {"sentencepiece.bpe.model": SHIFTED, "sentencepiece.model": OWN}
_SHORTEST: Final = 8
_ALLOWED: Final = {"pooling": ("mean", "first"), "numbering": (SHIFTED, OWN)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `encoder.toml` says."""

    #: stands before each text
    prefix: str = ""
    #: tokens of one text that are read, marks included
    longest: int = 256
    #: how tokens become one vector: their mean, or the first of them
    pooling: str = "mean"
    #: whose numbers the pieces of the vocabulary have in the graph; empty to go by its file's name
    numbering: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Files of a folder that are all there, and what was told beside them."""

    folder: Path
    graph: Path
    vocabulary: Path
    options: Options
    #: hash of all that makes the vectors
    fingerprint: str


class UnfitFolderError(ValueError):
    """A folder cannot be used as an encoder: which one, what is wrong, what to do."""

    def __init__(self, folder: Path, wrong: str, remedy: str = "docs/reader.md tells more") -> None:
        super().__init__(f"{folder}: {wrong}; {remedy}")


def contents_of(folder: Path) -> Contents:
    """Look at the files of a folder.

    Raises:
        UnfitFolderError: one is missing or cannot be read, or the options make no sense.

    """
    if not folder.is_dir():
        raise UnfitFolderError(folder, "there is no such folder", f"give one that holds {GRAPH}")
    graph = folder / GRAPH
    if not graph.is_file():
        raise UnfitFolderError(folder, f"{GRAPH} is missing", "put the graph of the encoder there")
    found = [folder / name for name in _VOCABULARIES if (folder / name).is_file()]
    if not found:
        wrong = f"its vocabulary is missing ({' or '.join(_VOCABULARIES)})"
        raise UnfitFolderError(folder, wrong, "put it there; no other kind can be read")
    try:
        options = _options(folder, found[0].name)
        makers = [graph, *(folder / name for name in _DATA), found[0], folder / OPTIONS]
        fingerprint = _fingerprint(path for path in makers if path.is_file())
    except OSError as error:
        raise UnfitFolderError(folder, f"cannot read it ({error.strerror})") from None
    return Contents(
        folder=folder,
        graph=graph,
        vocabulary=found[0],
        options=options,
        fingerprint=fingerprint,
    )


def numbers_of(contents: Contents) -> tuple[Model, Card]:
    """What was fitted on the vectors of a folder's encoder.

    Raises:
        UnfitFolderError: nothing was, or with something else than what is here.

    """
    folder = contents.folder
    again = f"run python -m nlp.training --encoder {folder}"
    try:
        model, card = load(NAME, folder)
        whole = is_whole(model, card)
    except ModelMissingError:
        raise UnfitFolderError(folder, f"no reader was fitted on it ({NAME}.npz)", again) from None
    except Exception:  # noqa: BLE001 - a damaged archive raises whatever it likes
        whole = False
    if not whole:
        raise UnfitFolderError(folder, f"{NAME}.npz and {NAME}.json are damaged", again)
    fitted_with = {
        "weights": (card.network, contents.fingerprint),
        "areas": (card.taxonomy_version, taxonomy().version),
        "criteria": (card.criteria_version, criteria().version),
    }
    others = [what for what, (then, now) in fitted_with.items() if then != now]
    if others:
        wrong = f"its reader was fitted with other {' and '.join(others)} than are here"
        raise UnfitFolderError(folder, wrong, again)
    return model, card


def numbers_for(choice: str | None) -> tuple[Model, Card]:
    """Numbers and card of a choice of encoders: both (default), use, or the path of a folder.

    Raises:
        ModelMissingError: nothing was trained under this name.
        UnfitFolderError: the folder cannot be used.

    """
    folder = folder_of(choice)
    return numbers_of(contents_of(folder)) if folder else load(choice or DEFAULT)


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _options(folder: Path, vocabulary: str) -> Options:
    path = folder / OPTIONS
    told: dict[str, Any] = {}
    if path.is_file():
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            raise UnfitFolderError(folder, f"{OPTIONS} is no TOML") from None
    usual = Options(numbering=_VOCABULARIES[vocabulary])
    known = {field.name: getattr(usual, field.name) for field in fields(Options)}
    for name, value in told.items():
        if name not in known:
            wrong = f"{OPTIONS} says {name}, which means nothing"
            raise UnfitFolderError(folder, wrong, f"it may say {', '.join(known)}")
        if not _is_possible(name, value, type(known[name])):
            hint = " or ".join(_ALLOWED.get(name, (f"a number from {_SHORTEST} up",)))
            raise UnfitFolderError(folder, f"{OPTIONS}: {name} cannot be {value!r}", f"give {hint}")
    return Options(**known | told)


def _is_possible(name: str, value: object, wanted: type) -> bool:
    if type(value) is not wanted:
        return False
    if isinstance(value, int):
        return value >= _SHORTEST
    return value in _ALLOWED.get(name, (value,))
