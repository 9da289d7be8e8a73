"""Subjects and senders in encoded words (RFC 2047), as they are and as they should not be."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from tests.odd_mails.mail import OddMail, a_mail

_DEMANDE: Final = "Demande d'équipement"
_RUSSIAN: Final = "Запрос о поддержке"
_ARABIC: Final = "طلب دعم من الوزارة"


def _b(text: str, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{b64encode(text.encode(charset)).decode()}?="


_RAW: Final = _RUSSIAN.encode()
_SPLIT: Final = (
    f"=?utf-8?B?{b64encode(_RAW[:11]).decode()}?=\r\n =?utf-8?B?{b64encode(_RAW[11:]).decode()}?="
)

#: property, subject as sent, subject as it is to be read
_SUBJECTS: Final[tuple[tuple[str, str | bytes, str | None], ...]] = (
    ("one word in base64", _b(_DEMANDE), _DEMANDE),
    ("one word in Q", "=?utf-8?Q?Demande_d=27=C3=A9quipement?=", _DEMANDE),
    ("lower-case letters throughout", "=?utf-8?q?Demande_d=27=c3=a9quipement?=", _DEMANDE),
    ("an old charset", "=?ISO-8859-1?Q?Demande_d'=E9quipement?=", _DEMANDE),
    ("a misspelt charset", _b(_RUSSIAN, "cp1251").replace("cp1251", "win-1251"), _RUSSIAN),
    ("Arabic of Windows", _b(_ARABIC, "cp1256").replace("cp1256", "windows-1256"), _ARABIC),
    ("Russian of old mailers", _b(_RUSSIAN, "koi8-r"), _RUSSIAN),
    ("two words with a break between", _b("Demande ") + "\r\n " + _b("d'équipement"), _DEMANDE),
    ("a character torn between two words", _SPLIT, _RUSSIAN),
    ("two words without a space between", _b("Demande ") + _b("d'équipement"), _DEMANDE),
    (
        "two charsets in one line",
        _b("Demande ", "latin-1") + " " + _b(_RUSSIAN),
        f"Demande {_RUSSIAN}",
    ),
    ("plain text around a word", f"Re: {_b('équipement')} (urgent)", "Re: équipement (urgent)"),
    ("a word stuck to plain text", f"Re:{_b('équipement')}/2026", "Re:équipement/2026"),
    ("a word in quotes", f'"{_b(_DEMANDE)}"', f'"{_DEMANDE}"'),
    ("spaces inside a Q word", "=?utf-8?Q?Demande d'=C3=A9quipement?=", _DEMANDE),
    ("an underscore that is one", "=?utf-8?Q?a=5Fb_c?=", "a_b c"),
    ("a question mark inside a Q word", "=?utf-8?Q?Combien=3F?=", "Combien?"),
    ("a Q word with a lonely equals sign", "=?utf-8?Q?100=_d'accord?=", "100= d'accord"),
    ("a Q word with broken figures", "=?utf-8?Q?a=ZZb?=", "a=ZZb"),
    ("base64 without padding", "=?utf-8?B?RGVtYW5kZQ?=", "Demande"),
    ("base64 with too much padding", "=?utf-8?B?RGVtYW5kZQ====?=", "Demande"),
    ("base64 with a space in it", "=?utf-8?B?RGVt YW5kZQ==?=", "Demande"),
    ("base64 cut to a lonely letter", "=?utf-8?B?RGVtYW5kZ?=", "Demand"),
    ("a word folded in its middle", "=?utf-8?Q?Demande_d=27\r\n =C3=A9quipement?=", _DEMANDE),
    ("a word without its end", "=?utf-8?Q?Demande", "=?utf-8?Q?Demande"),
    ("an encoding that does not exist", "=?utf-8?X?Demande?=", "=?utf-8?X?Demande?="),
    ("a charset that does not exist", "=?x-none?Q?Demande?=", "Demande"),
    ("a language behind the charset", "=?utf-8*fr?Q?Demande?=", "Demande"),
    ("an empty word", "=?utf-8?Q??= Demande", "Demande"),
    ("nothing but an empty word", "=?utf-8?B??=", None),
    (
        "a line break inside the text of a word",
        _b("Demande\r\nBcc: x@y.example"),
        "Demande Bcc: x@y.example",
    ),
    ("zeros inside a word", _b("De\0mande"), "Demande"),
    ("a picture beside the words", _b("Demande 🙏 d'équipement"), "Demande 🙏 d'équipement"),
    ("a family of joined pictures", _b("👨‍👩‍👧 Demande"), "👨‍👩‍👧 Demande"),
    ("a direction mark before Arabic", _b("\u200f" + _ARABIC), "\u200f" + _ARABIC),
    ("Arabic with an answer's mark", f"RE: {_b(_ARABIC)}", f"RE: {_ARABIC}"),
    ("UTF-8 without any word", _DEMANDE.encode(), _DEMANDE),
    ("old Russian bytes without any word", _RUSSIAN.encode("cp1251"), _RUSSIAN),
    ("old Arabic bytes without any word", _ARABIC.encode("cp1256"), _ARABIC),
    (
        "raw bytes beside a word",
        "Demande d'équipement ".encode() + _b(_RUSSIAN).encode(),
        f"{_DEMANDE} {_RUSSIAN}",
    ),
    ("a word of five thousand letters", f"=?utf-8?Q?{'a' * 5_000}?=", "a" * 5_000),
    ("a word inside a word", _b("=?utf-8?Q?Demande?="), "=?utf-8?Q?Demande?="),
    ("UTF-7 in a word", "=?utf-7?Q?Demande_d'+AOk-quipement?=", _DEMANDE),
)

#: property, sender as sent, address, name
_SENDERS: Final[tuple[tuple[str, str | bytes, str, str], ...]] = (
    ("a name in a word", f"{_b('Zoé')} <a@b.example>", "a@b.example", "Zoé"),
    ("a word in quotes", f'"{_b("Zoé")}" <a@b.example>', "a@b.example", "Zoé"),
    ("name and address in one word", _b("Zoé <a@b.example>"), "a@b.example", "Zoé"),
    (
        "a name of two words",
        f"{_b('Zoé ')} {_b('Lefèvre')} <a@b.example>",
        "a@b.example",
        "Zoé Lefèvre",
    ),
    ("a comma inside a word", f"{_b('Lefèvre, Zoé')} <a@b.example>", "a@b.example", "Lefèvre, Zoé"),
    ("raw UTF-8 in the name", "Zoé Lefèvre <a@b.example>".encode(), "a@b.example", "Zoé Lefèvre"),
    ("raw Russian bytes in the name", "Анна <a@b.example>".encode("koi8-r"), "a@b.example", "Анна"),
    ("an Arabic name", f"{_b('وزارة الداخلية')} <a@b.example>", "a@b.example", "وزارة الداخلية"),
)

MAILS: Final = (
    *(
        OddMail(name=f"subject: {name}", raw=a_mail(name, Subject=sent), subject=read)
        for name, sent, read in _SUBJECTS
    ),
    *(
        OddMail(
            name=f"sender: {name}",
            raw=a_mail(name, From=sent, Content_Type="text/plain; charset=koi8-r"),
            sender=address,
            sender_name=called,
        )
        for name, sent, address, called in _SENDERS
    ),
)
