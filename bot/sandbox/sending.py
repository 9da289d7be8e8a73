"""Bot API methods that send, edit and delete messages, with the checks that Telegram makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.sandbox import entities, photos, shapes
from bot.sandbox.refusal import bad_request

if TYPE_CHECKING:
    from bot.sandbox.call import Call
    from bot.sandbox.chats import Chat, Chats, File, Keyboard, Message
    from bot.sandbox.entities import Entity

#: UTF-16 units after entities are parsed
LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
LONGEST_DATA: Final = 64  #: bytes of callback_data
MOST_BUTTONS: Final = 100
LARGEST_UPLOAD: Final = 50_000_000  #: bytes, as the hosted Bot API has it
_UNCHANGED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(chats: Chats, call: Call) -> Any:
    """Send text."""
    chat = call.chat(chats)
    text, marks = _text(call, "text")
    return _sent(chats, call, chat, text=text, entities=marks)


def send_document(chats: Chats, call: Call) -> Any:
    """Send a file."""
    return _send_file(chats, call, "document")


def send_photo(chats: Chats, call: Call) -> Any:
    """Send an image."""
    return _send_file(chats, call, "photo")


def send_media_group(chats: Chats, call: Call) -> Any:
    """Send two to ten files as one."""
    chat = call.chat(chats)
    media = call.structure("media") or []
    if not 2 <= len(media) <= 10:  # noqa: PLR2004 - an album has two to ten items
        raise bad_request("wrong number of messages in the album")
    sent = []
    for item in media:
        one = _with(call, item)
        file = _file(chats, one, "media", is_photo=item.get("type") == "photo")
        text, marks = _caption(one)
        sent.append(
            _sent(
                chats,
                one,
                chat,
                text=text,
                entities=marks,
                file=file,
                media_group_id=f"g{id(media)}",
            )
        )
    return sent


def edit_message_text(chats: Chats, call: Call) -> Any:
    """Replace text and keyboard."""
    message = _own(chats, call)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    text, marks = _text(call, "text")
    return _edited(chats, message, text, marks, _keyboard(call))


def edit_message_caption(chats: Chats, call: Call) -> Any:
    """Replace the caption of a file and its keyboard."""
    message = _own(chats, call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    text, marks = _caption(call)
    return _edited(chats, message, text, marks, _keyboard(call))


def edit_message_reply_markup(chats: Chats, call: Call) -> Any:
    """Replace the keyboard alone."""
    message = _own(chats, call)
    return _edited(chats, message, message.text, message.entities, _keyboard(call))


def delete_message(chats: Chats, call: Call) -> Any:
    """Take a message away."""
    message = call.message(chats, "delete")
    message.is_deleted = True
    chats.touch(message)
    return True


def _sent(chats: Chats, call: Call, chat: Chat, **parts: Any) -> Any:
    markup = call.structure("reply_markup") or {}
    message = chats.add_message(
        chat,
        chats.bot,
        keyboard=_keyboard(call),
        reply_to=_reply_to(chats, call, chat),
        asks=bool(markup.get("force_reply")),
        **parts,
    )
    return shapes.message(message)


def _send_file(chats: Chats, call: Call, field: str) -> Any:
    chat = call.chat(chats)
    file = _file(chats, call, field, is_photo=field == "photo")
    text, marks = _caption(call)
    return _sent(chats, call, chat, text=text, entities=marks, file=file)


def _edited(
    chats: Chats, message: Message, text: str, marks: list[Entity], keyboard: Keyboard
) -> Any:
    if (message.text, message.entities, message.keyboard) == (text, marks, keyboard):
        raise bad_request(_UNCHANGED)
    message.text, message.entities, message.keyboard = text, marks, keyboard
    message.edited_at = chats.clock()
    chats.touch(message)
    return shapes.message(message)


def _own(chats: Chats, call: Call) -> Message:
    message = call.message(chats, "edit")
    if message.sender.id != chats.bot.id:
        raise bad_request("message can't be edited")
    return message


def _text(call: Call, field: str) -> tuple[str, list[Entity]]:
    text, marks = _parsed(call, field, "entities")
    if not text:
        raise bad_request("message text is empty")
    if entities.units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, marks


def _caption(call: Call) -> tuple[str, list[Entity]]:
    text, marks = _parsed(call, "caption", "caption_entities")
    if entities.units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, marks


def _parsed(call: Call, field: str, marks: str) -> tuple[str, list[Entity]]:
    mode = call.text("parse_mode").lower()
    if mode == "html":
        return entities.parse(call.text(field))
    if mode:
        raise bad_request("unsupported parse_mode")
    return call.text(field).strip(), call.structure(marks) or []


def _keyboard(call: Call) -> Keyboard:
    markup = call.structure("reply_markup") or {}
    rows = [row for row in markup.get("inline_keyboard", []) if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise bad_request("inline keyboard button text must be non-empty")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        if data is None and not button.get("url"):
            raise bad_request("text buttons are unallowed in the inline keyboard")
    return rows


def _reply_to(chats: Chats, call: Call, chat: Chat) -> Message | None:
    given = call.structure("reply_parameters") or {}
    wanted = given.get("message_id") or call.number("reply_to_message_id", 0)
    found = chats.messages.get((chat.id, wanted))
    if found is not None and not found.is_deleted:
        return found
    if wanted and not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return None


def _file(chats: Chats, call: Call, field: str, *, is_photo: bool) -> File:
    upload = call.upload(field)
    if upload is None:
        known = chats.files.get(call.text(field))
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return known
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise bad_request("file is too big")
    if is_photo:
        photos.check(upload.content)
    return chats.add_file(upload.name, upload.media_type, upload.content, is_photo=is_photo)


def _with(call: Call, item: dict[str, Any]) -> Call:
    """The call as if it sent this one item of an album."""
    own = {name: value for name, value in item.items() if isinstance(value, str)}
    return type(call)(method=call.method, parameters=call.parameters | own, uploads=call.uploads)
