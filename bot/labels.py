"""Words for ids, as the office's language has them for officers."""

from __future__ import annotations

from bot.office_words import has, names, say
from nlp.taxonomy import taxonomy


def label(group: str, name: str, **given: object) -> str:
    """The words for an id; an id that nobody has named yet stands for itself."""
    return say(f"{group}.{name}", **given) if has(group, name) else name.replace("_", " ")


def ids(group: str) -> tuple[str, ...]:
    """All ids of a group, in the order of the file."""
    return names(group)


def area_ids() -> tuple[str, ...]:
    """The thematic areas in the order of the taxonomy."""
    return taxonomy().ids
