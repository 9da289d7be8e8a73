"""An answer as a mail: text and page, with the headers that keep programs from answering it."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from bot.delivery_errors import NotDeliveredError
from bot.header_folding import mail_policy
from ingest.own_ids import own_id

if TYPE_CHECKING:
    from datetime import datetime

    from bot.acknowledge import Answer
    from store.model import InboxMessage, ReadMessage

ACKNOWLEDGEMENT: Final = "acknowledgement"
LOOP: Final = "acsg-intake"
_NAME: Final = "Asylum Capacity Support Group"
_MESSAGE_ID: Final = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
_MOST_REFERENCES: Final = 20
#: of files that go with an answer
_WORD: Final = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def mail_of(
    answer: Answer,
    message: InboxMessage,
    read: ReadMessage | None,
    *,
    sender: str,
    to: str,
    written_at: datetime,
    key: bytes,
    what: str = ACKNOWLEDGEMENT,
) -> EmailMessage:
    """The mail; the same answer at the same moment is the same mail, its Message-ID included.

    Args:
        answer: its words.
        message: the letter that it answers.
        read: what was read of the letter, whose thread it then is in.
        sender: from whom.
        to: to whom.
        written_at: its date.
        key: signs its Message-ID, so that an answer to it is known.
        what: tells answers to one letter apart, in the Message-ID.

    Raises:
        NotDeliveredError: for good, where the address cannot stand in a header.

    """
    mail = EmailMessage(policy=mail_policy())
    mail["From"] = _address(sender, _NAME)
    mail["To"] = _address(to)
    mail["Subject"] = answer.subject
    mail["Date"] = format_datetime(written_at)
    mail["Message-ID"] = own_id(key, message.ref, what, sender.rpartition("@")[2])
    _thread(mail, read)
    mail["Auto-Submitted"] = "auto-replied"
    if what == ACKNOWLEDGEMENT:
        # a question was released by a person, for a person to read
        mail["Precedence"] = "bulk"
    mail["X-Auto-Response-Suppress"] = "All"
    # by which another copy of this program, or this one, knows it (`ingest/automatic.toml`)
    mail["X-Loop"] = LOOP
    # readable in a file, and safe through servers that know seven bits only
    mail.set_content(answer.text + "\n", charset="utf-8", cte="quoted-printable")
    mail.add_alternative(
        answer.html + "\n", subtype="html", charset="utf-8", cte="quoted-printable"
    )
    for file in answer.files:
        mail.add_attachment(file.content, maintype=_WORD[0], subtype=_WORD[1], filename=file.name)
        # else it is another one each time
        next(mail.iter_parts()).set_boundary(f"=_{message.id}.words")
    # after the content: the library drops what was said of it before
    mail["Content-Language"] = ", ".join(part.language for part in answer.parts)
    mail.set_boundary(f"=_{message.id}")
    return mail


def _thread(mail: EmailMessage, read: ReadMessage | None) -> None:
    """Tie the answer to the letter (RFC 5322 3.6.4)."""
    if read is None or not read.message_id or not _MESSAGE_ID.fullmatch(read.message_id):
        return
    before = read.references or ((read.in_reply_to,) if read.in_reply_to else ())
    ids = [one for one in before if _MESSAGE_ID.fullmatch(one) and one != read.message_id]
    mail["In-Reply-To"] = read.message_id
    mail["References"] = " ".join([*ids[-_MOST_REFERENCES:], read.message_id])


def _address(written: str, name: str = "") -> Address:
    try:
        return Address(display_name=name, addr_spec=written)
    except (ValueError, IndexError, AttributeError, MessageError) as error:
        raise NotDeliveredError("bad_address", permanent=True) from error
