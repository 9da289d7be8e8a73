"""Content encodings: odd base64 and quoted-printable, uuencode, yEnc, BinHex, flowed text."""

from __future__ import annotations

import binascii
import quopri
from typing import Any, Final

from tests.odd_mails.charsets import FRENCH, RUSSIAN
from tests.odd_mails.mail import (
    LETTER_FILE,
    MORE,
    PDF,
    PDF_TYPE,
    WORDS,
    OddMail,
    a_file,
    a_mail,
    base64_lines,
    multipart,
    part,
)


def _text(name: str, body: bytes | str, coding: str | None, **expected: Any) -> OddMail:
    raw = a_mail(
        name, body, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding=coding
    )
    return OddMail(name=name, raw=raw, **expected)


def _file(name: str, body: bytes, coding: str, **expected: Any) -> OddMail:
    one = part(
        body,
        PDF_TYPE,
        Content_Transfer_Encoding=coding,
        Content_Disposition='attachment; filename="letter.pdf"',
    )
    raw = multipart(name, part(), one)
    return OddMail(name=name, raw=raw, files=LETTER_FILE, **expected)


def uuencoded(content: bytes, name: str = "letter.pdf", end: bytes = b"`\r\nend\r\n") -> bytes:
    """Bytes as uuencode writes them into a text."""
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    body = b"".join(lines).replace(b"\n", b"\r\n")
    return b"begin 644 " + name.encode() + b"\r\n" + body + end


def yencoded(content: bytes, name: str = "letter.pdf") -> bytes:
    """Bytes as yEnc writes them into a text (yEnc draft 1.3)."""
    out = bytearray()
    for byte in content:
        value = (byte + 42) % 256
        out += bytes([61, (value + 64) % 256]) if value in {0, 10, 13, 61} else bytes([value])
    size = len(content)
    head = f"=ybegin line=128 size={size} name={name}\r\n".encode()
    return head + bytes(out) + f"\r\n=yend size={size}\r\n".encode()


_B64: Final = base64_lines(PDF)
_QP: Final = quopri.encodestring(FRENCH.encode())
_INTRO: Final = WORDS.encode() + b"\r\n\r\n"

