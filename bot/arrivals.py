"""Pieces that were gathered, as the one letter that is handed in: of a sender, or of an officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest import chat
from ingest.identity import identity
from ingest.inbound import Channel
from store.model import Arrival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.destination import Destination
    from store.brought import Brought
    from store.gatherings import Gathering, Piece


def sent(gathering: Gathering, pieces: Sequence[Piece], goes_to: Destination | None) -> Arrival:
    """A letter of a sender, who is answered in the same chat."""
    raw = _packed(
        gathering,
        pieces,
        language_code=gathering.language_code,
        in_reply_to=goes_to.in_reply_to if goes_to else None,
        subject=goes_to.subject if goes_to else None,
    )
    sender = f"telegram:{gathering.user_id}"
    return _arrival(Channel.CHAT, sender, raw, pieces, reply_chat=gathering.chat_id)


def brought(gathering: Gathering, pieces: Sequence[Piece], letter: Brought) -> Arrival:
    """What an officer brings in: it has no sender, so nobody can be answered."""
    raw = _packed(
        gathering,
        pieces,
        language_code=None,
        subject=letter.for_whom or None,
        kind=letter.kind,
        how=letter.how,
    )
    return _arrival(Channel.OFFICE, f"officer:{letter.officer_id}", raw, pieces, reply_chat=None)


def _arrival(
    channel: Channel, sender: str, raw: bytes, pieces: Sequence[Piece], *, reply_chat: int | None
) -> Arrival:
    sha256s = [one.sha256 for one in pieces if one.file_name and one.sha256]
    return Arrival(
        channel=str(channel),
        raw=raw,
        identity=identity(sender, raw),
        sender=sender,
        reply_chat=reply_chat,
        documents=tuple(dict.fromkeys(sha256s)),
    )


def _packed(gathering: Gathering, pieces: Sequence[Piece], **about: Any) -> bytes:
    first = pieces[0]
    own = [one.text for one in pieces if one.text and not one.author]
    return chat.pack(
        update_id=first.update_id,
        chat_id=gathering.chat_id,
        user_id=gathering.user_id,
        user_name=gathering.user_name,
        text="\n\n".join(own),
        files=[
            chat.ChatFile(name=one.file_name, media_type=one.media_type, sha256=one.sha256)
            for one in pieces
            if one.file_name
        ],
        sent_at=first.sent_at,
        passed_on=[
            chat.PassedOn(author=one.author, written_at=one.written_at, text=one.text)
            for one in pieces
            if one.author
        ],
        **about,
    )
