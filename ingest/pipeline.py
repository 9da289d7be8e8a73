"""One message from bytes to what would be drafted; stores nothing.

The worker, the command line and the tests of the corpus all come this way. The heavy steps run
behind the guard that is given; whatever a message does, an outcome comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from ingest import brought, chat, form, forwarded, guided, quoting, segments, unread
from ingest.drafts import draft_from
from ingest.errors import GuardError
from ingest.inbound import Attachment, Channel, InboundMessage, TextOrigin, bare_message
from ingest.outcome import Outcome
from ingest.problems import REASONS, problem
from ingest.unfold import unfold
from nlp.reading import Circumstances, Kind, Passage, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.form_printed import PrintedForm
    from ingest.inbound import ForwardedHead, Problem
    from ingest.segment import Document, Segment
    from nlp.reading import Reading

#: text of one message that is read, in characters; the reader takes 2,000 sentences at most
_MAX_CHARACTERS: Final = 1_000_000
#: characters under which the language of an earlier message is looked up
_SHORT: Final = 200
_ROLES: Final = {
    TextOrigin.BODY: Role.OWN,
    TextOrigin.ATTACHMENT: Role.ATTACHED,
    TextOrigin.FORWARDED: Role.FORWARDED,
    TextOrigin.QUOTED: Role.QUOTED,
    TextOrigin.SIGNATURE: Role.SIGNATURE,
}


class Hands(Protocol):
    """Who does the heavy steps: `ingest/guard.py`, or a fake in tests."""

    def parse(self, raw: bytes, *, envelope_sender: str | None) -> InboundMessage:
        """Parse a mail, or raise GuardError."""

    def extract(self, name: str, media_type: str, content: bytes) -> Document:
        """Read a file; trouble is a problem in the document."""

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        """Understand a text, of the kinds that are told where any are, or raise GuardError."""


def _nothing_before(_: InboundMessage) -> None:
    return None


def _nothing_kept(sha256: str) -> bytes:
    raise LookupError(sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How a message came in."""

    channel: Channel
    #: of a file; None for others
    name: str | None = None
    #: "" for `<>`, None where there was no envelope
    envelope_sender: str | None = None
    #: gives the files of a chat submission by their hash; raises LookupError
    load: Callable[[str], bytes] = _nothing_kept
    #: gives the language that the thread or the sender wrote in before
    earlier_language: Callable[[InboundMessage], str | None] = _nothing_before
    #: what is printed on the blank form, by language
    forms: Sequence[PrintedForm] = ()


def read_message(raw: bytes, source: Source, hands: Hands) -> Outcome:
    """Parse, read and draft one message."""
    message = _parsed(raw, source, hands)
    files = unfold(
        message.attachments, lambda one: hands.extract(one.name, one.media_type, one.content)
    )
    files = form.divided(files, source.forms)
    found = segments.assemble(message, files)
    is_brought = source.channel is Channel.OFFICE
    found = brought.named(found) if is_brought else found
    passages = passages_of(found)
    earlier = source.earlier_language(message) if _is_short(passages) else None
    about = circumstances(message, earlier, forwarded.letter(found))
    told = _told(raw, found, is_brought=is_brought)
    reading, not_read = _understood(passages, about, hands, told)
    reading = reading or unread.request(found)
    reading = guided.directly(found, reading) if reading else None
    cut = _cut(found, passages, reading)
    found = _with_languages(found, reading, cut)
    problems = [*message.problems, *not_read]
    problems += [one for _, document in files for one in document.problems]
    problems += [problem("text_cut", name) for name in {found[n].name: None for n in cut}]
    contents = draft_from(found, reading) if reading else ()
    if is_brought:
        again = partial(hands.read, passages, about)
        contents = brought.contents_of(found, reading, next(iter(told), None), again)
    return Outcome(
        message=message,
        segments=found,
        reading=reading,
        contents=contents,
        problems=tuple(dict.fromkeys(problems)),
        documents=(*message.attachments, *_inner_pages(message, files)),
    )


