"""One page of a PDF as a picture for people; with `pdf` the door of pypdfium2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdfium2

from ingest import pdf_notes

if TYPE_CHECKING:
    from PIL.Image import Image

#: pixels of either side, whatever the page claims to measure
_LONGEST_SIDE: Final = 4_000


def rendered(content: bytes, number: int, width: int) -> Image:
    """The page as a reader of PDF shows it, its own rotation done, in colour and so wide.

    Args:
        content: of the file.
        number: of the page, from 1.
        width: in pixels; less where the page is a tower.

    Raises:
        LookupError: there is no such page.
        pypdfium2.PdfiumError: the file or the page is damaged.

    """
    document = pypdfium2.PdfDocument(content)
    try:
        pdf_notes.start_form(document)
        if not 1 <= number <= len(document):
            raise LookupError(number)
        page = document[number - 1]
        wide, high = (max(side, 1.0) for side in page.get_size())
        scale = min(width / wide, _LONGEST_SIDE / high)
        picture: Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")
    finally:
        document.close()
