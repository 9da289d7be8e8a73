"""How the method of a segment begins that answers a question, and that of scans.

Nothing in this file imports a third-party library.
"""

from __future__ import annotations

from typing import Final

#: in the guided dialogue
GUIDED: Final = "guided"
#: on the blank form
FORM: Final = "form"
#: words that were recognised on a picture
SCANNED: Final = "ocr"