MAILS: Final = (
    _text("a body in base64", base64_lines(WORDS.encode()), "base64"),
    _text("an encoding in capitals with spaces", base64_lines(WORDS.encode()), " BASE64 "),
    _text("an encoding in quotes", base64_lines(WORDS.encode()), '"base64"'),
    _text("an encoding with a semicolon", base64_lines(WORDS.encode()), "base64;"),
    _text("an encoding with a comment", base64_lines(WORDS.encode()), "base64 (by us)"),
    _text("an encoding that nobody knows", WORDS, "x-made-up"),
    _text("an encoding of 7bit with UTF-8 in it", FRENCH, "7bit", words=FRENCH),
    _text("an encoding that is empty", WORDS, ""),
    _text("the encoding 8bits", FRENCH, "8bits", words=FRENCH),
    _text("plain text that calls itself base64", WORDS, "base64"),
    _text(
        "a footer of a list behind base64",
        base64_lines(WORDS.encode()) + b"\r\n____\r\nList footer\r\n",
        "base64",
    ),
    _text(
        "plain text that calls itself quoted-printable",
        "1 = 1 and a=b",
        "quoted-printable",
        words="1 = 1 and a=b",
    ),
    _text("quoted-printable", _QP, "quoted-printable", words=FRENCH),
    _text(
        "quoted-printable in small letters",
        _QP.lower(),
        "quoted-printable",
        words=FRENCH[0].lower(),
    ),
    _text(
        "a soft break with a space behind", WORDS[:20] + "=  \r\n" + WORDS[20:], "quoted-printable"
    ),
    _text("a soft break at the very end", WORDS + "=", "quoted-printable"),
    _text(
        "broken figures in quoted-printable",
        "=E9=ZZ and =4",
        "quoted-printable",
        words="é=ZZ and =4",
        problems=("charset_guessed",),
    ),
    _text("raw bytes within quoted-printable", FRENCH, "quoted-printable", words=FRENCH),
    _text(
        "a character torn by a soft break",
        "D=C3=\r\n=A9j=C3=A0 demand=C3=A9",
        "quoted-printable",
        words="Déjà demandé",
    ),
    _text("a line of a million letters", "a" * 1_000_000, "7bit", words="aaa"),
    _text(
        "a line of a million letters in quoted-printable",
        "a" * 1_000_000,
        "quoted-printable",
        words="aaa",
    ),
    _text(
        "zeros between the letters", "We\0 request\0 support", "8bit", words="We request support"
    ),
    _text(
        "control characters in the text",
        "We \x1b[31mrequest\x07 support\x0c",
        "7bit",
        words="We [31mrequest support",
    ),
    _text("nothing but white space", " \r\n\t\r\n", "7bit", words=""),
    _file("base64 in one line", _B64.replace(b"\r\n", b""), "base64", content=PDF),
    _file("base64 with empty lines", _B64.replace(b"\r\n", b"\r\n\r\n"), "base64", content=PDF),
    _file(
        "base64 with spaces before each line",
        b"  " + _B64.replace(b"\r\n", b"\r\n  "),
        "base64",
        content=PDF,
    ),
    _file(
        "base64 with signs that are none",
        _B64[:20] + b"!*<>" + _B64[20:],
        "base64",
        content=PDF,
        problems=("damaged",),
    ),
    _file(
        "base64 without its padding",
        base64_lines(PDF + b"\n").rstrip(b"=\r\n"),
        "base64",
        content=PDF + b"\n",
        problems=("damaged",),
    ),
    _file(
        "base64 with padding in the middle",
        base64_lines(PDF[:40]) + base64_lines(PDF[40:]),
        "base64",
        content=PDF,
    ),
    _file(
        "base64 of the address-safe kind",
        _B64.replace(b"+", b"-").replace(b"/", b"_"),
        "base64",
        content=PDF,
    ),
    _file("a file that is uuencoded", uuencoded(PDF), "x-uuencode", content=PDF),
    _file("a file that is uuencoded by another name", uuencoded(PDF), "uuencode", content=PDF),
    _file(
        "a file of raw bytes",
        PDF,
        "binary",
        content=PDF,
        has_lines=False,
    ),
    OddMail(
        name="uuencode within the text",
        raw=a_mail("uu", _INTRO + uuencoded(PDF)),
        files=LETTER_FILE,
        content=PDF,
        lacks=("begin 644",),
    ),
    OddMail(
        name="two files in uuencode within the text",
        raw=a_mail(
            "uu2", _INTRO + uuencoded(PDF) + uuencoded(b"hello", "note.txt") + MORE.encode()
        ),
        files=(*LETTER_FILE, ("note.txt", "text/plain")),
        contains=(MORE,),
        lacks=("begin 644",),
    ),
    OddMail(
        name="uuencode without its end",
        raw=a_mail("uu3", _INTRO + uuencoded(PDF, end=b"")),
        files=LETTER_FILE,
        problems=("damaged",),
    ),
    OddMail(
        name="uuencode with a name of two words",
        raw=a_mail("uu4", _INTRO + uuencoded(PDF, "our letter.pdf")),
        files=(("our letter.pdf", PDF_TYPE),),
        content=PDF,
    ),
    OddMail(
        name="words that only begin like uuencode",
        raw=a_mail("uu5", "We begin 644 courses.\r\nbegin 644 courses\r\nsoon"),
        words="We begin 644 courses.",
        contains=("begin 644 courses\nsoon",),
    ),
    OddMail(
        name="yEnc within the text",
        raw=a_mail("yenc", _INTRO + yencoded(PDF)),
        files=LETTER_FILE,
        content=PDF,
        has_lines=False,
    ),
    OddMail(
        name="a file in BinHex",
        raw=multipart(
            "hqx",
            part(),
            part(
                "(This file must be converted with BinHex 4.0)\r\n:abc:",
                "application/mac-binhex40",
                Content_Disposition='attachment; filename="letter.hqx"',
            ),
        ),
        files=(("letter.hqx", "text/plain"),),
    ),
    OddMail(
        name="a file declared as text",
        raw=multipart("as-text", part(), a_file(content_type="text/plain")),
        files=LETTER_FILE,
        content=PDF,
    ),
    OddMail(
        name="a file declared as an unknown type",
        raw=multipart("as-unknown", part(), a_file(content_type="application/x-nobody-knows")),
        files=LETTER_FILE,
        content=PDF,
    ),
    OddMail(
        name="flowed text",
        raw=a_mail(
            "flowed",
            "We request \r\nsupport.\r\n\r\nSoon.",
            Content_Type="text/plain; format=flowed",
        ),
        words="We request support.",
    ),
    OddMail(
        name="flowed text whose spaces go",
        raw=a_mail(
            "delsp",
            "Прос \r\nим помощи.",
            Content_Type="text/plain; charset=utf-8; format=flowed; delsp=yes",
        ),
        words="Просим помощи.",
    ),
    OddMail(
        name="flowed text of a mailer in capitals",
        raw=a_mail(
            "flowed-caps",
            "We request \r\nsupport.",
            Content_Type='text/plain; FORMAT="Flowed"; DelSp=No',
        ),
        words="We request support.",
    ),
    OddMail(
        name="flowed text with stuffed spaces",
        raw=a_mail("stuffed", " From us: \r\nrequest.", Content_Type="text/plain; format=flowed"),
        words="From us: request.",
    ),
    OddMail(
        name="flowed text in quoted-printable",
        raw=a_mail(
            "flowed-qp",
            "We request=20\r\nsupport.",
            Content_Type="text/plain; format=flowed",
            Content_Transfer_Encoding="quoted-printable",
        ),
        words="We request support.",
    ),
    OddMail(
        name="Russian in quoted-printable of another charset",
        raw=a_mail(
            "qp-koi",
            quopri.encodestring(RUSSIAN.encode("koi8-r")),
            Content_Type="text/plain; charset=koi8-r",
            Content_Transfer_Encoding="quoted-printable",
        ),
        words=RUSSIAN,
    ),
)
