"""Where templates and words lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent


def templates() -> Path:
    """The folder of templates: inside the package in a wheel, beside it in a checkout."""
    packed = _HERE / "templates"
    return packed if packed.is_dir() else _HERE.parent / "templates"
