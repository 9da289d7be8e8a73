"""A photo that cannot be read is told while its page is at hand; one that can is never blamed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.page_looks import trouble_of
from bot.pictures import Pictures
from tests.page_photos import LANGUAGES, a_photo

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    made = Pictures()
    yield made
    made.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sharp_page_is_not_blamed(pictures: Pictures, language: str) -> None:
    assert trouble_of(pictures, a_photo(language)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slightly_soft_page_is_not_blamed(pictures: Pictures, language: str) -> None:
    assert trouble_of(pictures, a_photo(language, blur=0.8)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blurred_page_is_told(pictures: Pictures, language: str) -> None:
    assert trouble_of(pictures, a_photo(language, blur=2.5)) == "blurred"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_a_hand_that_shook_is_told(pictures: Pictures, language: str) -> None:
    assert trouble_of(pictures, a_photo(language, shake=16)) == "blurred"


def test_a_tiny_page_is_told_to_be_sent_as_a_file(pictures: Pictures) -> None:
    assert trouble_of(pictures, a_photo("fr", dpi=50)) == "too_small"


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_what_is_no_picture_is_not_blamed(pictures: Pictures, content: bytes) -> None:
    assert trouble_of(pictures, content) is None


def test_a_blank_page_is_not_blamed(pictures: Pictures) -> None:
    out = io.BytesIO()
    Image.new("L", (900, 1280), 240).save(out, "JPEG")

    assert trouble_of(pictures, out.getvalue()) is None
