"""Mails of several parts whose boundaries are missing, repeated, nested, cut or nonsense."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails.mail import (
    LETTER_FILE,
    MORE,
    PDF,
    TEXT_TYPE,
    WORDS,
    OddMail,
    a_file,
    a_mail,
    multipart,
    part,
    parts,
)

_MIXED: Final = 'multipart/mixed; boundary="x"'


def _of(name: str, body: bytes, content_type: str = _MIXED, **expected: Any) -> OddMail:
    raw = a_mail(name, body, Content_Type=content_type)
    return OddMail(name=name, raw=raw, **expected)


_WHOLE: Final = parts(part(), a_file())

MAILS: Final = (
    _of("a boundary without quotes", _WHOLE, "multipart/mixed; boundary=x", files=LETTER_FILE),
    _of(
        "a boundary in single quotes",
        _WHOLE.replace(b"--x", b"--'x'"),
        "multipart/mixed; boundary='x'",
        files=LETTER_FILE,
    ),
    _of(
        "a boundary with spaces in it",
        _WHOLE.replace(b"--x", b"--a b c"),
        'multipart/mixed; boundary="a b c"',
        files=LETTER_FILE,
    ),
    _of(
        "a boundary with every sign that is allowed",
        _WHOLE.replace(b"--x", b"--'()+_,-./:=?z"),
        'multipart/mixed; boundary="\'()+_,-./:=?z"',
        files=LETTER_FILE,
    ),
    _of(
        "a boundary of seventy characters",
        _WHOLE.replace(b"--x", b"--" + b"b" * 70),
        f'multipart/mixed; boundary="{"b" * 70}"',
        files=LETTER_FILE,
    ),
    _of(
        "a boundary longer than allowed",
        _WHOLE.replace(b"--x", b"--" + b"b" * 300),
        f'multipart/mixed; boundary="{"b" * 300}"',
        files=LETTER_FILE,
    ),
    _of(
        "a boundary of RFC 2231 in two pieces",
        _WHOLE.replace(b"--x", b"--onetwo"),
        "multipart/mixed; boundary*0=one; boundary*1=two",
        files=LETTER_FILE,
    ),
    _of(
        "a boundary parameter in capitals on its own line",
        _WHOLE,
        'MULTIPART/Mixed;\r\n\tBOUNDARY="x"',
        files=LETTER_FILE,
    ),
    _of(
        "a boundary given twice",
        _WHOLE,
        "multipart/mixed; boundary=x; boundary=y",
        files=LETTER_FILE,
    ),
    _of("a missing boundary parameter", _WHOLE, "multipart/mixed", files=LETTER_FILE),
    _of("an empty boundary parameter", _WHOLE, 'multipart/mixed; boundary=""', files=LETTER_FILE),
    _of(
        "a boundary that never comes",
        WORDS.encode(),
        _MIXED,
        problems=("unreadable_message",),
    ),
    _of("another boundary than announced", _WHOLE.replace(b"--x", b"--y"), files=LETTER_FILE),
    _of(
        "no closing boundary",
        parts(part(), a_file(), end=False),
        files=LETTER_FILE,
        problems=("truncated",),
    ),
    _of(
        "a file cut in the middle of its base64",
        parts(part(), a_file())[:-60],
        files=LETTER_FILE,
        problems=("damaged", "truncated"),
    ),
    _of(
        "cut within the header of a part",
        parts(part(), b"Content-Type: application/p", end=False),
        problems=("truncated",),
    ),
    _of("cut after a boundary", parts(part(), end=False) + b"--x\r\n", problems=("truncated",)),
    _of(
        "closing boundary twice",
        _WHOLE + b"--x--\r\n",
        files=LETTER_FILE,
    ),
    _of(
        "a part after the closing boundary",
        parts(part()) + parts(a_file()),
        files=LETTER_FILE,
    ),
    _of(
        "every boundary line twice",
        _WHOLE.replace(b"--x\r\n", b"--x\r\n--x\r\n"),
        files=LETTER_FILE,
    ),
    _of(
        "spaces behind the boundaries",
        _WHOLE.replace(b"--x\r\n", b"--x \t \r\n"),
        files=LETTER_FILE,
    ),
    _of(
        "text before the first and after the last boundary",
        b"This is a message of several parts.\r\n" + _WHOLE + b"That was it.\r\n",
        files=LETTER_FILE,
        lacks=("several parts", "That was it"),
    ),
    _of(
        "no empty line between the header of a part and its text",
        parts(b"Content-Type: text/plain\r\n" + WORDS.encode(), a_file()),
        files=LETTER_FILE,
    ),
    _of("a part without a header", parts(b"\r\n" + WORDS.encode(), a_file()), files=LETTER_FILE),
    _of("an empty part between others", parts(part(), b"\r\n", a_file()), files=LETTER_FILE),
    _of("no parts at all", b"--x--\r\n", words=""),
    _of(
        "an inner boundary that is the outer one",
        parts(part(), part(parts(part(MORE)), _MIXED)),
        contains=(MORE,),
    ),
    _of(
        "an inner boundary that begins like the outer one",
        parts(
            part(parts(part(), part(MORE), boundary="xx"), 'multipart/mixed; boundary="xx"'),
            a_file(),
        ),
        contains=(MORE,),
        files=LETTER_FILE,
    ),
    _of(
        "an inner multipart that is never closed",
        parts(
            part(parts(part(), boundary="y", end=False), 'multipart/mixed; boundary="y"'), a_file()
        ),
        files=LETTER_FILE,
    ),
    _of(
        "a line in the text that looks like a boundary",
        parts(part(WORDS + "\r\n--xylophone\r\n" + MORE)),
        contains=("--xylophone", MORE),
    ),
    _of(
        "an encoding declared for a multipart",
        _WHOLE,
        _MIXED + "\r\nContent-Transfer-Encoding: base64",
        files=LETTER_FILE,
    ),
    _of(
        "a multipart type that nobody knows",
        _WHOLE,
        'multipart/x-made-up; boundary="x"',
        files=LETTER_FILE,
    ),
    _of("a multipart that calls itself text", _WHOLE, 'text/plain; boundary="x"', words="--x"),
    _of(
        "sixty multiparts in one another",
        b"".join(
            b'--n%d\r\nContent-Type: multipart/mixed; boundary="n%d"\r\n\r\n' % (n, n + 1)
            for n in range(60)
        ),
        'multipart/mixed; boundary="n0"',
        words="",
        problems=("too_deep", "truncated"),
    ),
    _of(
        "three hundred parts",
        parts(*[part(f"Part {number}.") for number in range(300)]),
        words="Part 0.",
        problems=("too_many_parts",),
    ),
    OddMail(
        name="a mail of a file alone",
        raw=a_mail(
            "a-file-alone",
            a_file().partition(b"\r\n\r\n")[2],
            Content_Type='application/pdf; name="letter.pdf"',
            Content_Transfer_Encoding="base64",
        ),
        words="",
        files=LETTER_FILE,
        content=PDF,
    ),
    OddMail(
        name="two files of one name",
        raw=multipart(
            "two-files",
            part(),
            a_file(),
            a_file('attachment; filename="letter.pdf"', TEXT_TYPE, b"another"),
        ),
        files=(*LETTER_FILE, ("letter.pdf", TEXT_TYPE)),
    ),
)
