"""The table of Bot API methods that are answered; what is not in it answers 404."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox import sending, shapes
from bot.sandbox.refusal import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.call import Call
    from bot.sandbox.chats import Chats

    Method = Callable[[Chats, Call], Any]

LARGEST_DOWNLOAD: Final = 20_000_000  #: bytes, as the hosted Bot API has it
MOST_COMMANDS: Final = 100
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")


def _get_me(chats: Chats, _call: Call) -> Any:
    return shapes.user(chats.bot)


def _yes(_chats: Chats, _call: Call) -> Any:
    return True


def _set_webhook(chats: Chats, call: Call) -> Any:
    chats.webhook = (call.text("url"), call.text("secret_token"))
    return True


def _delete_webhook(chats: Chats, _call: Call) -> Any:
    chats.webhook = None
    return True


def _get_file(chats: Chats, call: Call) -> Any:
    file = chats.files.get(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return shapes.file(file)


def _answer_callback_query(chats: Chats, call: Call) -> Any:
    query = chats.queries.get(call.text("callback_query_id"))
    if query is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text")
    if len(text) > 200:  # noqa: PLR2004 - the Bot API's own limit
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = text
    query.is_alert = call.text("show_alert").lower() == "true"
    chats.touch()
    return True


def _set_my_commands(chats: Chats, call: Call) -> Any:
    given = call.structure("commands") or []
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:  # noqa: PLR2004 - the same
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = call.structure("scope") or {"type": "default"}
    name = f"chat:{scope['chat_id']}" if "chat_id" in scope else scope["type"]
    chats.commands[name, call.text("language_code")] = given
    chats.touch()
    return True


def _get_chat(chats: Chats, call: Call) -> Any:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
         "gifts_from_channels"),
        False,
    )  # fmt: skip
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return shapes.chat(call.chat(chats)) | more


def _get_chat_member(chats: Chats, call: Call) -> Any:
    chat = call.chat(chats)
    user = chats.users.get(call.number("user_id", 0))
    if user is None:
        raise bad_request("member not found")
    is_in = chat.is_group or user.id == chat.id
    return {"user": shapes.user(user), "status": "member" if is_in else "left"}


def _leave_chat(chats: Chats, call: Call) -> Any:
    del chats.chats[call.chat(chats).id]
    chats.touch()
    return True


#: method in lower case -> what answers it; `getUpdates` waits and so is the server's own
METHODS: Final[dict[str, Method]] = {
    "getme": _get_me,
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendmediagroup": sending.send_media_group,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "sendchataction": _yes,
    "getfile": _get_file,
    "answercallbackquery": _answer_callback_query,
    "setmycommands": _set_my_commands,
    "deletemycommands": _yes,
    "getchat": _get_chat,
    "getchatmember": _get_chat_member,
    "leavechat": _leave_chat,
}
