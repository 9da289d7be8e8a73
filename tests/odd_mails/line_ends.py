"""Line ends of every kind and mixed, dots, lines that never end."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails.mail import (
    LETTER_FILE,
    MORE,
    WORDS,
    OddMail,
    a_file,
    a_mail,
    multipart,
    part,
)

_MAIL: Final = a_mail("ends", f"{WORDS}\r\n\r\n{MORE}")
_PARTS: Final = multipart(
    "ends-parts",
    part(),
    part(MORE, Content_Disposition='attachment; filename="note.txt"'),
    a_file(),
)
_FILES: Final = (("note.txt", "text/plain"), *LETTER_FILE)


def _of(name: str, raw: bytes, **expected: Any) -> OddMail:
    return OddMail(name=name, raw=raw, **expected)


MAILS: Final = (
    _of("ends of Unix", _MAIL.replace(b"\r\n", b"\n"), contains=(MORE,)),
    _of("ends of old Macintoshes", _MAIL.replace(b"\r\n", b"\r"), contains=(MORE,)),
    _of("ends of Unix in a mail of parts", _PARTS.replace(b"\r\n", b"\n"), files=_FILES),
    _of("ends of old Macintoshes in a mail of parts", _PARTS.replace(b"\r\n", b"\r"), files=_FILES),
    _of("doubled CR", _MAIL.replace(b"\r\n", b"\r\r\n"), has_lines=False),
    _of("LF before CR", _MAIL.replace(b"\r\n", b"\n\r"), has_lines=False),
    _of(
        "a header of Unix and a text of the wire",
        _MAIL.replace(b"\r\n", b"\n", 6),
        contains=(MORE,),
    ),
    _of(
        "a header of the wire and a text of Unix",
        _MAIL[: _MAIL.index(b"\r\n\r\n") + 4]
        + _MAIL[_MAIL.index(b"\r\n\r\n") + 4 :].replace(b"\r\n", b"\n"),
        contains=(MORE,),
    ),
    _of(
        "every second end of Unix",
        b"".join(
            line + (b"\n" if n % 2 else b"\r\n") for n, line in enumerate(_MAIL.split(b"\r\n"))
        ),
        contains=(MORE,),
    ),
    _of("no end behind the last line", _MAIL.rstrip(b"\r\n"), contains=(MORE,)),
    _of(
        "lines that begin with dots",
        a_mail("dots", f"{WORDS}\r\n.\r\n..\r\n.{MORE}"),
        contains=(f"\n.\n..\n.{MORE}",),
    ),
    _of(
        "a line that is a command",
        a_mail("command", f"{WORDS}\r\nQUIT\r\nMAIL FROM:<x@y.example>\r\n"),
        contains=("QUIT",),
    ),
    _of(
        "a lone dot between ends of Unix",
        a_mail("lone-dot", f"{WORDS}\n.\nMAIL FROM:<x@y.example>\n"),
        contains=("MAIL FROM",),
    ),
    _of(
        "a word from a separator of lines",
        a_mail("separator", f"{WORDS}\u2028{MORE}", Content_Type="text/plain; charset=utf-8"),
        contains=(f"\n{MORE}",),
    ),
    _of(
        "five megabytes in one line",
        a_mail("long", WORDS + " " + "word " * 1_000_000),
        problems=("text_cut",),
    ),
    _of(
        "a hundred thousand empty lines",
        a_mail("empty-lines", WORDS + "\r\n" * 100_000 + MORE),
        contains=(MORE,),
    ),
    _of("a form feed between pages", a_mail("feed", f"{WORDS}\f{MORE}"), contains=(MORE,)),
    _of("a backspace over each letter", a_mail("backspace", "W\x08W" + WORDS[1:]), words="WW"),
)
