"""Texts in the charsets of six languages under right, misspelt, wrong and missing names."""

from __future__ import annotations

from typing import Final

from tests.odd_mails.mail import WORDS, OddMail, a_mail, base64_lines

FRENCH: Final = "L'office n'a reçu aucun équipement depuis l'été où la capitale a été inondée."
SPANISH: Final = "¿Podrían enviar a dos expertos? La formación del año pasado ayudó muchísimo."
PORTUGUESE: Final = "Solicitamos apoio à formação: não há intérpretes nem funções técnicas."
RUSSIAN: Final = "Просим направить двух экспертов для обучения наших сотрудников в столице."
ARABIC: Final = "نطلب إيفاد خبيرين لتدريب الموظفين الجدد في العاصمة هذا العام."
HEBREW: Final = "אנו מבקשים תמיכה בהכשרת עובדים חדשים במרכזי הקליטה."
CHINESE: Final = "我们请求派遣两名专家培训新员工"
TRADITIONAL: Final = "我們請求派遣兩名專家培訓新員工"
JAPANESE: Final = "新しい職員の研修のために専門家の派遣をお願いします"
KOREAN: Final = "신규 직원 교육을 위해 전문가 두 명을 요청합니다"
GREEK: Final = "Ζητούμε δύο εμπειρογνώμονες για την εκπαίδευση του προσωπικού μας."
TURKISH: Final = "Yeni çalışanların eğitimi için iki uzman gönderilmesini rica ediyoruz."
POLISH: Final = "Prosimy o przysłanie dwóch ekspertów, żeby przeszkolić nowych urzędników."

