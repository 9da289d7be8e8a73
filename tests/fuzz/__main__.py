"""A coverage-guided fuzzer on one reader: `python tests/fuzz TARGET [options of libFuzzer]`.

Atheris is no dependency: `make fuzz` installs it beside the program. Whatever bytes come, a reader
gives its value: any exception is a finding, and so is a hang or a crash. In the program a finding
would cost one document (`ingest/extract.py` and the guard see to that); here it is mended.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import atheris

with atheris.instrument_imports(include=["ingest", "email", "zipfile", "docx"]):
    from ingest import archive, charset, mail, markup, office, pdf, sniff, wire
    from ingest.ocr import OcrOptions
    from tests.hostile import word_package
    from tests.odd_mails.corpus import ODD_MAILS

if TYPE_CHECKING:
    from collections.abc import Callable

_CORPUS: Final = Path(__file__).resolve().parents[1] / "corpus"
_NO_OCR: Final = OcrOptions(enabled=False)
#: bytes of a seed; the fuzzer is told the same
_LARGEST: Final = 200_000


def _sent(read: Callable[[bytes], object], data: bytes) -> None:
    """Read, and see that what was read can leave its process."""
    wire.encode(read(data))


#: name -> what is fuzzed, the seeds
TARGETS: Final[dict[str, tuple[Callable[[bytes], object], str]]] = {
    "mail": (partial(_sent, mail.parse), "mail/*.eml"),
    "sniff": (sniff.media_type, "*/*.*"),
    "markup": (markup.render, "mail/*html*.eml"),
    "charset": (charset.decode, "mail/*.eml"),
    "pdf": (partial(_sent, lambda data: pdf.read("x", data, _NO_OCR)), "documents/*.pdf"),
    "office": (partial(_sent, lambda data: office.read("x", data)), "*/*.docx"),
    "archive": (partial(_sent, lambda data: archive.read("x", data)), "*/*.zip"),
}


_BODY: Final = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>We request</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t>"
    "</w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr/></w:body></w:document>"
)


def _seeds(name: str, pattern: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(_CORPUS.glob(pattern)):
        (folder / path.name).write_bytes(path.read_bytes())
    if name == "office":
        (folder / "body.xml").write_text(_BODY, encoding="utf-8")
    if name == "mail":
        for number, raw in enumerate(one.raw for one in ODD_MAILS.values()):
            if len(raw) < _LARGEST:
                (folder / f"odd-{number}.eml").write_bytes(raw)
    if name in {"archive", "sniff"}:
        (folder / "one.zip").write_bytes(word_package(_BODY.encode()))


def main() -> None:
    """Fuzz until libFuzzer's own options end it."""
    name = sys.argv.pop(1)
    target, pattern = TARGETS[name]
    folder = Path(sys.argv.pop(1))
    _seeds(name, pattern, folder)
    if name == "office":
        # the inside alone: mutation would never get the checksums of a package right
        read = target
        target = lambda data: read(word_package(data))  # noqa: E731 - short for what it is
    atheris.Setup(
        [*sys.argv, f"-max_len={_LARGEST}", str(folder)], lambda data: target(data) and None
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
