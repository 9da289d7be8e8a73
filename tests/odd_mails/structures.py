"""How parts lie in one another: alternatives that disagree, digests, messages inside, pieces."""

from __future__ import annotations

from base64 import encodebytes
from typing import Any, Final

from tests.odd_mails.mail import (
    LETTER_FILE,
    MORE,
    PDF,
    PDF_TYPE,
    WORDS,
    OddMail,
    a_file,
    a_mail,
    multipart,
    part,
    parts,
)

_PAGE: Final = f"<html><body><p>{WORDS}</p></body></html>"
_INNER: Final = a_mail("inner", MORE, Subject="Inner letter", From="omar@other.example")
_INLINE: Final = 'inline; filename="letter.pdf"'
_RELATED: Final = part(
    parts(part(_PAGE, "text/html"), a_file(_INLINE), boundary="r"),
    'multipart/related; boundary="r"',
)


def _of(name: str, *each: bytes, kind: str = "mixed", **expected: Any) -> OddMail:
    return OddMail(name=name, raw=multipart(name, *each, kind=kind), **expected)


def _inside(name: str, coding: str, body: bytes, **expected: Any) -> OddMail:
    one = part(body, "message/rfc822", Content_Transfer_Encoding=coding)
    return _of(name, part(), one, **{"contains": (MORE,), **expected})


def _levels(depth: int) -> bytes:
    message = a_mail("innermost", MORE)
    for level in range(depth):
        message = a_mail(f"level-{level}", message, Content_Type="message/rfc822")
    return message


