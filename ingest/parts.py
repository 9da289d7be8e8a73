"""The tree of MIME parts of one mail: which are text to read here, which are files, in order.

Header fields and whose words are whose are for `headers` and `quoting`.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import TYPE_CHECKING, Final

from ingest import (
    armour,
    boundary,
    datapictures,
    headers,
    inline,
    leaf,
    mojibake,
    secured,
    transfer,
    tree,
)
from ingest.enclosed import enclosed
from ingest.inbound import Attachment
from ingest.leaf import Piece
from ingest.mailbytes import straight
from ingest.problems import problem

if TYPE_CHECKING:
    from ingest.inbound import Problem

#: parts of one mail that are read, nested messages included
MAX_PARTS: Final = 200
#: messages within messages
MAX_DEPTH: Final = 5
#: a plain version with fewer letters than this share of the HTML version is a stub
_STUB: Final = 0.25
_LIKE_MAILS: Final = frozenset({"message/global", "message/news"})
#: distinct words from which on a version says much, and the share that another one must have too
_SAYS_MUCH: Final = 8
_SAME: Final = 0.4
_COMPARED: Final = 20_000
_WORD: Final = re.compile(r"\w{3,}")


@dataclass(slots=True, kw_only=True)
class Harvest:
    """What was found so far in the order of the mail."""

    pieces: list[Piece] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def harvest(message: Message) -> Harvest:
    """Everything that a mail brings, up to the limits; what lies beyond them is a problem."""
    walk = _Walk()
    found = Harvest()
    walk.part(message, found, nesting=0, depth=0)
    if walk.left_out:
        found.problems.append(problem("too_many_parts", what=str(MAX_PARTS)))
    if walk.too_deep:
        found.problems.append(problem("too_deep"))
    return found


class _Walk:
    """One walk through a mail; counts the parts that it has read."""

    def __init__(self) -> None:
        self.left_out = False
        self.too_deep = False
        self._count = 0

    def part(self, part: Message, into: Harvest, *, nesting: int, depth: int) -> None:
        """Read one part with all that lies in it."""
        kind = leaf.kind(part)
        if nesting > tree.MAX_NESTING:
            self.too_deep = True
        elif kind == "message/rfc822" or (kind in _LIKE_MAILS and part.is_multipart()):
            self._message(part, into, nesting=nesting, depth=depth)
        elif kind == "multipart/encrypted":
            into.problems.append(problem("encrypted_message"))
            self._locked(part, into)
        elif kind.startswith("multipart/") and not part.is_multipart():
            self._unparted(part, kind, into, nesting=nesting, depth=depth)
        elif part.is_multipart() and kind == "multipart/alternative":
            self._alternative(part, into, nesting=nesting, depth=depth)
        elif part.is_multipart() and part.get_content_maintype() == "multipart":
            self._children(part, into, nesting=nesting, depth=depth)
        elif self._counted():
            self._leaf(part, kind, into, nesting=nesting, depth=depth)

    def _counted(self) -> bool:
        self._count += 1
        self.left_out |= self._count > MAX_PARTS
        return self._count <= MAX_PARTS

    def _children(self, part: Message, into: Harvest, *, nesting: int, depth: int) -> None:
        report = part.get_content_type() == "multipart/report"
        for child in [*_list(part), *boundary.behind(part)]:
            if self.left_out:
                return
            before = len(into.pieces)
            self.part(child, into, nesting=nesting + 1, depth=depth)
            if report:
                # what a report sends back are not the words of the reporter
                into.pieces[before:] = [
                    piece.returned() if piece.depth > depth else piece
                    for piece in into.pieces[before:]
                ]

    def _alternative(self, part: Message, into: Harvest, *, nesting: int, depth: int) -> None:
        """Take the text of one version, the files of all."""
        versions: list[Harvest] = []
        for child in _list(part):
            version = Harvest()
            self.part(child, version, nesting=nesting + 1, depth=depth)
            versions.append(version)
            into.problems += version.problems
        files = {
            hashlib.sha256(one.content).digest(): one
            for version in reversed(versions)
            for one in reversed(version.attachments)
        }
        into.attachments += reversed(files.values())
        told = [version for version in versions if version.pieces]
        chosen = _chosen(told)
        if chosen is not None and _differ(chosen, told[-1]):
            into.problems.append(problem("versions_differ"))
        if chosen is not None:
            into.pieces += chosen.pieces

    def _message(self, part: Message, into: Harvest, *, nesting: int, depth: int) -> None:
        """A message inside the message: its words here, with its own header in front."""
        inner = _inner_message(part)
        if inner is None or not self._counted():
            return
        if depth >= MAX_DEPTH:
            self.too_deep = True
            return
        subject = headers.text(inner, "subject")
        into.pieces.append(
            Piece(method="text", text=_header_line(inner), subject=subject, depth=depth + 1)
        )
        before = len(into.pieces)
        self.part(inner, into, nesting=nesting + 1, depth=depth + 1)
        into.pieces[before:] = [
            piece if piece.depth > depth else piece.at(depth + 1, subject)
            for piece in into.pieces[before:]
        ]

    def _unparted(
        self, part: Message, kind: str, into: Harvest, *, nesting: int, depth: int
    ) -> None:
        """A multipart in which the parser found no parts."""
        again = boundary.found(part)
        if again is not None:
            self.part(again, into, nesting=nesting + 1, depth=depth)
        elif self._counted():
            self._leaf(part, kind, into, nesting=nesting, depth=depth)
            if transfer.bare(part).strip():
                into.problems.append(problem("unreadable_message"))

    def _locked(self, part: Message, into: Harvest) -> None:
        """What is in an encrypted part is kept, but nobody here can read it."""
        for child in _list(part):
            kind = leaf.kind(child)
            if kind not in leaf.PASSED_OVER and self._counted():
                _keep(child, kind, leaf.content(child)[0], into)

    def _leaf(self, part: Message, kind: str, into: Harvest, *, nesting: int, depth: int) -> None:
        if kind in leaf.PASSED_OVER:
            return
        if kind in {"message/external-body", "message/partial"}:
            into.problems.append(problem("external_part", headers.file_name(part) or None))
            return
        data, damaged = leaf.content(part)
        name = headers.file_name(part)
        if leaf.is_body(part, kind, name):
            _body(part, kind, data, into)
        elif secured.is_block(kind, name):
            self._block(part, kind, data, into, nesting=nesting, depth=depth)
        elif (data or name) and not leaf.is_ornament(part, kind, data):
            _keep(part, kind, data, into)
            name = into.attachments[-1].name
            if secured.has_rights(kind, name):
                into.problems.append(problem("rights_protected"))
            if damaged:
                into.problems.append(problem("damaged", name))

    def _block(
        self, part: Message, kind: str, data: bytes, into: Harvest, *, nesting: int, depth: int
    ) -> None:
        """A block of S/MIME: its content in its place, or the block where it stays closed."""
        opened = secured.opened(data)
        if opened.message is not None:
            self.part(opened.message, into, nesting=nesting + 1, depth=depth)
        elif not opened.is_bare:
            _keep(part, kind, data, into)
        if opened.code is not None:
            into.problems.append(problem(opened.code))


def _body(part: Message, kind: str, data: bytes, into: Harvest) -> None:
    """Text of the mail, without the files that old programs write into it."""
    if kind == "text/html":
        _page(part, kind, data, into)
        return
    words, files = inline.apart(data)
    piece, trouble = leaf.piece(part, kind, words)
    opened = armour.opened(piece.text)
    into.pieces.append(replace(piece, text=opened.text) if opened.text != piece.text else piece)
    into.problems += trouble
    for file in files:
        into.attachments.append(file.attachment)
        into.problems += [problem("damaged", file.attachment.name)] if file.damaged else []
    for number, block in enumerate(opened.locked, start=1):
        into.attachments.append(
            Attachment(
                name=f"encrypted-{number}.asc",
                media_type="application/pgp-encrypted",
                content=block.encode(),
            )
        )
    into.problems += [problem("encrypted_message")] if opened.locked else []


def _page(part: Message, kind: str, data: bytes, into: Harvest) -> None:
    """Text of the mail as HTML, without the pictures of pages that it carries in itself."""
    words, pictures = datapictures.apart(data)
    piece, trouble = leaf.piece(part, kind, words)
    into.pieces.append(piece)
    into.problems += trouble
    inside = enclosed("", pictures, text=piece.text)
    for name, content in inside.nested:
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        into.attachments.append(Attachment(name=name, media_type=media_type, content=content))
    into.problems += [one for one in inside.problems if one.code == "too_many_inside"]


def _keep(part: Message, kind: str, data: bytes, into: Harvest) -> None:
    named = mojibake.mend(headers.file_name(part))
    name = named.text or leaf.default_name(kind, len(into.attachments) + 1)
    into.attachments.append(Attachment(name=name, media_type=kind, content=data))
    into.problems += [problem("garbled_text")] if named.was_garbled else []


def _differ(chosen: Harvest, last: Harvest) -> bool:
    """Whether the last version, which programs show, says much that the chosen one does not."""
    first, shown = _words(chosen), _words(last)
    return len(shown) >= _SAYS_MUCH and len(shown & first) < _SAME * len(shown)


def _words(version: Harvest) -> set[str]:
    text = " ".join(piece.text for piece in version.pieces)
    return {word for word in _WORD.findall(text[:_COMPARED].lower()) if not word.isdigit()}


def _chosen(versions: list[Harvest]) -> Harvest | None:
    """Plain text, unless it is missing, empty or a stub that stands for the HTML version."""
    plain = next((v for v in versions if all(p.method == "text" for p in v.pieces)), None)
    rich = next((v for v in reversed(versions) if v is not plain), None)
    if plain is None or rich is None:
        return plain or rich
    return rich if _letters(plain) < _STUB * _letters(rich) or not _letters(plain) else plain


def _letters(version: Harvest) -> int:
    return sum(ch.isalnum() for piece in version.pieces for ch in piece.text)


def _list(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _inner_message(part: Message) -> Message | None:
    """The message that a message/rfc822 part holds, encoded against RFC 2046 5.2.1 too."""
    inner = next(iter(_list(part)), None)
    coding = transfer.coding(headers.value(part, "content-transfer-encoding"))
    if inner is None or coding not in {"base64", "quoted-printable"} or inner.keys():
        return inner
    return tree.parsed(straight(transfer.decoded(transfer.bare(inner), coding)[0]))


def _header_line(inner: Message) -> str:
    named = (("From", "from"), ("Date", "date"), ("To", "to"), ("Subject", "subject"))
    fields = [(label, headers.text(inner, name)) for label, name in named]
    return " · ".join(f"{label}: {value[:200]}" for label, value in fields if value) + "\n\n"
