"""All odd mails, each by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.odd_mails import (
    answers,
    boundaries,
    charsets,
    encoded_words,
    encodings,
    extremes,
    file_names,
    header_lines,
    invitations,
    line_ends,
    mojibake,
    programs,
    reports,
    secured,
    structures,
)

if TYPE_CHECKING:
    from tests.odd_mails.mail import OddMail

_FAMILIES: Final = {
    "answers": answers.MAILS,
    "boundaries": boundaries.MAILS,
    "charsets": charsets.MAILS,
    "encoded words": encoded_words.MAILS,
    "encodings": encodings.MAILS,
    "extremes": extremes.MAILS,
    "file names": file_names.MAILS,
    "headers": header_lines.MAILS,
    "invitations": invitations.MAILS,
    "line ends": line_ends.MAILS,
    "mojibake": mojibake.MAILS,
    "programs": programs.MAILS,
    "reports": reports.MAILS,
    "secured": secured.MAILS,
    "structures": structures.MAILS,
}

#: "family: name" -> the mail
ODD_MAILS: Final[dict[str, OddMail]] = {
    f"{family}: {mail.name}": mail for family, mails in _FAMILIES.items() for mail in mails
}
