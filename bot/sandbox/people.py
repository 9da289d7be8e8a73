"""Who takes part in every rehearsal: the secretariat's chat, two officers and a stranger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.sandbox.chats import User

if TYPE_CHECKING:
    from bot.sandbox.stage import Sandbox

SECRETARIAT: Final = -1001
OFFICER_A: Final = User(id=901, name="Officer A")
OFFICER_B: Final = User(id=902, name="Officer B")
STRANGER: Final = User(id=909, name="Stranger")
CAST: Final = (OFFICER_A, OFFICER_B, STRANGER)


def enter(sandbox: Sandbox) -> None:
    """Let them in; those who are there already stay as they are."""
    chats = sandbox.chats
    if SECRETARIAT not in chats.chats:
        chats.add_group(SECRETARIAT, "Secretariat")
    for person in CAST:
        if person.id not in chats.users:
            chats.add_user(person.id, person.name, "en")


def is_sender(user: User) -> bool:
    """Whether it is somebody who writes to the secretariat, not one of its own."""
    return not user.is_bot and user.id not in {person.id for person in CAST}
