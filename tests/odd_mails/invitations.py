"""Invitations (RFC 5546) as mails carry them."""

from __future__ import annotations

from typing import Final

from tests.odd_mails.mail import OddMail, a_file, a_mail, multipart, part, parts

_CALENDAR: Final = "text/calendar"


def _event(method: str, summary: str = "Visit of experts") -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        "UID:1@ministry.example",
        "DTSTART:20260401T080000Z",
        f"SUMMARY:{summary}",
        "ORGANIZER;CN=Awa:mailto:awa@ministry.example",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def _invited(method: str) -> OddMail:
    return OddMail(
        name=f"an invitation: {method}",
        raw=multipart(
            f"ics-{method}",
            part(),
            part(_event(method), f"text/calendar; method={method}; charset=utf-8"),
            kind="alternative",
        ),
        files=(("attachment-1.ics", _CALENDAR),),
    )


MAILS: Final = (
    *(_invited(method) for method in ("REQUEST", "CANCEL", "REPLY", "COUNTER", "PUBLISH")),
    OddMail(
        name="an invitation alone",
        raw=a_mail("ics", _event("REQUEST"), Content_Type="text/calendar; method=REQUEST"),
        words="",
        files=(("attachment-1.ics", _CALENDAR),),
    ),
    OddMail(
        name="an invitation as a file",
        raw=multipart(
            "ics-file",
            part(),
            a_file('attachment; filename="invite.ics"', "application/ics", _event("REQUEST")),
        ),
        files=(("invite.ics", _CALENDAR),),
    ),
    OddMail(
        name="an invitation in both ways",
        raw=multipart(
            "ics-both",
            part(
                parts(
                    part(), part(_event("REQUEST"), "text/calendar; method=REQUEST"), boundary="y"
                ),
                'multipart/alternative; boundary="y"',
            ),
            a_file('attachment; filename="invite.ics"', "application/ics", _event("REQUEST")),
        ),
        files=(("attachment-1.ics", _CALENDAR), ("invite.ics", _CALENDAR)),
    ),
    OddMail(
        name="a calendar that is cut",
        raw=a_mail("ics-cut", _event("REQUEST")[:90], Content_Type="text/calendar"),
        words="",
        files=(("attachment-1.ics", _CALENDAR),),
    ),
)
