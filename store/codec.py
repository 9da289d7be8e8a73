"""What a draft says, as JSON and back; unknown fields are left out, missing ones take defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from store.columns import clean_json
from store.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.content import Evidence

_CONTENT: Final = TypeAdapter(Content)


def dump(content: Content) -> dict[str, Any]:
    """As JSON that both databases can keep."""
    return dict(clean_json(_CONTENT.dump_python(content, mode="json")))


def load(data: dict[str, Any]) -> Content:
    """The value again."""
    return _CONTENT.validate_python(data)


def evidence_of(content: Content) -> Iterator[tuple[str, str | None, str | None, Evidence]]:
    """Every quote that a content rests on: field, key in it, part of a criterion, the quote."""
    for field, key, part, found in _places(content):
        for evidence in found:
            yield field, key, part, evidence


def _places(
    content: Content,
) -> Iterator[tuple[str, str | None, str | None, tuple[Evidence, ...]]]:
    for theme in content.themes:
        yield "themes", theme.id, None, theme.evidence
    for criterion in content.criteria:
        yield "criteria", criterion.id, None, criterion.evidence
        for part, found in criterion.parts.items():
            yield "criteria", criterion.id, part, found
    yield "conditions", None, None, content.conditions
    for field, found in content.evidence.items():
        yield field, None, None, found
