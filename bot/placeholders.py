"""The few names in braces that officers may use in letters of ours; never a template language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: what officers may write; `values` must have them all
NAMES: Final = ("reference", "register", "contact")
_BRACED: Final = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown(text: str) -> tuple[str, ...]:
    """What stands in braces and is no placeholder, each once."""
    found = (one.strip() for one in _BRACED.findall(text))
    return tuple(dict.fromkeys(one for one in found if one not in NAMES))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with placeholders filled; what is none stays as it is."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1].strip(), found[0])

    return _BRACED.sub(value, text)
