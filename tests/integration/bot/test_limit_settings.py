"""Each `ACSG_LIMIT_...` ends a real document in a real guard, which says what was not read."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from annotated_types import Ge, Le
from PIL import Image, ImageDraw

from bot import checks
from bot.guarding import limits_of, pictures_of
from bot.limit_settings import LimitSettings
from bot.pictures import NotDrawnError
from bot.setting_errors import SettingsError
from bot.settings import load_settings
from ingest.errors import GuardError
from ingest.guard import Guard
from nlp.reading import Circumstances
from tests import guarded_tasks as tasks
from tests.sheets import a_scan, a_sheet

pytestmark = pytest.mark.timeout(120)

ROOT = Path(__file__).parents[3]
NAMES = sorted(LimitSettings.model_fields)


def a_guard(folder: Path, **given: str) -> Guard:
    settings = load_settings({"ACSG_DATA_DIR": str(folder), "ACSG_WORKERS": "1", **given})
    return Guard(limits_of(settings), scratch=folder, load=tasks.Parrot, shared=False)


def codes(folder: Path, name: str, content: bytes, **given: str) -> list[str]:
    with closing(a_guard(folder, **given)) as guard:
        return [one.code for one in guard.extract(name, "", content).problems]


def a_pdf(pages: int) -> bytes:
    return a_sheet(pages=pages).content


def a_picture(width: int, height: int) -> bytes:
    picture = Image.new("L", (width, height), 255)
    ImageDraw.Draw(picture).line((0, 0, width, height))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def an_archive(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("noise.txt", random.Random(1).randbytes(size))  # noqa: S311 - no secret
    return out.getvalue()


def slow_page(rules: int) -> bytes:
    """HTML whose style takes long to follow."""
    style = "".join(f"div.a{n} p ~ p.b{n} {{ color: #{n % 4096:03x} }}" for n in range(rules))
    words = "".join(
        f'<div class="a{n % rules}"><p>a<p class="b{n % rules}">b</div>' for n in range(40_000)
    )
    return f"<html><style>{style}</style><body>{words}</body></html>".encode()


def a_monster() -> bytes:
    part = b"--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\n" + b"word\r\n" * 2_000
    return b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * 6_000


def test_pages_beyond_the_limit_are_told_and_the_others_read(tmp_path: Path) -> None:
    with closing(a_guard(tmp_path, ACSG_LIMIT_PAGES="2")) as guard:
        document = guard.extract("letter.pdf", "", a_pdf(3))

    assert [page.number for page in document.pages] == [1, 2]
    assert [(one.code, "(2)" in one.detail) for one in document.problems] == [
        ("too_many_pages", True)
    ]


def test_scans_beyond_the_limit_are_told(tmp_path: Path) -> None:
    scan = a_scan(a_sheet())

    assert codes(tmp_path, "scan.png", scan, ACSG_LIMIT_SCANNED_PAGES="0") == ["scan_not_read"]


def test_a_picture_of_more_pixels_than_the_limit_is_told(tmp_path: Path) -> None:
    picture = a_picture(1_100, 1_000)

    assert codes(tmp_path, "photo.png", picture, ACSG_LIMIT_MEGAPIXELS="1") == ["too_large"]


def test_a_picture_of_more_pixels_than_the_limit_is_not_drawn_either(tmp_path: Path) -> None:
    picture = a_picture(1_100, 1_000)
    small, usual = (
        load_settings({"ACSG_DATA_DIR": str(tmp_path), **given})
        for given in ({"ACSG_LIMIT_MEGAPIXELS": "1"}, {})
    )

    with closing(pictures_of(small)) as pictures, pytest.raises(NotDrawnError):
        pictures.draw(picture, 1, 0, ())
    with closing(pictures_of(usual)) as pictures:
        assert pictures.draw(picture, 1, 0, ())


def test_an_archive_that_unpacks_to_more_than_the_limit_is_told(tmp_path: Path) -> None:
    archive = an_archive(1_000_001)

    assert codes(tmp_path, "all.zip", archive, ACSG_LIMIT_UNPACKED_MB="1") == ["too_large"]
    assert codes(tmp_path, "all.zip", archive) == []


def test_a_file_that_takes_longer_than_the_limit_is_told(tmp_path: Path) -> None:
    content = slow_page(400)

    assert codes(tmp_path, "page.html", content, ACSG_LIMIT_EXTRACT_SECONDS="1") == ["timeout"]


def test_pages_of_a_pdf_that_take_longer_than_the_limit_are_cut_and_not_lost(
    tmp_path: Path,
) -> None:
    content = a_sheet(("Nothing of note stands on this line of the letter.",) * 38, pages=2_000)
    given = {"ACSG_LIMIT_EXTRACT_SECONDS": "4", "ACSG_LIMIT_PAGES": "10000"}

    with closing(a_guard(tmp_path, **given)) as guard:
        found = guard.extract("long.pdf", "", content.content)

    assert 0 < len(found.pages) < 2_000
    assert [one.code for one in found.problems] == ["text_cut"]


def test_a_mail_that_takes_longer_than_the_limit_is_told(tmp_path: Path) -> None:
    with (
        closing(a_guard(tmp_path, ACSG_LIMIT_PARSE_SECONDS="1")) as guard,
        pytest.raises(GuardError) as caught,
    ):
        guard.parse(a_monster(), envelope_sender=None)

    assert caught.value.code == "timeout"


def test_a_text_that_takes_longer_than_the_limit_is_told(tmp_path: Path) -> None:
    with (
        closing(a_guard(tmp_path, ACSG_LIMIT_READ_SECONDS="1")) as guard,
        pytest.raises(GuardError) as caught,
    ):
        guard.read([], Circumstances(subject="hang"))

    assert caught.value.code == "timeout"


def test_a_file_that_takes_more_memory_than_the_limit_is_told(tmp_path: Path) -> None:
    given = {"ACSG_LIMIT_MEMORY_MB": "500", "ACSG_LIMIT_MEGAPIXELS": "1000"}

    assert codes(tmp_path, "plan.png", a_picture(18_000, 16_000), **given) == ["too_large"]


def test_a_reader_that_writes_more_than_the_limit_is_told(tmp_path: Path) -> None:
    with (
        closing(a_guard(tmp_path, ACSG_LIMIT_DISK_MB="10")) as guard,
        pytest.raises(GuardError) as caught,
    ):
        guard.run(tasks.fill_the_disk)

    assert caught.value.code == "too_large"


def test_memory_of_whoever_understands_texts_is_as_set() -> None:
    settings = load_settings({"ACSG_LIMIT_READING_MEMORY_MB": "2500"})

    assert limits_of(settings).reading_memory_bytes == 2_500_000_000


@pytest.mark.parametrize("name", NAMES)
def test_the_operations_page_says_default_and_bounds_of_each_limit(name: str) -> None:
    field = LimitSettings.model_fields[name]
    low = next(one.ge for one in field.metadata if isinstance(one, Ge))
    high = next(one.le for one in field.metadata if isinstance(one, Le))
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    told = re.search(
        rf"^\| `ACSG_{name.upper()}` \| (\d+) \| .*?\((\d+) to (\d+)\)", page, re.MULTILINE
    )

    assert told is not None
    assert [int(one) for one in told.groups()] == [field.default, low, high]


@pytest.mark.parametrize("name", NAMES)
def test_a_limit_beyond_its_bounds_is_named_with_what_to_give(name: str) -> None:
    high = next(one.le for one in LimitSettings.model_fields[name].metadata if isinstance(one, Le))
    named = f"ACSG_{name.upper()}"

    with pytest.raises(SettingsError, match=f"^{named}: give at most {high}$"):
        load_settings({named: "1000000"})


def test_check_lists_the_limits_as_they_are() -> None:
    found = checks.limits(load_settings({"ACSG_LIMIT_PAGES": "40"}))

    assert found.state == "ok"
    assert "ACSG_LIMIT_PAGES 40," in found.subject
    assert all(f"ACSG_{name.upper()} " in found.subject for name in NAMES)
