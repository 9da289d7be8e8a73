"""Texts that were read in the wrong charset and sent on, in the body, the subject and names."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from tests.odd_mails.charsets import ARABIC, FRENCH, PORTUGUESE, RUSSIAN, SPANISH
from tests.odd_mails.mail import WORDS, OddMail, a_file, a_mail, multipart, part

_GARBLED: Final = ("garbled_text",)
#: text, and the charset in which its UTF-8 was read on the way
_WAYS: Final = (
    (FRENCH, "cp1252"),
    (FRENCH, "latin-1"),
    (FRENCH, "cp1251"),
    (FRENCH, "mac_roman"),
    (FRENCH, "cp437"),
    (FRENCH, "cp850"),
    (SPANISH, "latin-1"),
    (SPANISH, "cp1256"),
    (PORTUGUESE, "latin-1"),
    (PORTUGUESE, "cp1252"),
    (RUSSIAN, "latin-1"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "cp866"),
    (ARABIC, "latin-1"),
    (ARABIC, "cp1256"),
)


def garbled(text: str, charset: str, times: int = 1) -> str:
    """The text as it looks after its UTF-8 was read in another charset."""
    for _ in range(times):
        text = text.encode().decode(charset)
    return text


def _of(name: str, body: str, **expected: Any) -> OddMail:
    raw = a_mail(name, body, Content_Type="text/plain; charset=utf-8")
    return OddMail(name=name, raw=raw, **expected)


def _word(text: str) -> str:
    return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


MAILS: Final = (
    *(
        _of(
            f"{text[:5]} in UTF-8 read as {charset}",
            garbled(text, charset),
            words=text,
            problems=_GARBLED,
        )
        for text, charset in _WAYS
    ),
    _of("French garbled twice", garbled(FRENCH, "latin-1", 2), words=FRENCH, problems=_GARBLED),
    _of("Russian garbled twice", garbled(RUSSIAN, "latin-1", 2), words=RUSSIAN, problems=_GARBLED),
    _of(
        "French garbled three times", garbled(FRENCH, "latin-1", 3), words=FRENCH, problems=_GARBLED
    ),
    _of(
        "one garbled line among good ones",
        f"{RUSSIAN}\r\n{garbled(FRENCH, 'cp1252')}\r\n{ARABIC}",
        words=RUSSIAN,
        contains=(FRENCH, ARABIC),
        problems=_GARBLED,
    ),
    _of(
        "apostrophes alone garbled",
        garbled("We’re asking for the office’s support – soon.", "cp1252"),
        words="We’re asking for the office’s support – soon.",
        problems=_GARBLED,
    ),
    _of("good French that must stay as it is", FRENCH, words=FRENCH),
    _of("good Arabic with figures and Latin names", f"{ARABIC} UNHCR 2026", words=ARABIC),
    _of(
        "good capitals with accents", "ÉTAT DE LA DEMANDE D'ASILE À L'ÉTRANGER", words="ÉTAT DE LA"
    ),
    _of("good Portuguese with ã and guillemets", "«Formação» à São Tomé", words="«Formação» à São"),
    OddMail(
        name="a garbled page of HTML",
        raw=a_mail(
            "garbled-html",
            f"<p>{garbled(FRENCH, 'cp1252')}</p>",
            Content_Type="text/html; charset=utf-8",
        ),
        words=FRENCH,
        problems=_GARBLED,
    ),
    OddMail(
        name="a garbled subject",
        raw=a_mail("garbled-subject", Subject=_word(garbled("Demande d'équipement", "latin-1"))),
        subject="Demande d'équipement",
        problems=_GARBLED,
    ),
    OddMail(
        name="a garbled Russian subject",
        raw=a_mail("garbled-russian", Subject=_word(garbled("Запрос о поддержке", "cp1251"))),
        subject="Запрос о поддержке",
        problems=_GARBLED,
    ),
    OddMail(
        name="a garbled name of the sender",
        raw=a_mail(
            "garbled-sender",
            From=f"{_word(garbled('Zoé Lefèvre', 'latin-1'))} <awa@ministry.example>",
        ),
        sender_name="Zoé Lefèvre",
        problems=_GARBLED,
    ),
    OddMail(
        name="a garbled name of a file",
        raw=multipart(
            "garbled-file",
            part(),
            a_file(f'attachment; filename="{_word(garbled("été.pdf", "latin-1"))}"'),
        ),
        words=WORDS,
        files=(("été.pdf", "application/pdf"),),
        problems=_GARBLED,
    ),
)
