"""What the page is told: the state as JSON, and only what changed since it last looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.people import CAST, SECRETARIAT, is_sender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.chats import File, Message, User
    from bot.sandbox.mails import Mail
    from bot.sandbox.stage import Sandbox

View = dict[str, Any]


def whole(sandbox: Sandbox, answers: Iterable[Mail], after: int) -> View:
    """People, mails, and the messages that changed after a revision."""
    chats = sandbox.chats
    return {
        "revision": chats.revision,
        "office": SECRETARIAT,
        "officers": [_person(person) for person in CAST],
        "senders": [_person(user) for user in chats.users.values() if is_sender(user)],
        "commands": {
            "word": _commands(sandbox, f"chat:{SECRETARIAT}"),
            "chat": _commands(sandbox, "all_private_chats"),
        },
        "messages": [_message(message) for message in chats.changed_after(after)],
        "mails": [_mail(mail) for mail in (*sandbox.mails, *answers)],
    }


def _commands(sandbox: Sandbox, scope: str) -> dict[str, list[dict[str, str]]]:
    """What a chat offers, by the language of the chat program; empty: in all others."""
    known = sandbox.chats.commands
    scope = scope if any(one == scope for one, _ in known) else "default"
    return {language: offered for (one, language), offered in known.items() if one == scope}


def _person(user: User) -> View:
    return {"id": user.id, "name": user.name, "language": user.language_code or "",
            "address": user.address}  # fmt: skip


def _message(message: Message) -> View:
    reply_to = message.reply_to
    return {
        "id": message.id,
        "chat": message.chat.id,
        "sender": {
            "id": message.sender.id,
            "name": message.sender.name,
            "bot": message.sender.is_bot,
        },
        "at": message.date.isoformat(),
        "edited": message.edited_at is not None,
        "deleted": message.is_deleted,
        "asks": message.asks,
        "text": message.text,
        "entities": message.entities,
        "keyboard": message.keyboard,
        "file": None if message.file is None else _file(message.file),
        "reply": None
        if reply_to is None
        else {"id": reply_to.id, "name": reply_to.sender.name, "text": reply_to.text[:80]},
    }


def _file(file: File) -> View:
    return {"id": file.id, "name": file.name, "size": len(file.content), "photo": file.is_photo}


def _mail(mail: Mail) -> View:
    return {
        "id": mail.id,
        "from": mail.from_address,
        "to": mail.to_address,
        "subject": mail.subject,
        "text": mail.text,
        "files": list(mail.files),
        "at": mail.sent_at.isoformat(),
        "reply": mail.reply,
        "refused": mail.is_refused,
    }
