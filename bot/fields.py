"""The fields of a draft that officers correct: `fields.toml`, and what their codes mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.corrections import value_of
from bot.foreign import clean, clip
from bot.labels import label
from bot.locales import country
from bot.office_words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.content import Content

#: nothing is said of a typed field
CLEAR: Final = "clear"
#: none of several
NONE: Final = "none"
_LONGEST: Final = 22
_MEANS: Final[dict[str, bool | None]] = {"yes": True, "no": False, "unsaid": None}
_UNSAID: Final = "–"
_STATES: Final = frozenset({"states", "beneficiaries"})
#: fields whose values are codes and days; of all others the audit keeps only that something is said
_CODED: Final = _STATES | {"facts.start", "facts.end"}


class Way(StrEnum):
    """How a field is corrected."""

    CHOICE = "choice"
    SEVERAL = "several"
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field as `fields.toml` has it."""

    name: str
    way: Way
    codes: tuple[str, ...] = ()
    #: the only kind that has it; empty: all
    only: str = ""

    @property
    def button(self) -> str:
        """What officers call it, on its button."""
        return say(f"field_buttons.{self.name}")

    def means(self, code: str) -> tuple[bool, Any]:
        """Whether a code of a button means something, and what."""
        if self.way is Way.TYPED:
            is_list = self.name in {"states", "beneficiaries", "facts.amounts"}
            return code == CLEAR, () if is_list else None
        if self.way is Way.SEVERAL:
            chosen = self.chosen(code)
            known = code == NONE or set(code.split(".")) == set(chosen)
            return known, chosen
        return code in self.codes, _MEANS.get(code, code)

    def chosen(self, code: str) -> tuple[str, ...]:
        """The choice so far, in the order of the file."""
        parts = code.split(".")
        return tuple(one for one in self.codes if one in parts)

    def code_of(self, value: Any) -> str:
        """The code of a choice that a draft has."""
        if isinstance(value, str):
            return value
        return next(code for code in self.codes if code in _MEANS and _MEANS[code] is value)

    def kept(self, value: Any) -> Any:
        """What the audit keeps of a value for good: codes, no words of a letter."""
        if self.way is not Way.TYPED:
            return list(value) if isinstance(value, tuple) else value
        if self.name in _CODED:
            return list(value) if isinstance(value, tuple) else value
        return "said" if value else None


@cache
def fields() -> dict[str, Field]:
    """All of them by name, in the order of the keyboard."""
    data = tomllib.loads(Path(__file__).with_name("fields.toml").read_text(encoding="utf-8"))
    return {
        name: Field(
            name=name,
            way=Way(one["way"]),
            codes=tuple(one.get("codes", ())),
            only=one.get("only", ""),
        )
        for name, one in data.items()
    }


def word(field: Field, code: str) -> str:
    """What a button for a code says."""
    return label("values", f"{field.name}.{code}" if field.name == "consent" else code)


def shown(content: Content, field: Field) -> str:
    """What a field says now, in a few characters."""
    value = value_of(content, field.name)
    if field.name == "facts.amounts":
        value = say("lists.semicolon").join(one.text for one in value)
    elif isinstance(value, tuple):
        value = say("lists.comma").join(_short(value, field))
    elif field.name == "channelling" and value:
        value = label("channelling", value)
    elif isinstance(value, bool):
        return say("field_says.yes" if value else "field_says.no")
    return clip(clean(value or ""), _LONGEST) or _UNSAID


def _short(values: Iterable[str], field: Field) -> list[str]:
    named = country if field.name in _STATES else partial(label, "forms")
    return [named(one) for one in values]
