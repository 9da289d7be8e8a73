"""Headers that are missing, doubled, folded, huge or nonsense; dates, groups, odd lines."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails.mail import MORE, SENDER, SUBJECT, WORDS, OddMail, a_mail, fields


def _of(name: str, expected: dict[str, Any] | None = None, **changed: Any) -> OddMail:
    return OddMail(name=name, raw=a_mail(name, **changed), **(expected or {}))


_HEAD: Final = fields("raw")
_BODY: Final = b"\r\n" + WORDS.encode() + b"\r\n"


def _raw(name: str, raw: bytes, **expected: Any) -> OddMail:
    return OddMail(name=name, raw=raw, **expected)


#: property, From as sent, address and name that are to be read
_FROM: Final[tuple[tuple[str, str | bytes | None, str | None, str], ...]] = (
    ("no From at all", None, None, ""),
    ("an empty From", "", None, ""),
    ("a bare address", SENDER, SENDER, ""),
    ("an address in two pairs of brackets", f"Awa <<{SENDER}>>", SENDER, "Awa"),
    ("an address without its closing bracket", f"Awa <{SENDER}", SENDER, "Awa"),
    ("spaces inside the brackets", f"Awa < {SENDER} >", SENDER, "Awa"),
    ("a comment in parentheses", f"{SENDER} (Awa)", SENDER, "Awa"),
    ("a nested comment", f"{SENDER} (Awa (Diallo))", SENDER, "Awa Diallo"),
    (
        "a name that is another address",
        f'"minister@state.example" <{SENDER}>',
        SENDER,
        "minister@state.example",
    ),
    ("two senders", f"Awa <{SENDER}>, Omar <omar@ministry.example>", SENDER, "Awa"),
    ("a group of people", f"Office: Awa <{SENDER}>, omar@ministry.example;", SENDER, "Awa"),
    ("a group of nobody", "undisclosed-recipients:;", None, ""),
    ("a route before the address", f"Awa <@one.example,@two.example:{SENDER}>", SENDER, "Awa"),
    ("a semicolon behind it", f"Awa <{SENDER}>;", SENDER, "Awa"),
    ("mailto before the address", f"Awa <mailto:{SENDER}>", SENDER, "Awa"),
    (
        "a quoted local part",
        'Awa <"awa diallo"@ministry.example>',
        '"awa diallo"@ministry.example',
        "Awa",
    ),
    (
        "an address in a foreign script",
        "Awa <دعم@وزارة.example>".encode(),
        "دعم@وزارة.example",
        "Awa",
    ),
    ("a quote that never ends", f'"Awa <{SENDER}>', SENDER, "Awa"),
    ("apostrophes around the name", f"'Awa' <{SENDER}>", SENDER, "Awa"),
    ("a name that is folded", f"Awa\r\n Diallo\r\n\t<{SENDER}>", SENDER, "Awa Diallo"),
    ("zeros in it", f"Awa\0 <{SENDER}>", SENDER, "Awa"),
    ("an address of Exchange", "/O=MIN/OU=HQ/CN=RECIPIENTS/CN=AWA", None, ""),
)

#: property, Date as sent
_DATES: Final = (
    "Mon, 32 Foo 2026 25:61:61 +9999",
    "",
    "yesterday",
    "Tue, 03 Mar 26 10:00 GMT",
    "2026-03-03T10:00:00Z",
    "Tue, 03 Mar 2026 10:00:00 +0000 (Coordinated Universal Time)",
    "mar., 03 mars 2026 10:00:00 +0100",
    "Tue, 03 Mar 99999 10:00:00 +0000",
    "Thu, 01 Jan 1970 00:00:00 -2359",
    "Tue,03 Mar 2026 10:00:00 EST",
    "Tue, 03 Mar 2026 10:00:00 +0000\0",
)

#: property, Subject as sent, subject as it is to be read
_SUBJECT: Final[tuple[tuple[str, str | bytes | None, str | None], ...]] = (
    ("no subject", None, None),
    ("an empty subject", "", None),
    ("a subject of spaces", " \t ", None),
    ("a subject folded at each word", "Reception\r\n centres", SUBJECT),
    ("a subject folded by a tab", "Reception\r\n\tcentres", SUBJECT),
    ("a subject that begins on the next line", "\r\n Reception centres", SUBJECT),
    ("a fold to an empty line", "Reception centres\r\n \t \r\n ", SUBJECT),
    ("a subject of ten thousand letters", "a" * 10_000, "a" * 10_000),
    ("a subject with pictures", "🙏🏽 Reception 🏠 centres".encode(), "🙏🏽 Reception 🏠 centres"),
    (
        "a subject from right to left with Latin in it",
        "طلب UNHCR دعم 2026".encode(),
        "طلب UNHCR دعم 2026",
    ),
)

_TYPES: Final = (
    "text/plain; charset=utf-8; charset=koi8-r",
    "text",
    "text/",
    "/plain",
    ";;;;",
    "text/plain;charset",
    "text/plain; charset=",
    "text/plain charset=utf-8",
    "TEXT/PLAIN; CHARSET=UTF-8",
    'text/plain; charset=utf-8; x="unended',
    "text/plain; =utf-8",
    "text/plain (a comment); charset=utf-8",
    "text/x-made-up; charset=utf-8",
    "plain text",
    "Content-Type: text/plain",
    "text/plain, text/html",
)

MAILS: Final = (
    *(
        _of(
            f"from: {name}",
            {"sender": address, "sender_name": called if address else None},
            From=sent,
        )
        for name, sent, address, called in _FROM
    ),
    *(_of(f"date: {date.encode('unicode_escape').decode()}", Date=date) for date in _DATES),
    *(_of(f"subject: {name}", {"subject": read}, Subject=sent) for name, sent, read in _SUBJECT),
    *(_of(f"type: {sent}", Content_Type=sent) for sent in _TYPES),
    _of("no date", Date=None),
    _of("no Message-ID", Message_ID=None),
    _of("a Message-ID without brackets", Message_ID="abc@ministry.example"),
    _of("a Message-ID with spaces", Message_ID="< a b @ministry.example >"),
    _of("no MIME-Version", MIME_Version=None),
    _of("a MIME-Version of the future", MIME_Version="9.9 (produced by us)"),
    _of(
        "the sender in Sender alone",
        {"sender": "omar@ministry.example"},
        From=None,
        Sender="omar@ministry.example",
    ),
    _raw(
        "two From lines",
        b"From: Awa <awa@ministry.example>\r\nFrom: evil@other.example\r\n"
        b"Subject: Reception centres\r\n" + _BODY,
    ),
    _raw("two subjects", fields("two") + b"Subject: Another\r\n" + _BODY),
    _raw(
        "two types", fields("t", Content_Type="text/plain") + b"Content-Type: image/png\r\n" + _BODY
    ),
    _raw(
        "names of headers in capitals",
        fields("caps").replace(b"Subject", b"SUBJECT").replace(b"From", b"FROM") + _BODY,
    ),
    _raw("a space before the colon", fields("space").replace(b"Subject:", b"Subject :") + _BODY),
    _raw("no space behind the colon", fields("nospace").replace(b": ", b":") + _BODY),
    _raw(
        "a line in the header that is none",
        b"X-A: b\r\nthis is no header\r\n" + _HEAD + _BODY,
        subject=None,
        sender=None,
        words="this is no header",
        contains=(WORDS,),
        problems=("unreadable_message",),
    ),
    _raw(
        "a header that begins with a fold",
        b" folded\r\n" + _HEAD + _BODY,
    ),
    _raw(
        "an mbox line before the header",
        b"From awa@ministry.example Tue Mar  3 10:00:00 2026\r\n" + _HEAD + _BODY,
    ),
    _raw(
        "an escaped mbox line before the header",
        b">From awa@ministry.example Tue Mar  3 10:00:00 2026\r\n" + _HEAD + _BODY,
    ),
    _raw(
        "an mbox line inside the text",
        _HEAD + _BODY + b"\r\n>From our office.\r\nFrom here on.\r\n",
        contains=("From here on.",),
    ),
    _raw("empty lines before the header", b"\r\n\r\n" + _HEAD + _BODY),
    _raw("a header without a text", _HEAD, words=""),
    _raw("a header without its last line end", _HEAD.rstrip(b"\r\n"), words=""),
    _raw(
        "a text without a header",
        WORDS.encode() + b"\r\n" + MORE.encode(),
        subject=None,
        sender=None,
        problems=("unreadable_message",),
    ),
    _raw(
        "a text without a header behind an empty line",
        _BODY,
        subject=None,
        sender=None,
        problems=("unreadable_message",),
    ),
    _raw(
        "one letter", b"a", subject=None, sender=None, words="a", problems=("unreadable_message",)
    ),
    _raw(
        "one line end",
        b"\r\n",
        subject=None,
        sender=None,
        words="",
        problems=("unreadable_message",),
    ),
    _raw("nothing", b"", subject=None, sender=None, words="", problems=("empty",)),
    _raw("a byte order mark before the header", b"\xef\xbb\xbf" + _HEAD + _BODY),
    _raw(
        "zeros before the header",
        b"\0\0" + _HEAD + _BODY,
    ),
    _raw(
        "a header of ten megabytes",
        _HEAD + b"X-Long: " + b"a" * 10_000_000 + b"\r\n" + _BODY,
        subject=None,
        sender=None,
        words="From: Awa",
        problems=("unreadable_message", "text_cut"),
    ),
    _raw("a hundred thousand headers", _HEAD + b"X-Many: a\r\n" * 80_000 + _BODY),
    _raw(
        "a thousand recipients",
        fields("many", To=", ".join(f"u{n}@x.example" for n in range(1000))) + _BODY,
    ),
    _raw(
        "a thousand Received lines",
        b"Received: from a by b; Tue, 3 Mar 2026 10:00:00 +0000\r\n" * 1000 + _HEAD + _BODY,
    ),
    _raw(
        "a line end of its own within the subject",
        fields("cr", Subject="Reception\r centres") + _BODY,
    ),
    _raw(
        "a page that is no mail",
        b"<html><body><p>" + WORDS.encode() + b"</p></body></html>",
        subject=None,
        sender=None,
        words="<html>",
        problems=("unreadable_message",),
    ),
    _raw(
        "a file that is no mail",
        b"%PDF-1.4\x00\x01\x02\xff\xfe" * 20,
        subject=None,
        sender=None,
        words="%PDF-1.4",
        problems=("charset_guessed", "unreadable_message"),
        has_lines=False,
    ),
)
