"""A reader that goes on with whatever learned layer is in use, without being started anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nlp import learned
from nlp.learned import UnusableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nlp.analyse import Reader
    from nlp.layer import Layer
    from nlp.reading import Circumstances, Kind, Passage, Reading


class InUse(NamedTuple):
    """What reads."""

    reader: Reader
    #: the learned layer; None where there is none
    layer: Layer | None = None
    #: its version; empty where there is none
    version: str = ""
    #: why the layer that the pointer names is not used; empty where all is well
    problem: str = ""


def in_use(shipped: Reader, folder: Path) -> InUse:
    """The shipped reader, with the learned layer that is in use where there is one that fits."""
    version = learned.active(folder)
    if not version:
        return InUse(shipped)
    try:
        layer, card = learned.load(folder, version, shipped.card)
    except UnusableError as error:
        return InUse(shipped, problem=error.problem)
    return InUse(shipped.with_layer(layer, card.version), layer, card.version)


class Following:
    """Looks before each message whether the pointer is another; that costs microseconds."""

    def __init__(self, shipped: Reader, folder: Path) -> None:
        """Take the shipped reader and the folder of learned layers."""
        self._shipped = shipped
        self._folder = folder
        self._stamp: tuple[int, int] | None = None
        self._found = InUse(shipped)

    @property
    def problem(self) -> str:
        """Why the layer that the pointer named last is not used, as a code; empty where it is."""
        return self._found.problem

    def analyse(
        self,
        passages: Sequence[Passage],
        about: Circumstances,
        *,
        told: Sequence[Kind] = (),
    ) -> Reading:
        """Read one message, as `Reader.analyse` does."""
        self._look()
        return self._found.reader.analyse(passages, about, told=told)

    def _look(self) -> None:
        stamp = _stamp(self._folder / learned.ACTIVE)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        self._found = in_use(self._shipped, self._folder)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Another one where the file is another; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino
