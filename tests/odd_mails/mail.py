"""How an odd mail is made and what is to be read of it: a plain letter unless it says otherwise."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import dataclass
from typing import Final

SUBJECT: Final = "Reception centres"
SENDER: Final = "awa@ministry.example"
WORDS: Final = "We request support for our reception centres."
#: a second text of a mail, where it has one
MORE: Final = "Our second paragraph speaks of interpreters."
PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_TYPE: Final = "application/pdf"
TEXT_TYPE: Final = "text/plain"
MAIL_TYPE: Final = "message/rfc822"


@dataclass(frozen=True, slots=True, kw_only=True)
class OddMail:
    """One mail, the property that it shows, and what is right to read of it."""

    name: str
    raw: bytes
    subject: str | None = SUBJECT
    #: address of the sender, None where there is none to be found
    sender: str | None = SENDER
    #: of the sender, None where it does not matter
    sender_name: str | None = None
    #: with which the text of the mail begins; "" where it has none
    words: str = WORDS
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    #: name and type of each file, in order
    files: tuple[tuple[str, str], ...] = ()
    #: bytes that one of the files has
    content: bytes | None = None
    #: codes, in order
    problems: tuple[str, ...] = ()
    automatic: bool = False
    bounce: bool = False
    #: why no program may answer it; nobody ever answers what is automatic or a bounce
    unanswerable: str | None = None
    original_message_id: str | None = None
    #: False where its bytes are no lines of text, so that other line ends make another mail
    has_lines: bool = True


def fields(name: str, **changed: str | bytes | None) -> bytes:
    """A header; `Reply_To="..."` adds or changes a field, None leaves it out."""
    usual: dict[str, str | bytes | None] = {
        "From": f"Awa Diallo <{SENDER}>",
        "To": "requests@localhost",
        "Subject": SUBJECT,
        "Date": "Tue, 03 Mar 2026 10:00:00 +0000",
        "Message-ID": f"<{name.replace(' ', '.')}@ministry.example>",
        "MIME-Version": "1.0",
    }
    usual |= {key.replace("_", "-"): value for key, value in changed.items()}
    lines = [
        key.encode() + b": " + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
        for key, value in usual.items()
        if value is not None
    ]
    return b"".join(lines)


def a_mail(name: str, body: bytes | str = WORDS, **changed: str | bytes | None) -> bytes:
    """Header and body of a mail."""
    text = body.encode() if isinstance(body, str) else body
    return fields(name, **changed) + b"\r\n" + text.rstrip(b"\r\n") + b"\r\n"


def parts(*each: bytes, boundary: str = "x", end: bool = True) -> bytes:
    """The body of a multipart: each part with its own header."""
    mark = b"--" + boundary.encode()
    inside = b"".join(mark + b"\r\n" + one + b"\r\n" for one in each)
    return inside + (mark + b"--\r\n" if end else b"")


def part(body: bytes | str = WORDS, content_type: str = TEXT_TYPE, **changed: str) -> bytes:
    """One part of a multipart."""
    header = {"Content-Type": content_type, **changed}
    lines = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in header.items())
    return lines.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def a_file(
    disposition: str = 'attachment; filename="letter.pdf"',
    content_type: str = PDF_TYPE,
    content: bytes = PDF,
) -> bytes:
    """A part that carries a file in base64."""
    return part(
        base64_lines(content),
        content_type,
        Content_Transfer_Encoding="base64",
        Content_Disposition=disposition,
    )


def base64_lines(content: bytes) -> bytes:
    """Base64 in lines of 76, with CRLF."""
    return encodebytes(content).replace(b"\n", b"\r\n")


def multipart(name: str, *each: bytes, kind: str = "mixed", **changed: str | bytes | None) -> bytes:
    """A mail of several parts."""
    more = {"Content_Type": f'multipart/{kind}; boundary="x"', **changed}
    return a_mail(name, parts(*each), **more)


LETTER_FILE: Final = (("letter.pdf", PDF_TYPE),)