#: text, how it is encoded, what the mail calls that
_NAMED: Final = (
    (FRENCH, "utf-8", "UTF8"),
    (FRENCH, "utf-8", "utf_8"),
    (FRENCH, "utf-8", "unicode-1-1-utf-8"),
    (FRENCH, "utf-8", "utf8mb4"),
    (FRENCH, "utf-8", '"utf-8'),
    (FRENCH, "utf-8", "'UTF-8'"),
    (FRENCH, "utf-8", "utf-8 (Unicode)"),
    (FRENCH, "utf-8-sig", "utf-8"),
    (FRENCH, "utf-7", "utf-7"),
    (FRENCH, "latin-1", "latin1"),
    (FRENCH, "latin-1", "iso8859_1"),
    (FRENCH, "latin-1", "ISO 8859-1"),
    (FRENCH, "latin-1", "iso-8859-1-windows-latin-1"),
    (FRENCH, "cp1252", "windows1252"),
    (FRENCH, "cp1252", "x-cp1252"),
    (FRENCH, "cp1252", "ansi"),
    (FRENCH, "mac_roman", "x-mac-roman"),
    (FRENCH, "cp850", "ibm850"),
    (SPANISH, "iso8859-15", "latin-9"),
    (SPANISH, "cp1252", "iso-8859-1"),
    (PORTUGUESE, "cp1252", "CP-1252"),
    (RUSSIAN, "cp1251", "win-1251"),
    (RUSSIAN, "cp1251", "windows1251"),
    (RUSSIAN, "cp1251", "x-cp1251"),
    (RUSSIAN, "cp1251", "cp-1251"),
    (RUSSIAN, "koi8-r", "koi8"),
    (RUSSIAN, "koi8-r", "koi8r"),
    (RUSSIAN, "koi8-r", "csKOI8R"),
    (RUSSIAN, "cp866", "ibm-866"),
    (RUSSIAN, "mac_cyrillic", "x-mac-cyrillic"),
    (ARABIC, "cp1256", "cp-1256"),
    (ARABIC, "cp1256", "win-1256"),
    (ARABIC, "cp1256", "x-windows-1256"),
    (ARABIC, "iso8859-6", "iso-8859-6-i"),
    (ARABIC, "iso8859-6", "asmo-708"),
    (HEBREW, "iso8859-8", "iso-8859-8-i"),
    (HEBREW, "cp1255", "windows1255"),
    (CHINESE, "gb18030", "gb2312"),
    (TRADITIONAL, "big5", "x-x-big5"),
    (CHINESE, "gb18030", "chinese-simplified"),
    (JAPANESE, "cp932", "x-sjis"),
    (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    (KOREAN, "cp949", "ks_c_5601-1987"),
    (KOREAN, "cp949", "x-windows-949"),
    (GREEK, "iso8859-7", "iso-8859-7"),
    (TURKISH, "cp1254", "x-cp1254"),
    (POLISH, "cp1250", "win-1250"),
)

#: text, how it is encoded, what the mail calls that, the problem that is to be told
_WRONG: Final = (
    (FRENCH, "utf-8", "iso-8859-1", None),
    (RUSSIAN, "utf-8", "us-ascii", None),
    (ARABIC, "utf-8", "windows-1252", None),
    (ARABIC, "utf-8", "x-unknown", "unknown_charset"),
    (FRENCH, "latin-1", "us-ascii", "charset_guessed"),
    (FRENCH, "cp1252", "utf-8", "charset_guessed"),
    (FRENCH, "latin-1", "unknown-8bit", "unknown_charset"),
    (FRENCH, "latin-1", "8bit", "unknown_charset"),
    (RUSSIAN, "cp1251", "unknown-8bit", "unknown_charset"),
    (RUSSIAN, "cp1251", "utf-8", "charset_guessed"),
    (RUSSIAN, "cp1251", "iso-8859-1", "charset_guessed"),
    (RUSSIAN, "koi8-r", "windows-1252", "charset_guessed"),
    (RUSSIAN, "koi8-r", "windows-1251", "charset_guessed"),
    (RUSSIAN, "cp1251", "koi8-r", "charset_guessed"),
    (RUSSIAN, "koi8-r", "x-unknown", "unknown_charset"),
    (ARABIC, "cp1256", "iso-8859-1", "charset_guessed"),
    (ARABIC, "cp1256", "us-ascii", "charset_guessed"),
    (ARABIC, "cp1256", "_autodetect_all", "unknown_charset"),
    (ARABIC, "cp1256", "utf-8", "charset_guessed"),
    (WORDS, "ascii", "rot13", None),
    (WORDS, "ascii", "x-nobody-knows", None),
    (WORDS, "ascii", "%charset%", None),
    (FRENCH, "utf-16", "utf-16", None),
    (RUSSIAN, "utf-16-le", "utf-16le", None),
    (ARABIC, "utf-16-be", "utf-8", "charset_guessed"),
)


def _named(text: str, codec: str, label: str) -> OddMail:
    return _of(f"{codec} text called {label}", text, codec, f"text/plain; charset={label}", None)


def _of(name: str, text: str, codec: str, content_type: str | None, code: str | None) -> OddMail:
    is_wide = codec.startswith("utf-16")
    body = base64_lines(text.encode(codec)) if is_wide else text.encode(codec)
    raw = a_mail(
        name,
        body,
        Content_Type=content_type,
        Content_Transfer_Encoding="base64" if is_wide else "8bit",
    )
    return OddMail(name=name, raw=raw, words=text, problems=(code,) if code else ())


MAILS: Final = (
    *(_named(*one) for one in _NAMED),
    *(
        _of(
            f"{codec} text called {label}, wrongly",
            text,
            codec,
            f"text/plain; charset={label}",
            code,
        )
        for text, codec, label, code in _WRONG
    ),
    _of("UTF-8 of which nobody says so", RUSSIAN, "utf-8", None, None),
    _of("Arabic of which nobody says what it is", ARABIC, "cp1256", None, "charset_guessed"),
    _of(
        "Russian of which nobody says what it is",
        RUSSIAN,
        "koi8-r",
        "text/plain",
        "charset_guessed",
    ),
)
