"""One draft as lines of a page: what is said, areas, criteria, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.labels import label
from bot.locales import country
from bot.missing import is_partial, lacking
from bot.wrapping import beside, wrapped
from store.content import Criterion, Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from bot.citations import Citations

_INDENT: Final = 2
_NAMES: Final = 20
_CRITERION: Final = 7
_NAME_OF_CRITERION: Final = 40
#: flags of a draft, in the order of the page
_FLAGS: Final = ("emergency", "urgent", "needs_state", "confidential")
_CONSENT: Final = {
    True: "others may be asked",
    False: "others must not be asked",
    None: "nothing is said",
}


def draft_lines(draft: dict[str, Any], number: int, cite: Citations, width: int) -> Iterator[str]:
    """Everything that a draft says.

    Args:
        draft: As `ingest.report.report` gives it.
        number: Of the draft in its input, from 1.
        cite: Writes the quotes.
        width: Columns of the page.

    """
    title = f"Draft {number}: {label('kinds', draft['kind'])} ({draft['confidence']:.2f})"
    yield title
    yield "-" * len(title)
    yield from _said(draft, cite, width)
    yield from _areas(draft, cite)
    yield from _criteria(draft, cite)


def _said(draft: dict[str, Any], cite: Citations, width: int) -> Iterator[str]:
    for name, words in _facts(draft):
        lines = wrapped(words, width - _INDENT - _NAMES)
        for at, line in enumerate(lines):
            named = "" if at else label("fields", name)
            yield f"{' ' * _INDENT}{named:<{_NAMES}}{line}"
        yield from cite.place_of(words, draft["evidence"].get(name, ()), _INDENT + 2)
    if draft["conditions"]:
        yield f"{' ' * _INDENT}{label('fields', 'conditions')}"
        yield from cite.lines(draft["conditions"], _INDENT + 2, most=len(draft["conditions"]))


def _facts(draft: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Field name and its words, of all fields that say something."""
    asked = draft["kind"] == "request"
    aims = (
        {}
        if draft["beneficiaries"] == draft["states"]
        else {"beneficiaries": draft["beneficiaries"]}
    )
    stated = {
        **{name: draft[name] for name in ("states", "organisation", "via")},
        **aims,
        **{name: draft[name] for name in ("forms", "qualities", "channelling")},
        **({"consent": _CONSENT[draft["consent"]]} if asked else {}),
        **{f"facts.{name}": value for name, value in draft["facts"].items()},
        **{name: draft[name] for name in _FLAGS},
    }
    for name, value in stated.items():
        if value or name == "states":
            yield name, _WORDS.get(name, beside)(value)


def _states(codes: Sequence[str]) -> str:
    return ", ".join(f"{country(code)} ({code})" for code in codes) or "none is named"


def _amounts(amounts: Sequence[dict[str, Any]]) -> str:
    return "; ".join(
        f"{beside(one['text'])} ({one['value']:,.0f} {one['currency'] or ''})".replace(" )", ")")
        if one["value"] is not None
        else beside(one["text"])
        for one in amounts
    )


_WORDS: Final[dict[str, Callable[[Any], str]]] = {
    "states": _states,
    "beneficiaries": _states,
    "forms": lambda names: ", ".join(label("forms", name) for name in names),
    "qualities": lambda names: ", ".join(label("qualities", name) for name in names),
    "channelling": lambda name: label("channelling", name),
    "facts.amounts": _amounts,
    **dict.fromkeys(_FLAGS, lambda _: "yes"),
}


def _areas(draft: dict[str, Any], cite: Citations) -> Iterator[str]:
    yield ""
    yield "Areas" if draft["themes"] else "Areas: none found"
    for theme in draft["themes"]:
        name = f"{label('areas', theme['id'])} ({theme['id']})"
        yield f"{' ' * _INDENT}{theme['confidence']:.2f}  {name}"
        yield from cite.lines(theme["evidence"], _INDENT + 6)


def _criteria(draft: dict[str, Any], cite: Citations) -> Iterator[str]:
    if not draft["criteria"]:
        return
    yield ""
    yield "Criteria"
    for one in draft["criteria"]:
        name = label("criteria", one["id"])
        standing, without = _standing(one)
        yield f"{' ' * _INDENT}{one['id']:<{_CRITERION}}{name:<{_NAME_OF_CRITERION}}{standing}"
        indent = _INDENT + _CRITERION
        if without:
            yield f"{' ' * indent}not said: {', '.join(without)}"
        parts = [quote for quotes in one["parts"].values() for quote in quotes]
        yield from cite.lines([*one["evidence"], *parts], indent)


def _standing(one: dict[str, Any]) -> tuple[str, list[str]]:
    """How a criterion stands, and which of its parts are missing where some are there."""
    parts = {
        name: tuple(Evidence(**quote) for quote in quotes) for name, quotes in one["parts"].items()
    }
    read = Criterion(id=one["id"], status=one["status"], confidence=one["confidence"], parts=parts)
    if is_partial(read):
        return label("standings", "partly"), [label("parts", name) for name in lacking(read)]
    return label("standings", one["status"]), []
