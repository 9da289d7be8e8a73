from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.charset import clean, decode

FRENCH = "L'office n'a reçu aucun équipement depuis l'été dernier, où la capitale a été inondée."
RUSSIAN = "Просим направить двух экспертов для обучения наших сотрудников."
ARABIC = "نطلب إيفاد خبيرين لتدريب الموظفين الجدد في العاصمة."


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (FRENCH, "iso-8859-1"), (FRENCH, "windows-1252"), (FRENCH, "utf-8"), (FRENCH, "utf-16"),
        (RUSSIAN, "koi8-r"), (RUSSIAN, "windows-1251"), (RUSSIAN, "iso-8859-5"),
        (ARABIC, "windows-1256"), (ARABIC, "iso-8859-6"), (ARABIC, "utf-8"),
    ],
)  # fmt: skip
def test_a_declared_charset_is_followed(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset), charset)

    assert (decoded.text, decoded.problem) == (text, None)


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (ARABIC, "cp1256"),
        (RUSSIAN, "utf-16-le"),
    ],
)  # fmt: skip
def test_a_charset_that_nobody_knows_is_guessed_and_reported(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset), "x-made-up")

    assert (decoded.text, decoded.problem) == (text, "unknown_charset")


def test_utf8_that_claims_to_be_latin1_is_read_as_what_it_is() -> None:
    assert decode(FRENCH.encode(), "iso-8859-1").text == FRENCH


@pytest.mark.parametrize(
    "codec", ["rot13", "punycode", "unicode_escape", "zlib", "idna", "\0", "../x"]
)
def test_a_codec_of_python_that_is_no_charset_is_unknown(codec: str) -> None:
    assert decode("é".encode(), codec).problem == "unknown_charset"


def test_line_ends_become_one_and_controls_go() -> None:
    assert clean("a\r\nb\rc\u2028d\0\x1b\ud800") == "a\nb\nc\nd\ufffd"


def test_a_long_text_is_not_cut_within_a_character() -> None:
    decoded = decode(("é" * 9 + "\n").encode() * 1_000, limit=1_000)

    assert decoded.cut
    assert set(decoded.text) == {"é", "\n"}


@given(st.binary(max_size=500), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_of_any_charset_give_text(data: bytes, charset: str | None) -> None:
    assert decode(data, charset).text.encode("utf-8") is not None
