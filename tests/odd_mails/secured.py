"""Signed, encrypted and rights-protected mails: S/MIME with real CMS, PGP, Microsoft's rights."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails import cms_samples
from tests.odd_mails.mail import (
    LETTER_FILE,
    PDF,
    WORDS,
    OddMail,
    a_file,
    a_mail,
    base64_lines,
    multipart,
    part,
    parts,
)

_ENCRYPTED: Final = ("encrypted_message",)
_PLAIN: Final = part()
_RICH: Final = part(parts(part(), a_file()), 'multipart/mixed; boundary="x"')
_P7M: Final = 'application/pkcs7-mime; smime-type={kind}; name="smime.p7m"'
_ARMOUR: Final = (
    "-----BEGIN PGP {what}-----\r\nVersion: GnuPG v2\r\n\r\n"
    "hQEMA9LtPzn0c0bAAQf/cTHBp0ebd1WyF1Xb1gY1\r\n=aB3d\r\n-----END PGP {what}-----\r\n"
)
_SIGNED: Final = (
    "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n"
    + WORDS
    + "\r\n- -- \r\n- - one point\r\n"
    + _ARMOUR.format(what="SIGNATURE")
)


def _opaque(name: str, block: bytes, kind: str = "signed-data", **expected: Any) -> OddMail:
    raw = a_mail(
        name,
        base64_lines(block),
        Content_Type=_P7M.format(kind=kind),
        Content_Transfer_Encoding="base64",
        Content_Disposition='attachment; filename="smime.p7m"',
    )
    return OddMail(name=name, raw=raw, **expected)


def _locked(name: str, content: bytes, **expected: Any) -> OddMail:
    file = (("smime.p7m", "application/octet-stream"),)
    usual: dict[str, Any] = {"words": "", "files": file, "content": content}
    return _opaque(name, content, "enveloped-data", problems=_ENCRYPTED, **(usual | expected))


def _block(content: bytes, kind: str = "signed-data") -> bytes:
    """A part that is a block of CMS."""
    return part(base64_lines(content), _P7M.format(kind=kind), Content_Transfer_Encoding="base64")


def _signed() -> tuple[OddMail, ...]:
    """S/MIME that everybody can read."""
    whole = cms_samples.signed(_PLAIN)
    clear = part(
        base64_lines(cms_samples.signature(_PLAIN)),
        'application/pkcs7-signature; name="smime.p7s"',
        Content_Transfer_Encoding="base64",
    )
    unnamed = a_mail(
        "octets",
        base64_lines(whole),
        Content_Type='application/octet-stream; name="smime.p7m"',
        Content_Transfer_Encoding="base64",
    )
    return (
        OddMail(
            name="S/MIME signed in the clear",
            raw=multipart("clear", _PLAIN, clear, kind="signed"),
        ),
        _opaque("S/MIME signed in one block", whole),
        _opaque("S/MIME signed in one block, in pieces", cms_samples.signed(_PLAIN, "-stream")),
        _opaque(
            "S/MIME signed with a file", cms_samples.signed(_RICH), files=LETTER_FILE, content=PDF
        ),
        _opaque("S/MIME signed twice", cms_samples.signed(_block(whole))),
        _opaque("S/MIME signed without its certificate", cms_samples.signed(_PLAIN, "-nocerts")),
        _opaque(
            "S/MIME signed in one block that is cut",
            whole[: whole.index(WORDS.encode()) + 30],
            words=WORDS[:30],
            problems=("damaged",),
        ),
        _opaque("S/MIME signed with a text alone", cms_samples.signed(WORDS.encode()), words=WORDS),
        OddMail(name="S/MIME signed that calls itself octets", raw=unnamed),
        OddMail(
            name="S/MIME signed as a part of a mail",
            raw=multipart("inner", part("Please read."), _block(whole)),
            words="Please read.",
            contains=(WORDS,),
        ),
    )


def _encrypted() -> tuple[OddMail, ...]:
    """S/MIME that nobody here can read."""
    inner = _block(cms_samples.signed(_PLAIN))
    locked = _block(cms_samples.encrypted(_PLAIN), "enveloped-data")
    return (
        _locked("S/MIME encrypted", cms_samples.encrypted(_PLAIN)),
        _locked("S/MIME encrypted in pieces", cms_samples.encrypted(_PLAIN, "-stream")),
        _locked("S/MIME encrypted and signed inside", cms_samples.encrypted(inner)),
        _opaque(
            "S/MIME signed around an encrypted mail",
            cms_samples.signed(locked),
            words="",
            files=(("smime.p7m", "application/octet-stream"),),
            problems=_ENCRYPTED,
        ),
    )


MAILS: Final = (
    *((*_signed(), *_encrypted()) if cms_samples.OPENSSL else ()),
    _opaque(
        "S/MIME that is none",
        b"\x01\x02\xff\xfe\x00\x03" * 9,
        words="",
        files=(("smime.p7m", "application/octet-stream"),),
        problems=("damaged",),
    ),
    OddMail(
        name="PGP encrypted",
        raw=multipart(
            "pgp",
            part("Version: 1", "application/pgp-encrypted"),
            part(_ARMOUR.format(what="MESSAGE"), 'application/octet-stream; name="encrypted.asc"'),
            kind="encrypted",
        ),
        words="",
        files=(("encrypted.asc", "application/pgp-encrypted"),),
        problems=_ENCRYPTED,
    ),
    OddMail(
        name="PGP signed in the clear",
        raw=multipart(
            "pgp-signed",
            part(),
            part(_ARMOUR.format(what="SIGNATURE"), 'application/pgp-signature; name="s.asc"'),
            kind="signed",
        ),
    ),
    OddMail(
        name="PGP encrypted within the text",
        raw=a_mail("pgp-inline", _ARMOUR.format(what="MESSAGE")),
        words="",
        lacks=("BEGIN PGP", "hQEMA"),
        files=(("encrypted-1.asc", "application/pgp-encrypted"),),
        problems=_ENCRYPTED,
    ),
    OddMail(
        name="PGP encrypted beside words",
        raw=a_mail("pgp-beside", f"{WORDS}\r\n\r\n{_ARMOUR.format(what='MESSAGE')}\r\nThank you."),
        contains=("Thank you.",),
        lacks=("hQEMA",),
        files=(("encrypted-1.asc", "application/pgp-encrypted"),),
        problems=_ENCRYPTED,
    ),
    OddMail(
        name="PGP signed within the text",
        raw=a_mail("pgp-signed-inline", _SIGNED),
        contains=("- one point",),
        lacks=("BEGIN PGP", "hQEMA", "Hash:"),
    ),
    OddMail(
        name="a PGP key within the text",
        raw=a_mail("pgp-key", f"{WORDS}\r\n{_ARMOUR.format(what='PUBLIC KEY BLOCK')}"),
        lacks=("hQEMA",),
    ),
    OddMail(
        name="a PGP file",
        raw=multipart(
            "pgp-file",
            part(),
            a_file(
                'attachment; filename="letter.pdf.asc"',
                content=_ARMOUR.format(what="MESSAGE").encode(),
            ),
        ),
        files=(("letter.pdf.asc", "application/pgp-encrypted"),),
    ),
    OddMail(
        name="protected by Microsoft's rights",
        raw=multipart(
            "rpmsg",
            part("To view this message, open the attachment in Outlook."),
            a_file(
                'attachment; filename="message.rpmsg"',
                "application/x-microsoft-rpmsg-message",
                b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + bytes(range(256)),
            ),
            Content_Class="rpmsg.message",
        ),
        words="To view this message",
        files=(("message.rpmsg", "application/octet-stream"),),
        problems=("rights_protected",),
    ),
    OddMail(
        name="protected by Microsoft's portal",
        raw=multipart(
            "omev4",
            part("Awa has sent you a protected message."),
            a_file(
                'attachment; filename="message_v4.rpmsg"',
                "application/octet-stream",
                b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + bytes(range(256)),
            ),
        ),
        words="Awa has sent you",
        files=(("message_v4.rpmsg", "application/octet-stream"),),
        problems=("rights_protected",),
    ),
)
