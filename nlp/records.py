"""Labelled texts, one JSON object a line, as values; the format is told in the data sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nlp.reading import Circumstances, Kind, Passage, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A text with what a careful person would say of it."""

    id: str
    language: str
    #: email, chat or letter
    channel: str
    text: str
    subject: str | None
    sender: str
    kinds: tuple[Kind, ...]
    themes: tuple[str, ...]
    #: who wrote it; texts of one voice are never on both sides of a split
    voice: str = ""
    #: area -> exact pieces of the text that show it
    theme_marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: criterion -> exact piece of the text
    criteria: dict[str, str] = field(default_factory=dict)
    #: part of a criterion -> exact piece of the text
    parts: dict[str, str] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    emergency: bool = False
    consent: bool | None = None
    channelling: str | None = None
    #: exact pieces of the text: kind -> what makes it of that kind
    act_marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    consent_mark: str | None = None
    channelling_mark: str | None = None
    conditions: tuple[str, ...] = ()
    urgent: bool = False
    #: a passage of a public page; no part of what a text's fingerprint is made of
    public: bool = field(default=False, repr=False)


def read_records(lines: Iterable[str]) -> Iterator[Record]:
    """Records of the lines that are not empty."""
    for line in lines:
        if line.strip():
            yield _record(json.loads(line))


def read_folder(folder: Path) -> tuple[Record, ...]:
    """Records of all `.jsonl` files of a folder, in the order of names and lines."""
    found: list[Record] = []
    for path in sorted(folder.glob("*.jsonl")):
        found.extend(read_records(path.read_text(encoding="utf-8").split("\n")))
    return tuple(found)


def passages_of(record: Record) -> tuple[Passage, ...]:
    """The whole text as one passage: a letter comes attached, all else is the sender's own."""
    role = Role.ATTACHED if record.channel == "letter" else Role.OWN
    return (Passage(text=record.text, role=role),)


def circumstances_of(record: Record) -> Circumstances:
    """What would be known of the message beside its text."""
    address = record.sender if "@" in record.sender else None
    return Circumstances(
        subject=record.subject,
        sender_address=address,
        sender_name=None if address else record.sender or None,
        channel="chat" if record.channel == "chat" else "email",
    )


def _record(data: dict[str, Any]) -> Record:
    return Record(
        id=data["id"],
        language=data["lang"],
        channel=data["channel"],
        voice=f"{data['lang']}:{data.get('voice', data['id'])}",
        text=data["text"],
        subject=data.get("subject"),
        sender=data.get("from") or "",
        kinds=tuple(Kind(kind) for kind in data["kind"]),
        themes=tuple(data.get("themes") or ()),
        theme_marks={k: tuple(v) for k, v in (data.get("theme_marks") or {}).items()},
        criteria=data.get("criteria") or {},
        parts=data.get("parts") or {},
        states=tuple(data.get("actor") or ()),
        beneficiaries=tuple(data.get("target") or ()),
        forms=tuple(data.get("forms") or ()),
        emergency=bool(data.get("emergency")),
        consent=data.get("consent"),
        channelling=data.get("channelling"),
        act_marks={k: tuple(v) for k, v in (data.get("act_marks") or {}).items()},
        consent_mark=data.get("consent_mark"),
        channelling_mark=data.get("channelling_mark"),
        conditions=tuple(data.get("conditions") or ()),
        urgent=bool(data.get("urgent")),
        public=bool(data.get("real")),
    )
