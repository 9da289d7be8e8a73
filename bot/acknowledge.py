"""What the sender of a letter is answered: whether, in which language, and in which words.

An answer confirms receipt and judges nothing. `templates/` has the words; the first line of each
is the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.greeting import supported
from bot.locales import long_date
from bot.notes import CASE
from bot.render import render
from ingest.answers import is_nobody
from ingest.inbound import Unanswerable
from store.addressee import plain_address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from zoneinfo import ZoneInfo

    from bot.scene import File
    from store.model import InboxMessage, ReadMessage

#: where a letter's language has no words of ours
FALLBACK: Final = ("en", "fr")
_RIGHT_TO_LEFT: Final = ("ar",)
_MOST_FILES: Final = 10
#: problems after which a file's text is not there; others only make it less sure
UNREAD: Final = frozenset(
    {"crashed", "damaged", "empty", "missing_file", "no_text", "not_readable_type", "quarantined"}
    | {"recording_not_transcribed"}
    | {"scan_not_read", "timeout", "too_large"}
)
#: the sender alone can help, with a copy that opens
LOCKED: Final = frozenset({"encrypted"})
#: the same for the message as a whole, and the files that it then consists of
SEALED: Final = frozenset({"encrypted_message", "rights_protected"})
_SEALS: Final = (".p7m", ".p7z", ".asc", ".rpmsg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The words in one language: paragraphs of lines."""

    language: str
    direction: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """As plain text."""
        return "\n\n".join("\n".join(lines) for lines in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in one language, or in two where the letter's own has no words."""

    ref: str
    subject: str
    parts: tuple[Part, ...]
    #: that go with it by mail
    files: tuple[File, ...] = ()

    @property
    def text(self) -> str:
        """As plain text."""
        return "\n\n— — —\n\n".join(part.text for part in self.parts)

    @property
    def html(self) -> str:
        """As a page, right to left where the language is."""
        parts = [
            {
                "language": part.language,
                "direction": part.direction,
                "paragraphs": [list(lines) for lines in part.paragraphs],
            }
            for part in self.parts
        ]
        return render(
            "acknowledgement/answer.html.j2", ref=self.ref, subject=self.subject, parts=parts
        )


def may_answer(
    message: InboxMessage, read: ReadMessage | None, to: str, own: Collection[str]
) -> bool:
    """Whether a mail may be answered without starting a loop.

    Args:
        message: as it came in; its envelope sender is "" for a null sender.
        read: what was read of it.
        to: the address that would be answered.
        own: our addresses, in lower case.

    """
    address = to.strip().lower()
    if not all(address.rpartition("@")) or not message.sender.strip("<> "):
        return False
    if plain_address(address) in own or is_nobody(address):
        return False
    if read is None:
        return True
    # where a list stands in the sender's place, an answer would go to everybody on it
    lists = {read.sender_address} if read.unanswerable == Unanswerable.VIA_LIST else set()
    is_list = address in {(one or "").lower() for one in lists}
    return not (read.automatic or read.bounce or is_list)


def answer_to(
    message: InboxMessage,
    read: ReadMessage | None,
    *,
    contact: str,
    zone: ZoneInfo,
    by_mail: bool,
    as_case: bool = False,
    language_code: str | None = None,
    case: str | None = None,
    chosen: str | None = None,
    is_bare: bool = False,
) -> Answer:
    """The answer to a letter, or the kind words to a person about their own case.

    Args:
        message: the letter.
        read: what was read of it; None where it was not.
        contact: how to reach a person.
        zone: of the date of receipt.
        by_mail: or by chat.
        as_case: an officer says that it is one person's case.
        language_code: the language to take where the letter's own cannot be told.
        case: reference of the earlier case that the letter is part of; None where of none.
        chosen: the language in which its sender wants to be answered.
        is_bare: without names of files, which whoever sent it chose.

    """
    ref = case or message.ref
    folder = "individual" if as_case or is_sure_case(read) else "acknowledgement"
    day = message.received_at.astimezone(zone).date()

    def words(code: str) -> str:
        return render(
            f"{folder}/{code}.txt.j2",
            ref=ref,
            joined=case is not None,
            date=long_date(day, code),
            contact=contact,
            files=[] if is_bare else _named(read, UNREAD),
            locked=[] if is_bare else _named(read, LOCKED),
            sealed=_is_sealed(read),
            by_mail=by_mail,
        )

    return in_languages(ref, words, chosen, read.language if read else None, language_code)


def in_languages(ref: str, words: Callable[[str], str], *spoken: str | None) -> Answer:
    """An answer in the first of these languages that has words of ours, else in two.

    Args:
        ref: of the letter.
        words: gives all that is said in a language; its first line is the subject.
        spoken: the letter's language, and what its sender may speak otherwise.

    """
    code = next(filter(None, map(supported, spoken)), None)
    rendered = [(one, words(one)) for one in ((code,) if code else FALLBACK)]
    subject = rendered[0][1].partition("\n")[0]
    parts = tuple(_part(one, text.partition("\n")[2]) for one, text in rendered)
    return Answer(ref=ref, subject=subject, parts=parts)


def _part(code: str, body: str) -> Part:
    blocks = [block.strip() for block in body.split("\n\n")]
    return Part(
        language=code,
        direction="rtl" if code in _RIGHT_TO_LEFT else "ltr",
        paragraphs=tuple(tuple(block.split("\n")) for block in blocks if block),
    )


def is_sure_case(read: ReadMessage | None) -> bool:
    """Whether the reader is so sure of one person's case that its answer says so."""
    if read is None or not read.kinds:
        return False
    kind, _, band = read.kinds[0]
    return kind == CASE and band == "sure"


def _is_sealed(read: ReadMessage | None) -> bool:
    return read is not None and any(one.code in SEALED for one in read.problems)


def _named(read: ReadMessage | None, codes: Collection[str]) -> list[str]:
    """Files with one of these problems."""
    problems = [] if read is None else read.problems
    names = [one.name for one in problems if one.name and one.code in codes]
    if _is_sealed(read):
        names = [name for name in names if not name.lower().endswith(_SEALS)]
    return list(dict.fromkeys(names))[:_MOST_FILES]
