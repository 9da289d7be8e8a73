"""The press of Open: a code for the page, for whoever pressed and nobody else in the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import replies
from bot.office_words import say
from bot.render import render
from bot.scene import Reply, Text
from store import page_codes

if TYPE_CHECKING:
    from bot.scene import DraftScene

_HALF = page_codes.LENGTH // 2


def open_page(scene: DraftScene) -> Reply:
    """The code over the chat, where only this officer sees it; the address below the card.

    The code is in no message: others in the chat could be faster, and the chat's server would keep
    it.
    """
    if not scene.office.page:
        return Reply(toast=say("replies.no_page"), is_alert=True)
    code = page_codes.make(scene.session, scene.officer, scene.draft.id, now=scene.now)
    address = f"{scene.office.page}/open/{code.handle}"
    markup = render(
        "office/page.html.j2", ref=scene.draft.ref, address=address, officer=scene.officer.name
    )
    words = replies.page_code(f"{code.code[:_HALF]}-{code.code[_HALF:]}")
    return Reply(toast=words, is_alert=True, messages=(Text(markup=markup),))
