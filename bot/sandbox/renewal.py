"""Beginning a rehearsal anew: what it wrote is removed, and its page stays where it was.

Only what a rehearsal writes goes, and only from a folder that holds one.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.settings import Settings

#: of the data folder: the journal of a rehearsal, by which its folder is known
_JOURNAL: Final = Path("rehearsal") / "journal.jsonl"
#: carries the page's secret over one start
_TOKEN: Final = "page-token"  # noqa: S105 - a file's name


def may_begin_anew(settings: Settings) -> bool:
    """Whether all records of a rehearsal lie in its own folder."""
    own = f"sqlite:///{settings.data_dir.resolve() / 'intake.db'}"
    return settings.database == own


def begin_anew(settings: Settings, token: str) -> None:
    """Remove what the rehearsal wrote; the program must have ended.

    Args:
        settings: of the rehearsal.
        token: of its page, for the browser that is open.

    Raises:
        ValueError: the folder holds no rehearsal, or records lie elsewhere.

    """
    folder = settings.data_dir
    if not may_begin_anew(settings) or not (folder / _JOURNAL).is_file():
        raise ValueError("this folder holds no rehearsal")
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    kept = folder / _TOKEN
    kept.touch(mode=0o600)
    kept.write_text(token, encoding="ascii")


def kept_token(folder: Path) -> str | None:
    """The secret of a page that is open from before; it is there once."""
    kept = folder / _TOKEN
    if not kept.is_file():
        return None
    token = kept.read_text(encoding="ascii").strip()
    kept.unlink()
    return token or None
