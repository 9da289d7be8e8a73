"""What the state looks like in the Bot API's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox import photos
from bot.sandbox.chats import Edit, Joined, Message

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat, File, Query, Update, User

Shape = dict[str, Any]


def user(it: User) -> Shape:
    """User."""
    shape: Shape = {"id": it.id, "is_bot": it.is_bot, "first_name": it.name}
    if it.is_bot:
        shape |= {"username": "intake_rehearsal_bot", "can_join_groups": True}
        shape |= {"can_read_all_group_messages": True, "supports_inline_queries": False}
    if it.language_code:
        shape["language_code"] = it.language_code
    return shape


def chat(it: Chat) -> Shape:
    """Chat."""
    if it.is_group:
        return {"id": it.id, "type": "supergroup", "title": it.title}
    return {"id": it.id, "type": "private", "first_name": it.title}


def message(it: Message, *, deep: bool = True) -> Shape:
    """Message; the one that it replies to comes along once."""
    shape: Shape = {
        "message_id": it.id,
        "date": int(it.date.timestamp()),
        "chat": chat(it.chat),
        "from": user(it.sender),
    }
    if it.file is not None:
        shape |= _file(it.file)
    if it.text:
        in_caption = it.file is not None
        shape["caption" if in_caption else "text"] = it.text
        if it.entities:
            shape["caption_entities" if in_caption else "entities"] = it.entities
    if it.keyboard:
        shape["reply_markup"] = {"inline_keyboard": it.keyboard}
    if it.media_group_id:
        shape["media_group_id"] = it.media_group_id
    if it.edited_at is not None:
        shape["edit_date"] = int(it.edited_at.timestamp())
    shape |= it.more
    if it.reply_to is not None and deep:
        shape["reply_to_message"] = message(it.reply_to, deep=False)
    return shape


def file(it: File) -> Shape:
    """File, with the path to fetch it at."""
    return _ids(it) | {"file_path": f"documents/{it.id}"}


def update(it: Update) -> Shape:
    """Update."""
    if isinstance(it.event, Message):
        return {"update_id": it.id, "message": message(it.event)}
    if isinstance(it.event, Edit):
        return {"update_id": it.id, "edited_message": message(it.event.message)}
    if isinstance(it.event, Joined):
        return {"update_id": it.id, "my_chat_member": _joined(it.event)}
    return {"update_id": it.id, "callback_query": query(it.event)}


def query(it: Query) -> Shape:
    """CallbackQuery."""
    return {
        "id": it.id,
        "from": user(it.sender),
        "message": message(it.message),
        "chat_instance": str(it.message.chat.id),
        "data": it.data,
    }


def _joined(it: Joined) -> Shape:
    """ChatMemberUpdated of the bot itself."""
    # any user does: the bot knows that it is meant
    return {
        "chat": chat(it.chat),
        "from": user(it.by),
        "date": int(it.date.timestamp()),
        "old_chat_member": {"user": user(it.by), "status": "left"},
        "new_chat_member": {"user": user(it.by), "status": "member"},
    }


def _ids(it: File) -> Shape:
    return {"file_id": it.id, "file_unique_id": f"u-{it.id}", "file_size": len(it.content)}


def _file(it: File) -> Shape:
    if it.is_photo:
        # what people send in tests need not be a picture
        width, height = photos.size_of(it.content) or (800, 1000)
        return {"photo": [_ids(it) | {"width": width, "height": height}]}
    if it.is_voice:
        return {"voice": _ids(it) | {"duration": 12, "mime_type": it.media_type}}
    return {"document": _ids(it) | {"file_name": it.name, "mime_type": it.media_type}}