MAILS: Final = (
    _of(
        "an alternative of text and page",
        part(),
        part(_PAGE, "text/html"),
        kind="alternative",
        lacks=("<p>",),
    ),
    _of(
        "an alternative whose text is empty",
        part(" "),
        part(_PAGE, "text/html"),
        kind="alternative",
    ),
    _of(
        "an alternative whose text is a stub",
        part("See HTML."),
        part(_PAGE + _PAGE, "text/html"),
        kind="alternative",
    ),
    _of(
        "an alternative whose page is empty",
        part(),
        part("<html></html>", "text/html"),
        kind="alternative",
    ),
    _of("an alternative in the wrong order", part(_PAGE, "text/html"), part(), kind="alternative"),
    _of("an alternative of one version", part(_PAGE, "text/html"), kind="alternative"),
    _of("an alternative of two plain texts", part(), part(MORE), kind="alternative"),
    _of(
        "an alternative that says two things",
        part(),
        part(f"<p>{MORE} {MORE}</p>", "text/html"),
        kind="alternative",
    ),
    _of(
        "a file inside an alternative",
        part(),
        part(_PAGE, "text/html"),
        a_file(),
        kind="alternative",
        files=LETTER_FILE,
    ),
    _of(
        "a page with its pictures as an alternative",
        part(),
        _RELATED,
        kind="alternative",
        files=LETTER_FILE,
    ),
    _of(
        "a related page alone",
        part(_PAGE, "text/html"),
        a_file(_INLINE),
        kind="related",
        files=LETTER_FILE,
    ),
    _of(
        "a related page that names its start",
        part(_PAGE, "text/html", Content_ID="<p>"),
        a_file(_INLINE),
        kind="related",
        files=LETTER_FILE,
    ),
    _of("text, file, text", part(), a_file(), part(MORE), contains=(MORE,), files=LETTER_FILE),
    _of("text in two parts", part(), part(MORE), contains=(MORE,)),
    _of(
        "text and page that are no alternative",
        part(),
        part(f"<p>{MORE}</p>", "text/html"),
        contains=(MORE,),
    ),
    _of(
        "a text that is inline and has a name",
        part(),
        part(MORE, Content_Disposition='inline; filename="note.txt"'),
        files=(("note.txt", "text/plain"),),
    ),
    _of(
        "a letter as an attached page",
        part(),
        part(
            f"<html><p>{MORE}</p></html>",
            "text/html",
            Content_Disposition='attachment; filename="letter.html"',
        ),
        files=(("letter.html", "text/html"),),
    ),
    _of("a disposition that nobody knows", part(WORDS, Content_Disposition="x-made-up")),
    _of("a disposition of nonsense", part(WORDS, Content_Disposition=";;=")),
    _of(
        "a message inside", part(), part(_INNER, "message/rfc822"), contains=("Inner letter", MORE)
    ),
    _of(
        "a message inside that has a name",
        part(),
        part(_INNER, "message/rfc822", Content_Disposition='attachment; filename="letter.eml"'),
        contains=(MORE,),
    ),
    _of(
        "a message inside that calls itself a file",
        part(),
        part(
            _INNER,
            "application/octet-stream",
            Content_Disposition='attachment; filename="letter.eml"',
        ),
        files=(("letter.eml", "message/rfc822"),),
    ),
    _of("a message inside without words", part(), part(b"", "message/rfc822")),
    _of("a message of RFC 6532 inside", part(), part(_INNER, "message/global"), contains=(MORE,)),
    _of("a message of news inside", part(), part(_INNER, "message/news"), contains=(MORE,)),
    _inside("a message inside in base64", "base64", encodebytes(_INNER)),
    _inside(
        "a message inside in quoted-printable", "quoted-printable", _INNER.replace(b"=", b"=3D")
    ),
    _inside("a message inside in an encoding that nobody knows", "x-none", _INNER),
    _inside("a message inside in broken base64", "base64", b"!!!!", contains=()),
    _of(
        "a digest of two letters",
        part(_INNER, "message/rfc822"),
        part(_INNER.replace(b"Inner", b"Second"), "message/rfc822"),
        kind="digest",
        words="From: omar@other.example",
        contains=("Inner letter", "Second letter"),
    ),
    _of(
        "a digest whose parts do not say what they are",
        b"\r\n" + _INNER,
        b"\r\n" + _INNER.replace(b"Inner", b"Second"),
        kind="digest",
        words="From: omar@other.example",
        contains=("Inner letter", "Second letter"),
    ),
    _of("parts to be shown at once", part(), part(MORE), kind="parallel", contains=(MORE,)),
    _of("a form", part(WORDS, Content_Disposition='form-data; name="text"'), kind="form-data"),
    _of(
        "a piece of a message",
        part(_INNER, 'message/partial; id="a"; number=1; total=3'),
        words="",
        problems=("external_part",),
    ),
    _of(
        "a part that lies elsewhere",
        part(),
        part(
            "Content-Type: application/pdf\r\n\r\n",
            'message/external-body; access-type=URL; URL="https://files.example/a.pdf"',
        ),
        problems=("external_part",),
    ),
    _of(
        "two parts that lie elsewhere",
        part(),
        part("", 'message/external-body; access-type=anon-ftp; name="a.pdf"'),
        part("", 'message/external-body; access-type=local-file; name="b.pdf"'),
        problems=("external_part", "external_part"),
    ),
    OddMail(
        name="four messages in one another", raw=_levels(4), words="From: Awa", contains=(MORE,)
    ),
    OddMail(
        name="nine messages in one another",
        raw=_levels(9),
        words="From: Awa",
        lacks=(MORE,),
        problems=("too_deep",),
    ),
    OddMail(
        name="a mail that is a message",
        raw=a_mail("whole", _INNER, Content_Type="message/rfc822"),
        words="From: omar@other.example",
        contains=(MORE,),
    ),
    OddMail(name="a page alone", raw=a_mail("page", _PAGE, Content_Type="text/html")),
    OddMail(
        name="a page that is never closed",
        raw=a_mail("unclosed", f"<html><body><div><p>{WORDS}<b><i>", Content_Type="text/html"),
    ),
    OddMail(
        name="a page that calls itself plain text",
        raw=a_mail("as-plain", _PAGE, Content_Type="text/plain"),
        words="<html>",
    ),
    OddMail(
        name="plain text that calls itself a page",
        raw=a_mail("as-page", WORDS, Content_Type="text/html"),
    ),
    OddMail(
        name="enriched text",
        raw=a_mail("enriched", f"<bold>{WORDS}</bold>", Content_Type="text/enriched"),
        words=WORDS,
    ),
    OddMail(
        name="a mail that is a picture's name without a picture",
        raw=a_mail(
            "nothing",
            "",
            Content_Type='image/png; name="a.png"',
            Content_Transfer_Encoding="base64",
        ),
        words="",
        files=(("a.png", "application/octet-stream"),),
    ),
    OddMail(
        name="a file whose text is empty",
        raw=multipart("empty-file", part(), a_file(content=b"")),
        files=(("letter.pdf", "application/octet-stream"),),
    ),
    OddMail(
        name="a file in the disposition that a body has",
        raw=multipart("inline", part(), a_file(_INLINE)),
        files=LETTER_FILE,
        content=PDF,
    ),
    OddMail(
        name="a file of type text in a message inside",
        raw=multipart(
            "deep-file", part(), part(multipart("in", part(MORE), a_file()), "message/rfc822")
        ),
        contains=(MORE,),
        files=(("letter.pdf", PDF_TYPE),),
    ),
)
