"""Which draft a message in the chat shows; a button may say anything, so its card is asked too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.office_words import say
from store import outbox
from store.model import OutboxKind

if TYPE_CHECKING:
    from bot.scene import DraftScene

#: how every card begins; words of others never stand there
_BEGINS: Final = re.compile(r"([A-Z]+-[0-9]{4}-[0-9]{4,}(?:-[0-9]+)?) · ")
_OF_DRAFT: Final = re.compile(r"[A-Z]+-[0-9]{4}-[0-9]{4,}-[0-9]+")
_NO_MARKS: Final = dict.fromkeys(map(ord, "\u200f\u2068\u2069"))
_SENT: Final = (OutboxKind.CARD_EDIT, OutboxKind.CARD)


def shown_ref(text: str) -> str | None:
    """The reference of the draft whose card a text is; None where it is no card."""
    ref = _first_ref(text)
    return ref if ref is not None and _OF_DRAFT.fullmatch(ref) else None


def is_its_note(text: str, ref: str) -> bool:
    """Whether a text is the note on the message with this reference, as far as the chat tells."""
    return not text or _first_ref(text) == ref


def _first_ref(text: str) -> str | None:
    first, _, rest = (_bare(line) for line in text.partition("\n"))
    found = _BEGINS.match(rest if first in _repeats() else first)
    return found[1] if found else None


def _bare(text: str) -> str:
    """Without the marks of direction that lines begin with where an office reads Arabic."""
    return text.translate(_NO_MARKS)


def _repeats() -> tuple[str, ...]:
    """What may stand above a card or note that was sent before."""
    return say("repeats.card"), say("repeats.note")


def is_its_card(scene: DraftScene) -> bool:
    """Whether the pressed message shows the draft that the button names.

    Cards that were asked for have no row in the outbox, evidence may be pressed before its row
    says that it was sent, and the text of old messages is not given, so that either is enough.
    """
    ref, text = scene.draft.ref, scene.pressed.shown
    if shown_ref(text) == ref or _bare(text).startswith(f"{ref}: "):
        return True
    target, pressed = f"chat:{scene.pressed.chat_id}", str(scene.pressed.message_id)
    about = {"draft": scene.draft.id}
    shown = [(kind, about) for kind in _SENT] + [(OutboxKind.EVIDENCE, about | {"asks": True})]
    return pressed in {
        outbox.provider_ref(scene.session, kind, one, target=target) for kind, one in shown
    }
