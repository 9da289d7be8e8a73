"""Mails that nobody writes but to do harm: brackets without end, parts without end, huge fields."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails.mail import (
    PDF_TYPE,
    SENDER,
    SUBJECT,
    TEXT_TYPE,
    WORDS,
    OddMail,
    a_mail,
    fields,
    multipart,
    part,
)

_BODY: Final = b"\r\n" + WORDS.encode() + b"\r\n"
_PEOPLE: Final = ("From", "Sender", "To", "Cc", "Reply_To")
#: what makes the standard library call itself until it may no more, or take minutes
_SIGNS: Final = {
    "brackets": "(" * 600,
    "brackets before an address": "(" * 600 + " omar@other.example",
    "brackets that close": "(" * 600 + ")" * 600,
    "colons": ":" * 2_000,
    "groups": "g:" * 2_000,
    "routes": "<@a,@b:" * 2_000,
    "quotes": '"' * 2_001,
    "backslashes": "\\" * 2_000,
    "at signs": "@" * 2_000,
}
_ZEROS: Final = b"\0" * 2_000
_HALF_LETTERS: Final = b"\xed\xa0\x80" * 2_000
#: fields of which each that is damaged costs itself alone
_OTHERS: Final = (
    *("Cc", "Reply_To", "Date", "Message_ID", "In_Reply_To", "References", "Received", "List_Id"),
    *("Authentication_Results", "DKIM_Signature", "Content_Transfer_Encoding", "Content_ID"),
)


def _named(field: str, what: str, value: str | bytes, **expected: Any) -> OddMail:
    name = f"{field.replace('_', '-').lower()}: {what}"
    return OddMail(name=name, raw=a_mail(name, **{field: value}), **expected)


def _from(what: str, value: str) -> OddMail:
    address = "omar@other.example" if "omar" in value else None
    return _named("From", f"{what} without end", value, sender=address)


def _nested(count: int, kind: str) -> bytes:
    heads = [
        b'Content-Type: multipart/%b; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind.encode(), n, n)
        for n in range(count)
    ]
    return fields(f"{count} {kind}") + b"".join(heads) + part()


def _semicolons(count: int) -> str:
    return 'text/plain; charset="utf-8"; x="' + ";" * count + '"'


MAILS: Final = (
    *(_from(what, value) for what, value in _SIGNS.items()),
    *(
        _named(field, f"{what} without end", value)
        for field in _PEOPLE[1:]
        for what, value in _SIGNS.items()
    ),
    *(_named(field, "zeros", _ZEROS) for field in _OTHERS),
    # whatever a list calls itself, its mail is a list's
    *(
        _named(field, what, value, unanswerable="list" if field == "List_Id" else None)
        for field in _OTHERS
        for what, value in (
            ("half letters", _HALF_LETTERS),
            ("a field of 300,000 signs", "x" * 300_000),
        )
    ),
    _named("Content_Type", "900,000 semicolons", _semicolons(900_000)),
    _named("Content_Type", "ten thousand parameters", TEXT_TYPE + "; a=b" * 10_000),
    _named("Subject", "900,000 letters", "a" * 900_000, subject="a" * 50_000),
    _named(
        "Subject",
        "three million letters",
        "a" * 3_000_000,
        subject=None,
        sender=None,
        words="From: Awa",
        problems=("unreadable_message", "text_cut"),
    ),
    _named("To", "50,000 addresses", ",\r\n ".join(f"u{n}@x.example" for n in range(50_000))),
    *(
        OddMail(
            name=f"5,000 parts of {kind} within one another",
            raw=_nested(5_000, kind),
            words="",
            problems=("too_deep", "truncated"),
        )
        for kind in ("mixed", "alternative", "digest")
    ),
    OddMail(
        name="5,000 messages within one another",
        raw=fields("5,000") + b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + _BODY,
        words="",
        problems=("too_deep",),
    ),
    OddMail(
        name="20,000 parts",
        raw=multipart("20,000 parts", *[part()] * 20_000),
        problems=("too_many_parts",),
    ),
    OddMail(
        name="5,000 files",
        raw=multipart(
            "5,000 files",
            part(),
            *(
                part(f"%PDF-{n}", PDF_TYPE, Content_Disposition=f"attachment; filename={n}.pdf")
                for n in range(5_000)
            ),
        ),
        files=tuple((f"{n}.pdf", PDF_TYPE) for n in range(199)),
        problems=("too_many_parts",),
    ),
    OddMail(
        name="nothing but brackets for a header",
        raw=b"From: " + b"(" * 600 + b"\r\nTo: " + b"(" * 600 + b"\r\n"
        b"Subject: " + SUBJECT.encode() + b"\r\nReply-To: " + SENDER.encode() + b"\r\n" + _BODY,
        sender=None,
    ),
)
