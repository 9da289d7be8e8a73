"""One stored chat submission to InboundMessage, and the bytes in which it is stored.

No network and no telegram here: the chat's own words were taken apart where they came in.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingest import disguise
from ingest.charset import clean
from ingest.guided import Section
from ingest.headers import safe_name
from ingest.inbound import Address, Attachment, BodyText, Channel, InboundMessage, TextOrigin
from ingest.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ingest.inbound import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFile:
    """A file of a submission; its bytes are kept by their hash."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """A message that somebody else wrote, as the chat program says; it cannot be proven."""

    author: str
    written_at: datetime | None
    text: str


def pack(
    *,
    update_id: int,
    chat_id: int,
    user_id: int,
    user_name: str,
    language_code: str | None,
    text: str,
    files: Sequence[ChatFile],
    sent_at: datetime,
    sections: Sequence[Section] = (),
    in_reply_to: str | None = None,
    subject: str | None = None,
    passed_on: Sequence[PassedOn] = (),
    kind: str | None = None,
    how: str | None = None,
) -> bytes:
    """The bytes that are stored as the original; the same submission gives the same bytes.

    Sections are the answers of a guided request; the text holds them too, under their headings.
    Of what an officer brings in, `how` it reached them and the `kind` that they named are kept.
    """
    user = {"id": user_id, "name": user_name, "language_code": language_code}
    stored: dict[str, Any] = {
        "update_id": update_id,
        "chat_id": chat_id,
        "user": user,
        "text": text,
        "files": [asdict(file) for file in files],
        "date": sent_at.astimezone(UTC).isoformat(),
    }
    if sections:
        stored["sections"] = [asdict(section) for section in sections]
    about = {"in_reply_to": in_reply_to, "subject": subject, "kind": kind, "how": how}
    stored |= {name: said for name, said in about.items() if said}
    if passed_on:
        stored["passed_on"] = [_passed_on(one) for one in passed_on]
    return json.dumps(stored, ensure_ascii=True, sort_keys=True).encode("ascii")


def parse(raw: bytes, load: Callable[[str], bytes]) -> InboundMessage:
    """The message that `pack` stored; a file that `load` cannot give is a problem, no error."""
    stored = _stored(raw)
    user = _dict(stored.get("user"))
    attachments, problems = _files(stored.get("files"), load)
    bodies, odd = _bodies(stored)
    problems += odd
    if not stored:
        problems.append(problem("unreadable_message"))
    who = user.get("id")
    return InboundMessage(
        channel=Channel.CHAT,
        sha256=hashlib.sha256(raw).hexdigest(),
        subject=_said(stored, "subject"),
        sender=None
        if who is None
        else Address(address=f"telegram:{who}", name=clean(str(user.get("name") or ""))),
        reply_to=None,
        recipients=(),
        message_id=None,
        in_reply_to=_said(stored, "in_reply_to"),
        references=(),
        sent_at=_date(stored.get("date")),
        automatic=False,
        bounce=False,
        bodies=bodies,
        attachments=tuple(attachments),
        problems=tuple(problems),
    )


def text_of(raw: bytes) -> str:
    """All that was written, with the headings of a guided request."""
    return clean(str(_stored(raw).get("text") or ""))


def passed_on_of(raw: bytes) -> str:
    """All that was passed on, each under who wrote it, as the chat program says."""
    texts = _texts(_stored(raw))
    passed_on = (text for origin, text in texts if origin is TextOrigin.FORWARDED)
    return clean("\n\n".join(passed_on))


def sections_of(raw: bytes) -> tuple[Section, ...]:
    """The answers of a guided request; none in any other submission."""
    return _sections(_stored(raw))


def _sections(stored: dict[str, Any]) -> tuple[Section, ...]:
    listed = stored.get("sections")
    return tuple(map(_section, map(_dict, listed if isinstance(listed, list) else [])))


def _section(stored: dict[str, Any]) -> Section:
    chosen = stored.get("chosen")
    return Section(
        step=str(stored.get("step") or ""),
        heading=clean(str(stored.get("heading") or "")),
        text=clean(str(stored.get("text") or "")),
        chosen=tuple(map(str, chosen)) if isinstance(chosen, list) else (),
    )


def _bodies(stored: dict[str, Any]) -> tuple[tuple[BodyText, ...], list[Problem]]:
    """One text, or of a guided request one for each answer, so that none is taken for another."""
    texts = [(TextOrigin.BODY, one.method, one.text) for one in _sections(stored)]
    texts = texts or [(origin, "chat", clean(text)) for origin, text in _texts(stored)]
    bodies, problems = [], []
    for origin, method, text in texts:
        seen = disguise.plain(text)
        problems += seen.problems()
        if seen.text.strip():
            bodies.append(BodyText(origin=origin, method=method, text=seen.text))
    return tuple(bodies), problems


def _passed_on(one: PassedOn) -> dict[str, str]:
    when = "" if one.written_at is None else one.written_at.astimezone(UTC).isoformat()
    return {"author": one.author, "date": when, "text": one.text}


def _texts(stored: dict[str, Any]) -> Iterator[tuple[TextOrigin, str]]:
    """The sender's own words, then what they pass on, each under a head as mails have it."""
    yield TextOrigin.BODY, str(stored.get("text") or "")
    listed, before = stored.get("passed_on"), ""
    for one in map(_dict, listed if isinstance(listed, list) else []):
        sent = _date(one.get("date"))
        when = sent.strftime("%Y-%m-%d %H:%M UTC") if sent else ""
        author = " ".join(str(one.get("author") or "").split())
        head = f"From: {author} · Date: {when}"
        text = str(one.get("text") or "")
        if text or author != before:
            yield TextOrigin.FORWARDED, f"{head}\n\n{text}"
        before = author


def _stored(raw: bytes) -> dict[str, Any]:
    try:
        return _dict(json.loads(raw))
    except (ValueError, RecursionError):
        return {}


def _said(stored: dict[str, Any], name: str) -> str | None:
    """What the program wrote beside the sender's words."""
    return clean(str(stored.get(name) or "")) or None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _files(listed: object, load: Callable[[str], bytes]) -> tuple[list[Attachment], list[Problem]]:
    attachments: list[Attachment] = []
    problems: list[Problem] = []
    for file in map(_dict, listed if isinstance(listed, list) else []):
        name = safe_name(str(file.get("name") or "")) or f"file-{len(attachments) + 1}"
        try:
            content = load(str(file.get("sha256") or ""))
        except (LookupError, OSError):
            problems.append(problem("missing_file", name))
            continue
        media_type = str(file.get("media_type") or "application/octet-stream")
        attachments.append(Attachment(name=name, media_type=media_type, content=content))
    return attachments, problems


def _date(value: object) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(str(value))
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
