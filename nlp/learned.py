"""Learned layers on disk: a folder for each version, and a pointer to the one in use.

    models/active                        the version in use; no such file: the shipped reader
    models/learned-5f0c2a9e1b77/layer.npz     numbers
    models/learned-5f0c2a9e1b77/card.json     their story

A version is never changed, but for rows of letters that are erased; the pointer is replaced whole.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlp.layer import fingerprint, kept, layer_of
from nlp.reading import KINDS
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Container

    from nlp.layer import Layer
    from nlp.model import Card as ReaderCard

ACTIVE: Final = "active"
NUMBERS: Final = "layer.npz"
CARD: Final = "card.json"
_PREFIX: Final = "learned-"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerCard:
    """The story of a learned layer."""

    version: str
    #: hash of the numbers
    sha256: str
    #: of the reader that it was fitted on top of
    reader: str
    network: str
    corpus: str
    taxonomy_version: str
    #: RFC 3339, UTC
    made_at: str
    #: version that was in use before; empty for the shipped reader
    before: str
    #: ids of the messages that it was learned from, in the order of its rows
    lessons: tuple[str, ...]
    #: of them, those on which something was corrected
    corrections: int


class UnusableError(Exception):
    """A learned layer cannot be used; the shipped reader reads."""

    def __init__(self, problem: str) -> None:
        """Take a code: `damaged`, `missing` or `other_reader`."""
        super().__init__(problem)
        self.problem = problem


def version_of(layer: Layer) -> str:
    """The same numbers have the same name."""
    return f"{_PREFIX}{fingerprint(layer)[:12]}"


def card_for(
    layer: Layer,
    reader: ReaderCard,
    *,
    lessons: tuple[str, ...],
    corrections: int,
    before: str,
    made_at: str,
) -> LayerCard:
    """The card of a layer that was fitted on top of a reader."""
    return LayerCard(
        version=version_of(layer),
        sha256=fingerprint(layer),
        reader=reader.sha256,
        network=reader.network,
        corpus=reader.corpus,
        taxonomy_version=reader.taxonomy_version,
        made_at=made_at,
        before=before,
        lessons=lessons,
        corrections=corrections,
    )


def put_in(folder: Path, layer: Layer, card: LayerCard) -> None:
    """Keep a version and let the pointer name it; one that is there and whole keeps its story."""
    place = folder / card.version
    if not _is_whole(place):
        shutil.rmtree(place, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
        try:
            _write(fresh, layer, card)
            fresh.rename(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    point_at(folder, card.version)


def point_at(folder: Path, version: str) -> None:
    """Let a version be the one in use; an empty one is the shipped reader."""
    if version:
        _replace(folder / ACTIVE, f"{version}\n".encode())
    else:
        (folder / ACTIVE).unlink(missing_ok=True)


def active(folder: Path) -> str:
    """The version that the pointer names; empty for the shipped reader."""
    try:
        return (folder / ACTIVE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):
        # whatever it holds, it names no version
        return ACTIVE


def load(folder: Path, version: str, reader: ReaderCard) -> tuple[Layer, LayerCard]:
    """A version's numbers and card.

    Raises:
        UnusableError: it is not there, is damaged, or was fitted on top of another reader.

    """
    place = folder / version
    if not version.startswith(_PREFIX) or Path(version).name != version or not place.is_dir():
        raise UnusableError("missing")
    if not _is_whole(place):
        raise UnusableError("damaged")
    card = _card(place)
    made_on = (card.reader, card.network, card.corpus, card.taxonomy_version)
    if made_on != (reader.sha256, reader.network, reader.corpus, taxonomy().version):
        raise UnusableError("other_reader")
    layer = _layer(place)
    if _shape(layer) != _shape_for(card):
        raise UnusableError("damaged")
    return layer, card


def before(folder: Path, version: str) -> str:
    """The version that was in use before another; empty for the shipped reader.

    Also where that one's card cannot be read, or what was before it is gone.
    """
    try:
        earlier = _card(folder / version).before
    except Exception:  # noqa: BLE001 - whatever is wrong with it, we go back
        return ""
    return earlier if earlier and (folder / earlier).is_dir() else ""


def forget(folder: Path, lessons: Container[str]) -> list[str]:
    """Take the rows of erased messages out of every version; gives the versions that had some.

    The names stay, so that a pointer and readings of old still name something; a version that is
    damaged goes.
    """
    touched = []
    for place in sorted(folder.glob(f"{_PREFIX}*")):
        if not _is_whole(place):
            shutil.rmtree(place, ignore_errors=True)
            continue
        card = _card(place)
        left = tuple(one for one in card.lessons if one not in lessons)
        if left != card.lessons:
            layer = _layer(place).without(card.lessons, lessons)
            told = asdict(card) | {"lessons": left, "sha256": fingerprint(layer)}
            _write(place, layer, LayerCard(**told))
            touched.append(card.version)
    if active(folder) in touched:
        point_at(folder, active(folder))  # a new pointer, so that running readers look again
    return touched


def _is_whole(place: Path) -> bool:
    try:
        return fingerprint(_layer(place)) == _card(place).sha256
    except Exception:  # noqa: BLE001 - a damaged archive raises whatever it likes
        return False


def _shape(layer: Layer) -> list[tuple[int, ...]]:
    return [layer.rows.shape[:1], layer.kinds.shape, layer.areas.shape]


def _shape_for(card: LayerCard) -> list[tuple[int, ...]]:
    count = len(card.lessons)
    return [(count,), (count, len(KINDS)), (count, len(taxonomy().ids))]


def _layer(place: Path) -> Layer:
    # by its bytes: of a damaged file numpy would leave the handle open
    with np.load(io.BytesIO((place / NUMBERS).read_bytes()), allow_pickle=False) as packed:
        return layer_of(packed)


def _card(place: Path) -> LayerCard:
    told: dict[str, Any] = json.loads((place / CARD).read_text(encoding="utf-8"))
    return LayerCard(**told | {"lessons": tuple(told["lessons"])})


def _write(place: Path, layer: Layer, card: LayerCard) -> None:
    told = json.dumps(asdict(card), indent=1) + "\n"
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **kept(layer))
    _replace(place / NUMBERS, packed.getvalue())
    _replace(place / CARD, told.encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that whoever looks sees the old one or the new one, whole."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(number, "wb") as fresh:
        fresh.write(content)
        fresh.flush()
        os.fsync(fresh.fileno())
    Path(name).replace(path)
