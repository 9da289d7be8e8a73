"""What was read of one input, as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LONGEST_QUOTE = 110


def outline(found: dict[str, Any]) -> str:
    """Lay out the JSON object of one input.

    Args:
        found: As `ingest.report.report` gives it.

    """
    lines = [*_head(found), *_drafts(found), *_problems(found), ""]
    return "\n".join(one_line(line) for line in lines)


def _head(found: dict[str, Any]) -> Iterator[str]:
    yield found["source"]
    sender = found["sender"] or {}
    if sender:
        yield f"  from       {sender['name']} <{sender['address']}>".replace("  <", " <")
    if found["subject"]:
        yield f"  subject    {found['subject']}"
    yield f"  language   {', '.join(found['languages']) or found['language']}"
    kinds = [f"{one['kind']} ({one['band']}, {one['confidence']:.2f})" for one in found["kinds"]]
    yield f"  kind       {', '.join(kinds) or 'not read'}"


def _drafts(found: dict[str, Any]) -> Iterator[str]:
    for number, draft in enumerate(found["drafts"], 1):
        who = ", ".join(filter(None, [" ".join(draft["states"]), draft["organisation"]]))
        yield f"  draft {number}    {draft['kind']} by {who or 'nobody named'}"
        for theme in draft["themes"]:
            yield from _finding(found, theme["id"], theme["evidence"])
        for criterion in draft["criteria"]:
            if criterion["status"] == "evidenced":
                yield from _finding(found, criterion["id"], criterion["evidence"])
        missing = [one["id"] for one in draft["criteria"] if one["status"] == "not_evidenced"]
        if missing:
            yield f"    not evidenced: {', '.join(missing)}"


def _finding(found: dict[str, Any], name: str, evidence: list[dict[str, Any]]) -> Iterator[str]:
    if not evidence:
        yield f"    {name}"
        return
    first = evidence[0]
    segment = found["segments"][first["segment"]]
    page = f" page {segment['page']}" if segment["page"] else ""
    quote = " ".join(first["quote"].split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE] + "…"
    yield f"    {name:<18} “{quote}” ({segment['name'] or segment['origin']}{page})"


def _problems(found: dict[str, Any]) -> Iterator[str]:
    for problem in found["problems"]:
        name = f" {problem['name']}" if problem["name"] else ""
        yield f"  problem    {problem['code']}{name}: {problem['detail']}"
