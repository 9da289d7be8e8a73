"""What an officer's correction makes of a draft; pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.labels import area_ids
from store.content import BY_OFFICER, Theme

if TYPE_CHECKING:
    from store.content import Content


def with_kind(content: Content, kind: str) -> Content:
    """The same of another kind, which is now an officer's word and no longer a finding.

    What belongs to requests alone stays in the record, for whoever corrects it back.
    """
    if kind == content.kind:
        return content
    return replace(content, kind=kind, confidence=1.0, band=BY_OFFICER)


def with_areas(content: Content, chosen: frozenset[str]) -> Content:
    """The same with these areas; those that stay keep their evidence, new ones have none."""
    kept = tuple(theme for theme in content.themes if theme.id in chosen)
    there = {theme.id for theme in kept}
    new = [area for area in area_ids() if area in chosen - there]
    return replace(content, themes=(*kept, *(Theme(id=area, confidence=1.0) for area in new)))


def areas_of(content: Content) -> frozenset[str]:
    """The areas that a draft has now."""
    return frozenset(theme.id for theme in content.themes)
