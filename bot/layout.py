"""Cards as markup of the chat: full, minimal or decided, and always short enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.measure import fitting
from bot.render import render
from bot.together import together

if TYPE_CHECKING:
    from bot.cards import Card
    from bot.measure import Room


def laid_out(card: Card, *, full: bool) -> str:
    """The markup of a card.

    Args:
        card: what it may show.
        full: with words of the letter; without, it says nothing that a stranger may not know.

    """
    if not card.is_open:
        return _in_room("cards/decided.html.j2", card, full=full)
    if not full:
        return render("cards/minimal.html.j2", card=card)
    return _in_room("cards/card.html.j2", card, full=True)


def _in_room(name: str, card: Card, *, full: bool) -> str:
    def rendered(room: Room) -> str:
        return render(name, card=card, room=room, full=full, together=together)

    return fitting(rendered)
