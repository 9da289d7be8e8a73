"""Mail that did not arrive, in words for officers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.labels import label
from bot.locales import long_date
from bot.office_words import has, say, spoken

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from store.mail_trouble import MailTrouble

_STATUS: Final = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})\b")


def mail_line(trouble: MailTrouble, zone: ZoneInfo) -> str:
    """One line, such as: the question of 3 March 2026 came back: address unknown (5.1.1)."""
    mail = label("mail_kinds", trouble.kind)
    day = long_date(trouble.written_at.astimezone(zone).date(), spoken())
    what = say(f"mail_trouble.{trouble.what}", mail=mail, day=day)
    numbers = f" ({trouble.reply})" if trouble.reply else ""
    return say("lists.colon", head=what, rest=f"{_why(trouble)}{numbers}")


def _why(trouble: MailTrouble) -> str:
    found = _STATUS.search(trouble.reply)
    if found is not None:
        subject, detail = found.groups()
        for code in (f"{subject}.{detail}", subject):
            if has("mail_status", code):
                return say(f"mail_status.{code}")
    return say(f"mail_problem.{_problem(trouble)}")


def _problem(trouble: MailTrouble) -> str:
    if has("mail_problem", trouble.problem):
        return trouble.problem
    if trouble.problem.startswith(("relay_", "folder_")):
        return "any_relay"
    return "refused" if trouble.reply else "other"
