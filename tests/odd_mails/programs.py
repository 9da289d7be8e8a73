"""What single programs do: winmail.dat, Apple Mail, Lotus, GroupWise, old mailers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.odd_mails.charsets import ARABIC, RUSSIAN
from tests.odd_mails.mail import (
    LETTER_FILE,
    MORE,
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

_WINMAIL: Final = (
    Path(__file__).parents[1] / "corpus/documents/russian-rich-text-body-and-file.dat"
).read_bytes()


MAILS: Final = (
    OddMail(
        name="Outlook's winmail.dat",
        raw=multipart(
            "tnef",
            part(),
            a_file('attachment; filename="winmail.dat"', "application/ms-tnef", _WINMAIL),
        ),
        files=(("winmail.dat", "application/ms-tnef"),),
        content=_WINMAIL,
    ),
    OddMail(
        name="Outlook's winmail.dat alone",
        raw=a_mail(
            "tnef-alone",
            base64_lines(_WINMAIL),
            Content_Type="application/ms-tnef",
            Content_Transfer_Encoding="base64",
        ),
        words="",
        files=(("attachment-1.dat", "application/ms-tnef"),),
    ),
    OddMail(
        name="Outlook's winmail.dat under another type",
        raw=multipart(
            "tnef-octets",
            part(),
            a_file('attachment; filename="ATT00001.dat"', "application/octet-stream", _WINMAIL),
        ),
        files=(("ATT00001.dat", "application/ms-tnef"),),
    ),
    OddMail(
        name="Apple Mail with a file between two texts of HTML",
        raw=multipart(
            "apple",
            part(f"{WORDS}\r\n\r\n{MORE}"),
            part(
                parts(
                    part(f"<p>{WORDS}</p>", "text/html"),
                    a_file('inline; filename="letter.pdf"'),
                    part(f"<p>{MORE}</p>", "text/html"),
                    boundary="Apple-Mail=_1",
                ),
                'multipart/mixed; boundary="Apple-Mail=_1"',
            ),
            kind="alternative",
        ),
        contains=(MORE,),
        files=LETTER_FILE,
    ),
    OddMail(
        name="a file of a Macintosh in two forks",
        raw=multipart(
            "appledouble",
            part(),
            part(
                parts(
                    a_file(
                        'attachment; filename="letter.pdf"',
                        "application/applefile",
                        b"\x00\x05\x16\x07" + bytes(22),
                    ),
                    a_file(),
                    boundary="f",
                ),
                'multipart/appledouble; boundary="f"',
            ),
        ),
        files=LETTER_FILE,
        content=PDF,
    ),
    OddMail(
        name="a page for watches beside the text",
        raw=multipart(
            "watch",
            part(),
            part("<b>Short.</b>", "text/watch-html"),
            part(f"<p>{WORDS}</p>", "text/html"),
            kind="alternative",
        ),
        lacks=("Short.",),
    ),
    OddMail(
        name="a page of AMP beside the text",
        raw=multipart(
            "amp",
            part(),
            part("<html amp4email>x</html>", "text/x-amp-html"),
            part(f"<p>{WORDS}</p>", "text/html"),
            kind="alternative",
        ),
        lacks=("amp4email",),
    ),
    OddMail(
        name="Lotus Notes with its own headers",
        raw=multipart(
            "lotus",
            part(),
            part(f'<font size=2 face="sans-serif">{WORDS}</font>', "text/html; charset=US-ASCII"),
            kind="alternative",
            X_Mailer="Lotus Notes Release 8.5.3",
            X_MIMETrack="Serialize by Router on HQ/MIN(Release 8.5.3)",
            Boundary="x",
        ),
    ),
    OddMail(
        name="GroupWise with a text, a page and TEXT.htm",
        raw=multipart(
            "groupwise",
            part(),
            part(
                f"<p>{WORDS}</p>",
                "text/html",
                Content_Disposition='attachment; filename="TEXT.htm"',
            ),
            X_Mailer="Novell GroupWise Internet Agent 14.2.1",
        ),
        files=(("TEXT.htm", "text/html"),),
    ),
    OddMail(
        name="The Bat with old Russian throughout",
        raw=a_mail(
            "bat",
            RUSSIAN.encode("koi8-r"),
            Subject="=?koi8-r?B?7s/X2cog0snP0g==?=",
            From="=?koi8-r?B?4c7OwQ==?= <awa@ministry.example>",
            Content_Type="text/plain; charset=koi8-r",
            Content_Transfer_Encoding="8bit",
            X_Mailer="The Bat! (v1.53d)",
        ),
        subject="Новый риор",
        sender_name="Анна",
        words=RUSSIAN,
    ),
    OddMail(
        name="Outlook Express with old Russian and no charset",
        raw=a_mail(
            "oe",
            RUSSIAN.encode("cp1251"),
            Subject="Запрос о поддержке".encode("cp1251"),
            MIME_Version=None,
            X_Mailer="Microsoft Outlook Express 5.00",
        ),
        subject="Запрос о поддержке",
        words=RUSSIAN,
        problems=("charset_guessed",),
    ),
    OddMail(
        name="a mailer of Windows with old Arabic throughout",
        raw=a_mail(
            "arabic",
            ARABIC.encode("cp1256"),
            Subject="طلب دعم من الوزارة".encode("cp1256"),
            From="وزارة الداخلية <awa@ministry.example>".encode("cp1256"),
            Content_Type="text/plain; charset=windows-1256",
            Content_Transfer_Encoding="8bit",
        ),
        subject="طلب دعم من الوزارة",
        sender_name="وزارة الداخلية",
        words=ARABIC,
    ),
    OddMail(
        name="an Arabic page that says its charset in its head",
        raw=a_mail(
            "arabic-page",
            (
                '<html><head><meta http-equiv="Content-Type" content="text/html; '
                f'charset=windows-1256"></head><body><p>{ARABIC}</p></body></html>'
            ).encode("cp1256"),
            Content_Type="text/html",
        ),
        words=ARABIC,
    ),
    OddMail(
        name="a page whose head says another charset than the mail",
        raw=a_mail(
            "two-charsets",
            f'<html><head><meta charset="iso-8859-1"></head><p>{RUSSIAN}</p></html>'.encode(),
            Content_Type="text/html; charset=utf-8",
        ),
        words=RUSSIAN,
    ),
    OddMail(
        name="a phone that signs for itself",
        raw=a_mail("phone", f"{WORDS}\r\n\r\nSent from my iPhone", X_Mailer="iPhone Mail (21A)"),
    ),
    OddMail(
        name="a gateway of faxes",
        raw=multipart(
            "fax",
            part("Fax of 3 pages from +41 22 000 00 00"),
            a_file('attachment; filename="fax.pdf"'),
            From="fax@ministry.example",
            Subject="Fax",
        ),
        subject="Fax",
        sender="fax@ministry.example",
        words="Fax of 3 pages",
        files=(("fax.pdf", "application/pdf"),),
    ),
    OddMail(
        name="a business card beside the letter",
        raw=multipart(
            "vcard",
            part(),
            part(
                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Awa Diallo\r\nEND:VCARD\r\n",
                'text/vcard; name="awa.vcf"',
            ),
        ),
        files=(("awa.vcf", "text/vcard"),),
    ),
)
