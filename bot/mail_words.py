"""Mail that did not arrive, in words for officers, as `mail_words.toml` has them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.locales import long_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from store.mail_trouble import MailTrouble

_STATUS: Final = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})\b")


def mail_line(trouble: MailTrouble, zone: ZoneInfo) -> str:
    """One line, such as: the question of 3 March 2026 came back: address unknown (5.1.1)."""
    words = _read()
    mail = words["mail"].get(trouble.kind, str(trouble.kind))
    day = long_date(trouble.written_at.astimezone(zone).date(), "en")
    what = words["what"][trouble.what].format(mail=mail, day=day)
    numbers = f" ({trouble.reply})" if trouble.reply else ""
    return f"{what}: {_why(trouble)}{numbers}"


def _why(trouble: MailTrouble) -> str:
    words = _read()
    found = _STATUS.search(trouble.reply)
    if found is not None:
        subject, detail = found.groups()
        for code in (f"{subject}.{detail}", subject):
            if code in words["status"]:
                return words["status"][code]
    known = words["problem"].get(trouble.problem)
    if known is None and trouble.problem.startswith(("relay_", "folder_")):
        known = words["problem"]["any_relay"]
    return known or words["problem"]["refused" if trouble.reply else "other"]


@cache
def _read() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("mail_words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
