"""The answers of a guided dialogue as a letter: into the store, and back on paper to be signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.guide_answers import chosen_in, words_of
from bot.locales import long_date
from bot.paper import Paper, written
from bot.scene import File
from bot.topic import Said
from bot.words import words_in
from ingest import chat
from ingest.chat import ChatFile
from ingest.guided import Section
from ingest.guided_steps import STEPS
from ingest.identity import identity
from store import inbox
from store.model import Arrival

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.guided import Answer


def post(
    session: Session,
    heard: Heard,
    language: str | None,
    given: Mapping[str, Answer],
    means: Means,
    *,
    now: datetime,
) -> str:
    """Put the answers into the store as one letter, in the caller's transaction; its id."""
    sections = sections_of(given, words_in(language))
    files = [
        ChatFile(name=one.name, media_type=one.media_type, sha256=one.sha256)
        for answer in given.values()
        for one in answer.files
    ]
    raw = chat.pack(
        update_id=heard.update_id,
        chat_id=heard.chat_id,
        user_id=heard.user_id,
        user_name=heard.name,
        language_code=language,
        text=whole(sections),
        files=files,
        sent_at=now,
        sections=sections,
    )
    sender = f"telegram:{heard.user_id}"
    arrival = Arrival(
        channel="chat",
        raw=raw,
        identity=identity(sender, raw),
        sender=sender,
        reply_chat=heard.chat_id,
        documents=tuple(dict.fromkeys(file.sha256 for file in files if file.sha256)),
    )
    year = now.astimezone(means.office.zone).year
    accepted = inbox.accept(session, [arrival], now=now, year=year)[0]
    if accepted.new:
        means.enqueue(session, accepted.id, accepted.attempt)
    return accepted.id


def sections_of(given: Mapping[str, Answer], words: Words) -> tuple[Section, ...]:
    """Each answer under its heading, in the order of the questions."""
    return tuple(
        Section(
            step=step.code,
            heading=words(f"guide.{step.code}_heading"),
            text=text,
            chosen=chosen_in(given, step.code),
        )
        for step in STEPS
        if (text := words_of(given, step, words))
    )


def whole(sections: Sequence[Section]) -> str:
    """The letter as one text."""
    return "\n\n".join(f"{one.heading}\n{one.text}" for one in sections)


def to_sign(session: Session, message_id: str, words: Words, means: Means) -> Said:
    """The letter on paper, with its reference and a place for signature and stamp.

    Raises:
        ContentErasedError: it is no longer kept.

    """
    message = inbox.get(session, message_id)
    day = message.received_at.astimezone(means.office.zone).date()
    address = means.office.address
    paper = Paper(
        language=words.language,
        is_right_to_left=words.is_right_to_left,
        title=words("guide.letter_title"),
        head=(
            words("guide.letter_to"),
            words("guide.letter_ref", ref=message.ref),
            words("guide.letter_date", date=long_date(day, words.language)),
        ),
        sections=tuple(
            (one.heading, one.text) for one in chat.sections_of(inbox.raw(session, message_id))
        ),
        lines_to_fill=(words("guide.letter_signature"), words("guide.letter_stamp")),
        foot=words("guide.letter_return", address=address, ref=message.ref),
    )
    file = File(name=f"{message.ref}.docx", content=written(paper, at=message.received_at))
    return Said(text=words("guide.letter", ref=message.ref, address=address), file=file)
