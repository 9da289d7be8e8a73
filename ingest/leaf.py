"""One MIME part without children: its bytes, and whether it is text of the mail or a file."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ingest import headers, markup
from ingest.charset import MAX_CHARACTERS, decode
from ingest.plaintext import unflow
from ingest.problems import problem

if TYPE_CHECKING:
    from email.message import Message

    from ingest.inbound import Problem

#: parts that say nothing to a reader: signatures of the program, delivery data
PASSED_OVER: Final = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature"),
        *("application/pgp-signature", "application/pgp-encrypted"),
        *("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"),
        *("text/x-amp-html", "text/watch-html"),
    }
)
#: an inline picture of fewer bytes is a logo or a dot, no scan
_TINY_PICTURE: Final = 6_000
_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/tiff": ".tiff",
    "text/calendar": ".ics",
    "application/ms-tnef": ".dat",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of the mail or of a message inside it."""

    method: str
    text: str
    #: spans that the sender's program marked as cited
    cited: tuple[tuple[int, int], ...] = ()
    #: of the message that it belongs to, where that is not the mail itself
    subject: str | None = None
    #: 0 in the mail itself, 1 in a message inside it, and so on
    depth: int = 0
    #: sent back by a delivery report
    is_returned: bool = False

    def at(self, depth: int, subject: str | None) -> Piece:
        """The same as part of a message inside."""
        return replace(self, depth=depth, subject=subject)

    def returned(self) -> Piece:
        """The same as something that is sent back."""
        return replace(self, is_returned=True)


def content(part: Message) -> tuple[bytes, bool]:
    """The decoded bytes, and whether their encoding was damaged."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AssertionError, AttributeError):
        return b"", True
    damaged = any(type(defect).__name__.startswith("InvalidBase64") for defect in part.defects)
    return (data if isinstance(data, bytes) else b""), damaged


def is_body(part: Message, kind: str, name: str) -> bool:
    """Text that a mail program shows as the mail, not as a file beside it."""
    if kind not in {"text/plain", "text/html"} and part.get_content_maintype() != "multipart":
        return False
    disposition = headers.value(part, "content-disposition").split(";")[0].strip().lower()
    return disposition != "attachment" and not name


def piece(part: Message, kind: str, data: bytes) -> tuple[Piece, Problem | None]:
    """The text of a body part."""
    declared = headers.parameter(part, "content-type", "charset") or None
    is_page = kind == "text/html"
    if is_page:
        declared = declared or markup.declared_charset(data)
    decoded = decode(data, declared, limit=markup.MAX_SOURCE if is_page else MAX_CHARACTERS)
    trouble = problem(decoded.problem, what=decoded.charset) if decoded.problem else None
    trouble = problem("text_cut") if decoded.cut else trouble
    if is_page:
        page = markup.render(decoded.text)
        return Piece(method="html", text=page.text, cited=page.cited), trouble
    text = decoded.text
    if headers.parameter(part, "content-type", "format").lower() == "flowed":
        delete = headers.parameter(part, "content-type", "delsp").lower() == "yes"
        text = unflow(text, delete_space=delete)
    return Piece(method="text", text=text), trouble


def is_ornament(part: Message, kind: str, data: bytes) -> bool:
    """A picture inside the text that is too small to hold any."""
    inline = headers.value(part, "content-id") or headers.value(
        part, "content-disposition"
    ).strip().lower().startswith("inline")
    return kind.startswith("image/") and bool(inline) and len(data) < _TINY_PICTURE


def default_name(kind: str, number: int) -> str:
    """A name for a file that has none."""
    ending = _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    return f"attachment-{number}{ending}"
