"""The rules of retention, from `retention.toml` and the office's own file; no database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

_SHIPPED: Final = Path(__file__).with_name("retention.toml")
#: fewer would erase what nobody had the time to look at
_FEWEST_DAYS: Final = 7
_MOST_DAYS: Final = 36_500


class Then(StrEnum):
    """What is done with a class when its time is over."""

    KEEP = "keep"
    ERASE = "erase"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long one class of things is kept."""

    name: str
    what: str
    then: Then
    #: None where it is kept
    days: int | None = None
    since: str = ""


class RetentionFileError(Exception):
    """A file of rules cannot be used; says what is wrong in one line."""


def rules(own: Path | None = None) -> tuple[Rule, ...]:
    """All rules in the order of the file, the office's own in place of ours.

    Raises:
        RetentionFileError: the office's file cannot be read, or says what cannot be.
    """
    shipped = {
        name: Rule(name=name, **(told | {"then": Then(told["then"])}))
        for name, told in _read(_SHIPPED).items()
    }
    given = {} if own is None else _read(own)
    for name, told in given.items():
        if name not in shipped:
            raise RetentionFileError(f"[{name}] is no class; there are {', '.join(shipped)}")
        shipped[name] = _changed(shipped[name], told)
    return tuple(shipped.values())


def _changed(rule: Rule, told: Any) -> Rule:
    unknown = set(told) - {"days", "then"} if isinstance(told, dict) else {"its value"}
    if unknown:
        raise RetentionFileError(f"[{rule.name}] takes days and then, not {min(unknown)}")
    if told.get("then", rule.then) == Then.KEEP:
        return replace(rule, then=Then.KEEP, days=None)
    if rule.then is Then.KEEP or told.get("then", rule.then) != rule.then:
        raise RetentionFileError(f'[{rule.name}] can only be: then = "{rule.then}" or "keep"')
    days = told.get("days", rule.days)
    if not isinstance(days, int) or not _FEWEST_DAYS <= days <= _MOST_DAYS:
        raise RetentionFileError(f"[{rule.name}] days: give {_FEWEST_DAYS} to {_MOST_DAYS}")
    return replace(rule, days=days)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RetentionFileError(f"cannot read {path} ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RetentionFileError(f"{path} is not TOML: {error}") from None
