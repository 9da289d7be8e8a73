"""A private chat message as a piece of a letter: its words, who wrote them, its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import MessageOriginChannel, MessageOriginChat, MessageOriginUser
from telegram import MessageOriginHiddenUser as Hidden

from bot.gathering import Writer
from store.gatherings import Piece, PieceKind

if TYPE_CHECKING:
    from telegram import Message, User

    from ingest.chat import ChatFile

_LONGEST_NAME = 200


def piece_of(update_id: int, message: Message, file: ChatFile | None) -> Piece:
    """The piece that a message is.

    Args:
        update_id: of the update that brought it.
        message: as it came.
        file: that it carries, fetched; None where it carries none.

    """
    author = _author(message)
    origin = message.forward_origin
    return Piece(
        update_id=update_id,
        chat_id=message.chat.id,
        shown=message.message_id,
        kind=_kind(message, file),
        text=message.text or message.caption or "",
        author=author,
        written_at=origin.date if origin is not None and author else None,
        file_name=file.name if file else "",
        media_type=file.media_type if file else "",
        sha256=file.sha256 if file else "",
        sent_at=message.date,
    )


def no_letter(message: Message) -> str | None:
    """Which answer a message gets that no letter can be made of; None for all others."""
    if message.sticker or message.dice:
        return "sticker"
    given = (
        message.location, message.venue, message.contact, message.poll, message.game, message.story,
        message.checklist, message.paid_media,
    )  # fmt: skip
    return "only_letters" if any(given) else None


def writer_of(message: Message, user: User) -> Writer:
    """Who sends it."""
    return Writer(
        user_id=user.id,
        chat_id=message.chat.id,
        name=user.full_name,
        language_code=user.language_code,
    )


def _kind(message: Message, file: ChatFile | None) -> PieceKind:
    if file is None:
        return PieceKind.MESSAGE
    if message.photo:
        return PieceKind.PAGE
    return PieceKind.VOICE if message.voice or message.video_note else PieceKind.FILE


def _author(message: Message) -> str:
    """Who wrote what is passed on, as the chat program says; empty where nothing is."""
    origin = message.forward_origin
    name = ""
    if isinstance(origin, MessageOriginUser):
        name = origin.sender_user.full_name
    elif isinstance(origin, Hidden):
        name = origin.sender_user_name
    elif isinstance(origin, MessageOriginChat):
        name = origin.sender_chat.title or ""
    elif isinstance(origin, MessageOriginChannel):
        name = origin.chat.title or ""
    name = " ".join(name.split())[:_LONGEST_NAME]
    return name or ("?" if origin is not None else "")