def _told(raw: bytes, found: Sequence[Segment], *, is_brought: bool) -> tuple[Kind, ...]:
    """The kind that a person said it is of; empty where nobody did."""
    if is_brought:
        kind = brought.kind_of(raw)
        return () if kind is None else (kind,)
    return (Kind.REQUEST,) if guided.is_guided(found) else ()


def _inner_pages(
    message: InboundMessage, files: Sequence[tuple[Attachment, Document]]
) -> list[Attachment]:
    """Files with pages that lie inside others: their pictures are drawn from what is kept."""
    return [
        attachment
        for attachment, document in files
        if attachment not in message.attachments
        and any(page.number is not None for page in document.pages)
    ]


def passages_of_text(text: str, subject: str | None = None) -> tuple[Passage, ...]:
    """A bare text as its passages: own words apart from quoted history and signature."""
    runs = quoting.split(text, method="text", subject=subject)
    return tuple(Passage(text=run.text, role=_ROLES[run.origin]) for run in runs)


def passages_of(found: Sequence[Segment]) -> list[Passage]:
    """One passage a segment, so that their numbers agree; cut where there is too much text."""
    passages, left = [], _MAX_CHARACTERS
    for segment in found:
        text = segment.text[: max(left, 0)]
        left -= len(text)
        is_set = segment.origin is TextOrigin.ATTACHMENT
        passages.append(Passage(text=text, role=_ROLES[segment.origin], is_set=is_set))
    return passages


def _parsed(raw: bytes, source: Source, hands: Hands) -> InboundMessage:
    if source.channel is Channel.CHAT:
        return chat.parse(raw, source.load)
    if source.channel is Channel.OFFICE:
        return brought.parse(raw, source.load)
    if source.channel is Channel.FILE:
        return _file(raw, source.name or "file")
    try:
        return hands.parse(raw, envelope_sender=source.envelope_sender)
    except GuardError as error:
        return replace(bare_message(raw, Channel.EMAIL), problems=(problem(error.code),))


def _file(raw: bytes, name: str) -> InboundMessage:
    """A file on its own: a message that is nothing but this one attachment."""
    attachment = Attachment(name=name, media_type="application/octet-stream", content=raw)
    return replace(bare_message(raw, Channel.FILE), attachments=(attachment,))


def _understood(
    passages: Sequence[Passage], about: Circumstances, hands: Hands, told: Sequence[Kind]
) -> tuple[Reading | None, list[Problem]]:
    try:
        return hands.read(passages, about, told), []
    except GuardError as error:
        return None, [_not_read(error.code)]


def _not_read(code: str) -> Problem:
    """That a letter was not understood, for a reason of the guard's."""
    return problem("not_read", reason=code) if code in REASONS else problem("not_read", what=code)


def _is_short(passages: Sequence[Passage]) -> bool:
    """Whether there may be too little text to tell its language."""
    return sum(len(passage.text) for passage in passages) < _SHORT


def circumstances(
    message: InboundMessage, earlier: str | None, letter: ForwardedHead | None
) -> Circumstances:
    """What is known of a message beside its text, and of the letter that it passes on."""
    sender = message.sender
    return Circumstances(
        subject=message.subject,
        sender_address=sender.address if sender else None,
        sender_name=sender.name if sender else None,
        author_address=(letter.address or None) if letter else None,
        author_name=(letter.name or None) if letter else None,
        automatic=message.automatic,
        bounce=message.bounce,
        channel=str(message.channel),
        earlier_language=earlier,
    )


def _cut(
    found: Sequence[Segment], passages: Sequence[Passage], reading: Reading | None
) -> list[int]:
    """Segments that were not read to their end."""
    cut = {segment.id for segment in found if len(passages[segment.id].text) < len(segment.text)}
    return sorted(cut | set(reading.unread if reading else ()))


def _with_languages(
    found: Sequence[Segment], reading: Reading | None, cut: Sequence[int]
) -> tuple[Segment, ...]:
    languages = reading.passage_languages if reading else ()
    return tuple(
        replace(
            segment,
            language=languages[segment.id] if segment.id < len(languages) else "und",
            problem=segment.problem or ("text_cut" if segment.id in cut else None),
        )
        for segment in found
    )
