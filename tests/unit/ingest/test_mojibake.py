from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import charset
from ingest.mojibake import mend
from tests.odd_mails.mojibake import garbled

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).resolve().parents[3] / "nlp/corpus"
#: charsets that mails in these languages are written in
USUAL = {
    "fr": ["utf-8", "iso-8859-1", "windows-1252"],
    "es": ["utf-8", "iso-8859-1", "windows-1252"],
    "pt": ["utf-8", "iso-8859-1", "windows-1252"],
    "en": ["utf-8", "iso-8859-1", "windows-1252"],
    "ru": ["utf-8", "windows-1251", "koi8-r"],
    "ar": ["utf-8", "windows-1256"],
}


def letters() -> Iterator[tuple[str, str]]:
    """Language and text of each letter that the reader learned from."""
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            yield str(one["lang"]), str(one["text"])


LETTERS = list(letters())


def test_no_good_letter_is_changed() -> None:
    assert [text[:60] for _, text in LETTERS if mend(text).text != text] == []


def test_a_right_charset_is_believed_whatever_the_letter() -> None:
    doubted = []
    for language, text in LETTERS:
        for name in USUAL.get(language, ["utf-8"]):
            data = text.encode(name, "replace")
            decoded = charset.decode(data, name, mend=True)
            if decoded.problem or decoded.text != charset.clean(data.decode(name)):
                doubted.append((language, name, decoded.problem, text[:60]))

    assert doubted == []


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ru", "ar"])
@pytest.mark.parametrize("way", ["latin-1", "cp1256"])
def test_a_garbled_letter_is_put_right(language: str, way: str) -> None:
    texts = [text for one, text in LETTERS if one == language][:60]

    restored = [mend(garbled(text, way)).text == text for text in texts]

    assert len(texts) == 60
    assert sum(restored) / len(restored) >= 0.95


@given(st.text(max_size=300))
def test_what_was_put_right_once_stays_so(text: str) -> None:
    once = mend(text).text

    assert mend(once).text == once


def test_a_text_of_plain_letters_is_not_looked_at() -> None:
    assert not mend("We request support." * 100_000).was_garbled
