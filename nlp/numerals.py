"""Numbers as people write them: digits of other scripts, signs between thousands, decimals."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_GROUPED = re.compile(r"\d{1,3}(?:([ \u00a0\u202f.,'’٬])\d{3})(?:\1\d{3})*")


def western(text: str) -> str:
    """The same text, of the same length, with Arabic-Indic and Persian digits as 0 to 9."""
    return text.translate(_DIGITS)


def number(written: str) -> float | None:
    """The value of one number: 1.234,56 and 1,234.56 and 1 234 and 3.5."""
    text = western(written).replace("٫", ".")
    grouped = _GROUPED.match(text)
    if grouped is None:
        whole, rest = text.replace(",", "."), ""
    else:
        whole, rest = re.sub(r"\D", "", grouped.group()), text[grouped.end() :]
    try:
        return float(whole + rest.replace(",", "."))
    except ValueError:
        return None
