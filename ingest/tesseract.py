"""The program Tesseract: one picture to words with boxes, or to its script and turn.

The one door of pytesseract. How a page is read with it is told in `ocr`.
"""

from __future__ import annotations

import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pytesseract import pytesseract

from ingest.recognised import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image

# a page is read by one process on one core: its threads would only fight those of the next page
pytesseract.environ = {**pytesseract.environ, "OMP_THREAD_LIMIT": "1"}

#: a page with whatever is on it, one block of lines, one line (tesseract(1), --psm)
PAGE: Final = 3
BLOCK: Final = 6
LINE: Final = 7
#: what it cannot read it reads again as white on black, which a block of most ink never is
_ONCE: Final = " -c tessedit_do_invert=0"
#: columns of a word's row: level, page, block, paragraph, line, word, four of its box, conf, text
_COLUMNS: Final = 12
#: below these, what it says about turn and script of a page is a guess
_SURE_TURN: Final = 2.0
_SURE_SCRIPT: Final = 1.0
#: to tell its version the program needs a few hundredths
_VERSION_SECONDS: Final = 20.0


class TesseractError(Exception):
    """Tesseract did not read, for a reason of `problems.toml`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingToTellError(TesseractError):
    """Tesseract failed, as it does with too few letters to tell their script."""


def words(
    picture: Image, language: str, *, dpi: float, layout: int, program: str | None, seconds: float
) -> list[Found]:
    """Words in reading order.

    Args:
        picture: shades of grey.
        language: name of the data, such as `fra`.
        dpi: of the picture.
        layout: PAGE, BLOCK or LINE.
        program: None to find it on the path.
        seconds: after which it is ended.

    Raises:
        TesseractError: it is not there, failed, or was ended.

    """
    table = _called(
        pytesseract.image_to_data,
        picture,
        program,
        seconds,
        lang=language,
        config=f"--dpi {round(dpi)} --psm {layout}{_ONCE if layout == BLOCK else ''}",
    )
    return list(_words(str(table)))


def orientation(
    picture: Image, *, dpi: float, program: str | None, seconds: float
) -> tuple[str | None, int | None]:
    """Script, and degrees clockwise that set the page upright; None for what is but a guess.

    Raises:
        TesseractError: it is not there or was ended.

    """
    try:
        told = _called(
            pytesseract.image_to_osd,
            picture,
            program,
            seconds,
            config=f"--dpi {round(dpi)}",
            output_type=pytesseract.Output.DICT,
        )
    except NothingToTellError:
        return None, None
    script = told["script"] if told["script_conf"] >= _SURE_SCRIPT else None
    turn = int(told["rotate"]) if told["orientation_conf"] >= _SURE_TURN else None
    return script, turn


@cache
def languages(program: str | None = None) -> frozenset[str]:
    """The languages that the installed program has data for; empty without the program."""
    pytesseract.tesseract_cmd = program or "tesseract"
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError):
        return frozenset()


def _called(
    function: Callable[..., Any], picture: Image, program: str | None, seconds: float, **given: Any
) -> Any:
    pytesseract.tesseract_cmd = program or "tesseract"
    _answers(pytesseract.tesseract_cmd, pytesseract.environ.get("PATH"))
    # a plain format: writing PNG takes as long as a tenth of the reading
    picture.format = "PPM"
    try:
        return function(picture, timeout=max(seconds, 0.1), **given)
    except pytesseract.TesseractNotFoundError:
        raise TesseractError("no_tesseract") from None
    except pytesseract.TesseractError as error:
        if "load" in str(error):
            raise TesseractError("no_language_data") from None
        raise NothingToTellError("tesseract_failed") from None
    except SystemExit:
        # that is how pytesseract says that the program is too old, or none of that name
        raise TesseractError("old_tesseract") from None
    except RuntimeError:
        # that is how pytesseract says that the time is over; it has ended the program
        raise TesseractError("too_slow") from None


@cache
def _answers(program: str, _path: str | None) -> None:
    """Ask the program for its version once: pytesseract asks as well, but waits without end."""
    try:
        subprocess.run(  # noqa: S603 - the configured program, with one fixed word
            [program, "--version"],
            env=pytesseract.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_VERSION_SECONDS,
        )
    except OSError:
        raise TesseractError("no_tesseract") from None
    except subprocess.TimeoutExpired:
        raise TesseractError("too_slow") from None


def _words(table: str) -> Iterator[Found]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or not cells[11].strip() or float(cells[10]) < 0:
            continue
        _, _, block, paragraph, line, _, left, top, width, height = map(int, cells[:10])
        yield Found(
            text=cells[11],
            box=(left, top, left + width, top + height),
            confidence=min(float(cells[10]) / 100, 1.0),
            paragraph=(block, paragraph),
            line=line,
        )
