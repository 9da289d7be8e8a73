"""Keeps a rehearsal over restarts, as a chat service keeps its chats: one line per change.

The records know messages by their ids here; without them old cards could never be edited.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.chats import Chat, File, Message, Update, User
from bot.sandbox.mails import Mail

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.stage import Sandbox

Line = dict[str, Any]


class Journal:
    """The folder of one rehearsal."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.jsonl"
        self._files = folder / "files"
        self._revision = -1
        self._known: set[str] = set()  #: files and mails that are written already
        self._people = 0

    def follow(self, sandbox: Sandbox) -> None:
        """Take up what was kept, then keep every change."""
        self._files.mkdir(parents=True, exist_ok=True)
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                self._take_up(sandbox, line)
        # written anew as one line, so that it does not grow with every start
        fresh = self._path.with_suffix(".new")
        fresh.write_text(self._line(sandbox), encoding="utf-8")
        fresh.replace(self._path)
        sandbox.chats.watchers.append(lambda: self._append(sandbox))

    def _append(self, sandbox: Sandbox) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(self._line(sandbox))

    def _line(self, sandbox: Sandbox) -> str:
        chats = sandbox.chats
        line: Line = {"next_id": chats.next_id}
        if self._people != len(chats.users) + len(chats.chats):
            self._people = len(chats.users) + len(chats.chats)
            line["users"] = [asdict(user) for user in chats.users.values()]
            line["chats"] = [asdict(chat) for chat in chats.chats.values()]
        line["files"] = [self._keep(file) for file in chats.files.values() if self._is_new(file.id)]
        line["mails"] = [
            asdict(mail) | {"sent_at": mail.sent_at.isoformat()}
            for mail in sandbox.mails
            if self._is_new(mail.id)
        ]
        line["messages"] = [_packed(m) for m in chats.changed_after(self._revision)]
        line["waiting"] = [
            [update.id, update.event.chat.id, update.event.id]
            for update in chats.updates
            if isinstance(update.event, Message)
        ]
        self._revision = chats.revision
        return json.dumps(line) + "\n"

    def _is_new(self, key: str) -> bool:
        is_new = key not in self._known
        self._known.add(key)
        return is_new

    def _keep(self, file: File) -> Line:
        (self._files / file.id).write_bytes(file.content)
        return {"id": file.id, "name": file.name, "media_type": file.media_type,
                "is_photo": file.is_photo}  # fmt: skip

    def _take_up(self, sandbox: Sandbox, text: str) -> None:
        try:
            line: Line = json.loads(text)
        except ValueError:
            return  # the last line of a program that was killed
        chats = sandbox.chats
        chats.next_id = max(chats.next_id, line["next_id"])
        chats.users |= {user["id"]: User(**user) for user in line.get("users", ())}
        chats.chats |= {chat["id"]: Chat(**chat) for chat in line.get("chats", ())}
        for file in line["files"]:
            content = (self._files / file["id"]).read_bytes()
            chats.files[file["id"]] = File(**file, content=content)
        for mail in line["mails"]:
            mail["sent_at"] = datetime.fromisoformat(mail["sent_at"])
            sandbox.mails.append(replace(Mail(**mail), files=tuple(mail["files"])))
        for message in line["messages"]:
            self._put(sandbox, message)
        chats.updates.clear()
        chats.updates.extend(
            Update(id=update, event=chats.messages[chat, message])
            for update, chat, message in line["waiting"]
        )

    def _put(self, sandbox: Sandbox, packed: Line) -> None:
        chats = sandbox.chats
        edited_at = packed["edited_at"]
        message = Message(
            **packed
            | {
                "chat": chats.chats[packed["chat"]],
                "sender": chats.users[packed["sender"]],
                "date": datetime.fromisoformat(packed["date"]),
                "edited_at": None if edited_at is None else datetime.fromisoformat(edited_at),
                "file": chats.files.get(packed["file"]),
                "reply_to": chats.messages.get((packed["chat"], packed["reply_to"])),
            }
        )
        chats.messages[message.chat.id, message.id] = message
        chats.revision = max(chats.revision, message.revision)


def _packed(message: Message) -> Line:
    return {
        "id": message.id,
        "chat": message.chat.id,
        "sender": message.sender.id,
        "date": message.date.isoformat(),
        "text": message.text,
        "entities": message.entities,
        "keyboard": message.keyboard,
        "file": None if message.file is None else message.file.id,
        "media_group_id": message.media_group_id,
        "reply_to": None if message.reply_to is None else message.reply_to.id,
        "edited_at": None if message.edited_at is None else message.edited_at.isoformat(),
        "is_deleted": message.is_deleted,
        "revision": message.revision,
    }
