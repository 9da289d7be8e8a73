"""What a person is told about a setting that cannot be used: one line that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydantic import ValidationError

PREFIX: Final = "ACSG_"
#: kinds of pydantic's errors -> what a person is told; what is in braces comes with the error
_PLAIN: Final = {
    "int_parsing": "give a whole number",
    "int_from_float": "give a whole number",
    "float_parsing": "give a number",
    "greater_than_equal": "give at least {ge}",
    "less_than_equal": "give at most {le}",
    "literal_error": "give {expected}",
    "enum": "give {expected}",
}


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used; the message names it."""


def one_line(error: ValidationError) -> str:
    """The first thing that is wrong."""
    first = error.errors()[0]
    where = str(first["loc"][0]) if first["loc"] else ""
    name = where if where.startswith(PREFIX) else PREFIX + where.upper()
    told = {key: _plainly(value) for key, value in first.get("ctx", {}).items()}
    plain = _PLAIN.get(first["type"], "").format(**told).replace("'", "")
    text = plain or first["msg"].removeprefix("Value error, ")
    return text if text.startswith(PREFIX) else f"{name}: {text[0].lower()}{text[1:]}"


def _plainly(bound: object) -> object:
    """A bound without the `.0` of a whole number of seconds."""
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound
