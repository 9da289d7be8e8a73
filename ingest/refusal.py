"""Files of the watched folder that are done with: out of the way, and beside a refused one why."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: bytes of a name on every usual file system
_LONGEST_NAME: Final = 255
_ENDING: Final = ".txt"
_WORDS: Final = """\
acsg-intake did not take this file in: {reasons}.

What to do: mend that, and put the file into the watched folder again. What is already in the
record is known again and does not come twice.
"""


def take_away(path: Path, folder: Path) -> Path:
    """Move a file into a folder, under its name or the nearest that is free there.

    Raises:
        OSError: it cannot be moved.

    """
    folder.mkdir(mode=0o700, exist_ok=True)
    target = _free(folder, path.name)
    path.rename(target)
    return target


def refuse(path: Path, folder: Path, reasons: Sequence[str]) -> None:
    """Move a file away and write beside it why.

    Raises:
        OSError: it cannot be moved, or that not be written.

    """
    folder.mkdir(mode=0o700, exist_ok=True)
    target = _free(folder, path.name, room=len(_ENDING))
    # first the reason: a file that lies there without one would be a riddle
    note = target.with_name(target.name + _ENDING)
    note.write_text(_WORDS.format(reasons="; ".join(reasons)), encoding="utf-8")
    try:
        path.rename(target)
    except OSError:
        note.unlink(missing_ok=True)
        raise


def _free(folder: Path, name: str, *, room: int = 0) -> Path:
    """A path in a folder where nothing lies yet, its name with room for an ending."""
    number = 1
    while True:
        mark = "" if number == 1 else f" ({number})"
        stem, dot, ending = name.rpartition(".")
        shown = f"{stem}{mark}{dot}{ending}" if stem else f"{name}{mark}"
        cut = os.fsencode(shown)
        if len(cut) + room > _LONGEST_NAME:
            cut = os.fsencode(mark.strip()) + cut[: _LONGEST_NAME - room - len(mark)]
        target = folder / os.fsdecode(cut)
        if not os.path.lexists(target) and not os.path.lexists(f"{target}{_ENDING}"):
            return target
        number += 1
