"""Names of attached files: RFC 2231 in all its forms, RFC 2047 where it must not be, and tricks."""

from __future__ import annotations

from typing import Final

from tests.odd_mails.mail import (
    PDF,
    PDF_TYPE,
    OddMail,
    a_file,
    multipart,
    part,
)

#: property, Content-Disposition, the name that is to be read
_DISPOSITIONS: Final[tuple[tuple[str, str, str], ...]] = (
    ("a name without quotes", "attachment; filename=letter.pdf", "letter.pdf"),
    ("a name with spaces and no quotes", "attachment; filename=our letter.pdf", "our letter.pdf"),
    ("a name with a semicolon", 'attachment; filename="a;b.pdf"', "a;b.pdf"),
    ("a name with quotes inside", r'attachment; filename="a \"b\".pdf"', 'a "b".pdf'),
    ("a name in UTF-8 of RFC 2231", "attachment; filename*=UTF-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
    ("a name with a language", "attachment; filename*=utf-8'fr'%C3%A9t%C3%A9.pdf", "été.pdf"),
    ("a name in Latin-1", "attachment; filename*=iso-8859-1''%E9t%E9.pdf", "été.pdf"),
    ("a name of a wrong charset", "attachment; filename*=x-none''%C3%A9t%C3%A9.pdf", "été.pdf"),
    (
        "a name that says ASCII and is not",
        "attachment; filename*=us-ascii''%C3%A9t%C3%A9.pdf",
        "été.pdf",
    ),
    ("a name without a charset", "attachment; filename*=''%C3%A9t%C3%A9.pdf", "été.pdf"),
    (
        "percent signs without the star",
        "attachment; filename=\"utf-8''%C3%A9t%C3%A9.pdf\"",
        "été.pdf",
    ),
    (
        "a name in two pieces",
        'attachment; filename*0="our "; filename*1="letter.pdf"',
        "our letter.pdf",
    ),
    (
        "encoded pieces",
        "attachment; filename*0*=utf-8''%C3%A9t; filename*1*=%C3%A9.pdf",
        "été.pdf",
    ),
    (
        "a character torn between two pieces",
        "attachment; filename*0*=utf-8''%C3; filename*1*=%A9t%C3%A9.pdf",
        "été.pdf",
    ),
    (
        "encoded and plain pieces",
        "attachment; filename*0*=utf-8''%C3%A9t%C3%A9; filename*1=-2026.pdf",
        "été-2026.pdf",
    ),
    (
        "pieces in the wrong order",
        'attachment; filename*1="letter.pdf"; filename*0="our "',
        "our letter.pdf",
    ),
    (
        "a piece that is missing",
        'attachment; filename*0="our"; filename*2="letter.pdf"',
        "ourletter.pdf",
    ),
    (
        "both forms, the better one last",
        "attachment; filename=\"ete.pdf\"; filename*=utf-8''%C3%A9t%C3%A9.pdf",
        "été.pdf",
    ),
    (
        "both forms, the better one first",
        "attachment; filename*=utf-8''%C3%A9t%C3%A9.pdf; filename=\"ete.pdf\"",
        "été.pdf",
    ),
    ("an encoded word as a name", 'attachment; filename="=?utf-8?B?w6l0w6kucGRm?="', "été.pdf"),
    ("an encoded word without quotes", "attachment; filename==?utf-8?B?w6l0w6kucGRm?=", "été.pdf"),
    (
        "an encoded word in two pieces",
        'attachment; filename="=?utf-8?Q?=C3=A9t?=\r\n =?utf-8?Q?=C3=A9.pdf?="',
        "été.pdf",
    ),
    ("raw UTF-8", 'attachment; filename="été.pdf"', "été.pdf"),
    ("percent signs that are broken", "attachment; filename*=utf-8''a%ZZ.pdf", "a%ZZ.pdf"),
    ("a name that is a path", 'attachment; filename="C:\\\\docs\\\\letter.pdf"', "letter.pdf"),
    ("a name that climbs", 'attachment; filename="../../etc/letter.pdf"', "letter.pdf"),
    (
        "a name that turns its direction",
        "attachment; filename*=utf-8''a%E2%80%AEfdp.exe",
        "afdp.exe",
    ),
    (
        "a name of a thousand letters",
        f'attachment; filename="{"a" * 1000}.pdf"',
        "a" * 130 + "…" + "a" * 15 + ".pdf",
    ),
    ("an empty name", 'attachment; filename=""', "attachment-1.pdf"),
    ("no name at all", "attachment", "attachment-1.pdf"),
    (
        "an Arabic name",
        "attachment; filename*=utf-8''%D8%B1%D8%B3%D8%A7%D9%84%D8%A9.pdf",
        "رسالة.pdf",
    ),
    ("the parameter in capitals", 'ATTACHMENT; FILENAME="letter.pdf"', "letter.pdf"),
    ("a quote that never ends", 'attachment; filename="letter.pdf', "letter.pdf"),
    ("spaces around the equals sign", 'attachment; filename = "letter.pdf"', "letter.pdf"),
    ("nothing between two semicolons", 'attachment;; filename="letter.pdf";', "letter.pdf"),
    ("a name folded in its middle", 'attachment; filename="our\r\n letter.pdf"', "our letter.pdf"),
    ("zeros in the name", "attachment; filename*=utf-8''let%00ter.pdf", "letter.pdf"),
    ("a comment behind the name", 'attachment; filename="letter.pdf" (our letter)', "letter.pdf"),
)

#: property, Content-Type of a part without Content-Disposition's name, the name
_TYPES: Final = (
    ("a name on the type alone", 'application/pdf; name="letter.pdf"', "letter.pdf"),
    ("an encoded name on the type", "application/pdf; name*=utf-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
    ("an encoded word on the type", 'application/pdf; name="=?utf-8?B?w6l0w6kucGRm?="', "été.pdf"),
)

MAILS: Final = (
    *(
        OddMail(
            name=f"file: {name}",
            raw=multipart(name, part(), a_file(sent)),
            files=((read, PDF_TYPE),),
            content=PDF,
        )
        for name, sent, read in _DISPOSITIONS
    ),
    *(
        OddMail(
            name=f"file: {name}",
            raw=multipart(name, part(), a_file("attachment", sent)),
            files=((read, PDF_TYPE),),
        )
        for name, sent, read in _TYPES
    ),
)
