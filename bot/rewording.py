"""Other words for a letter of ours: an officer types them, and sees the letter again."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from bot import asking, placeholders, replies, writing
from bot.foreign import clean
from bot.office_words import say
from bot.prompts import prompt_for
from bot.scene import Reply
from store import wordings
from store.model import OPEN_STATUSES, OutboxKind

if TYPE_CHECKING:
    from bot.scene import DraftScene

#: a key of `presses.TYPED`
TYPED: Final = "wording"
#: with the lines above a preview it must fit into one message of the chat
LONGEST: Final = 3_000


def ask(scene: DraftScene) -> Reply:
    """Ask for the words; the preview stays above, to copy from."""
    name = scene.press.argument or ""
    why_not = _why_not(scene, name)
    if why_not:
        return Reply(toast=why_not, is_alert=True)
    names = " ".join(f"{{{one}}}" for one in placeholders.NAMES)
    words = say("prompts.wording", names=names, ref=scene.draft.ref)
    return Reply(prompt=prompt_for(scene.draft, TYPED, words, argument=name))


def typed(scene: DraftScene, text: str) -> Reply:
    """Keep the words and show the letter with them; nothing goes."""
    name = scene.press.argument or ""
    said = _cleaned(text)
    why_not = _why_not(scene, name) or _what_is_wrong(said)
    if why_not:
        return Reply(toast=why_not)
    wording = wordings.keep(scene.session, scene.draft.id, name, said, scene.officer, now=scene.now)
    about = scene.draft.message_id
    if name == OutboxKind.QUESTION:
        return Reply(messages=asking.shown(scene, wording), about=about)
    return Reply(messages=(writing.shown(scene, OutboxKind(name), wording=wording),), about=about)


def _why_not(scene: DraftScene, name: str) -> str:
    if name == OutboxKind.QUESTION:
        if scene.draft.status not in OPEN_STATUSES:
            return say("replies.already_decided")
        return asking.why_not_now(scene)
    kind = OutboxKind(name) if name in {*OutboxKind} else None
    return writing.why_not_now(scene, kind)


def _what_is_wrong(text: str) -> str:
    if not text:
        return say("replies.no_words")
    if len(text) > LONGEST:
        return replies.too_many_words(len(text), LONGEST)
    strange = placeholders.unknown(text)
    return replies.unknown_placeholders(strange, placeholders.NAMES) if strange else ""


def _cleaned(text: str) -> str:
    """The same lines, each without controls; at most one empty line in a row."""
    lines = [clean(line) for line in unicodedata.normalize("NFC", text).splitlines()]
    said = "\n".join(lines).strip()
    while "\n\n\n" in said:
        said = said.replace("\n\n\n", "\n\n")
    return said
