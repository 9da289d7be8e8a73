"""What was read of one input, as a page for whoever reads it at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.citations import Citations
from bot.labels import label
from bot.locales import language
from bot.outline_draft import draft_lines
from bot.outline_why import why_lines
from bot.wrapping import beside, clean, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: columns of the names on the left
_NAMES: Final = 10
_LEADS_TO_DRAFT: Final = ("request", "offer", "good_practice")
_NEEDS_NONE: Final = {
    "individual_case": "somebody's own case never becomes a draft",
    "other": "nothing in it is for the register",
}


def outline(found: dict[str, Any], width: int) -> str:
    """Lay out the JSON object of one input.

    Args:
        found: As `ingest.report.report` gives it.
        width: Columns of the page.

    """
    cite = Citations(found["segments"], width)
    lines = [*_head(found, width), *_kinds(found, cite, width)]
    for number, draft in enumerate(found["drafts"], 1):
        lines += ["", *draft_lines(draft, number, cite, width)]
    lines += [*why_lines(found.get("why", ()), width), *_problems(found, width), ""]
    return "\n".join(line.rstrip() for line in lines)


def _head(found: dict[str, Any], width: int) -> Iterator[str]:
    yield from wrapped(beside(found["source"]), width)
    sender = found["sender"] or {}
    if sender:
        address = f"<{clean(sender['address'])}>"
        name = beside(sender["name"] or "")
        yield from _named("from", f"{name} {address}".strip(), width)
    if found["subject"]:
        yield from _named("subject", beside(found["subject"]), width)
    others = [language(code) for code in found["languages"] if code != found["language"]]
    also = f"; also {', '.join(others)}" if others else ""
    yield from _named("language", f"{language(found['language'])}{also}", width)


def _kinds(found: dict[str, Any], cite: Citations, width: int) -> Iterator[str]:
    if not found["kinds"]:
        yield from _named("kind", "not read", width)
    for one in found["kinds"]:
        name = label("kinds", one["kind"])
        sure = f"{label('bands', one['band'])}, {one['confidence']:.2f}"
        yield from _named("kind", f"{name} ({sure})", width)
        yield from cite.lines(one["evidence"], _NAMES, most=2)
    if not found["drafts"] and found["kinds"]:
        yield from _named("no draft", _reason(found), width)


def _reason(found: dict[str, Any]) -> str:
    first = found["kinds"][0]
    if first["kind"] in _LEADS_TO_DRAFT:
        return "there is no sentence of the sender's own to draft from"
    name = label("kinds", first["kind"])
    if found["automatic"]:
        return f"taken for {name}: its headers say that a program sent it"
    because = "for the words above" if first["evidence"] else "as a whole, no sentence stands out"
    meant = _NEEDS_NONE.get(first["kind"], "the secretariat gets a note")
    return f"taken for {name} {because}; {meant}"


def _problems(found: dict[str, Any], width: int) -> Iterator[str]:
    if found["problems"]:
        yield ""
    for problem in found["problems"]:
        name = f" {beside(problem['name'])}" if problem["name"] else ""
        yield from _named("problem", f"{problem['code']}{name}: {problem['detail']}", width)


def _named(name: str, words: str, width: int) -> Iterator[str]:
    for number, line in enumerate(wrapped(words, width - _NAMES)):
        yield f"{'' if number else name:<{_NAMES}}{line}"
