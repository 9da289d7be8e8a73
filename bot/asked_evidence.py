"""The evidence of what an officer asked about: one criterion, the areas, one field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from store.model import Draft

_CRITERION: Final = "criteria."
_CRITERIA: Final = "criteria"
_AREAS: Final = "themes"
_CONDITIONS: Final = "conditions"


def only(draft: Draft, asked: str | None) -> Draft:
    """The draft with nothing but that evidence; all of it where nothing was asked for.

    Args:
        draft: as it stands.
        asked: a field; `themes` or an area's name; `criteria`, or `criteria.` and one's name.

    """
    if asked is None:
        return draft
    content = draft.content
    name = asked.removeprefix(_CRITERION)
    return replace(
        draft,
        content=replace(
            content,
            evidence={field: found for field, found in content.evidence.items() if field == asked},
            themes=tuple(one for one in content.themes if asked in {_AREAS, one.id}),
            criteria=tuple(
                one
                for one in content.criteria
                if asked == _CRITERIA or (asked != name and one.id == name)
            ),
            conditions=content.conditions if asked == _CONDITIONS else (),
        ),
    )
