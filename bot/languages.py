"""The languages that officers read: `/languages`, and the question before an unread letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import replies
from bot.callbacks import Press, Verb
from bot.keyboards import Button, in_pairs, markup
from bot.locales import SIX, language, main_language
from bot.render import render
from bot.scene import Reply, Text
from bot.step_keyboards import reader_button
from store import audit, officer_languages, officers
from store.model import OPEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import DraftScene, Office, Scene
    from store.model import Draft

#: of Confirm: the officer was asked and says so all the same
ALL_THE_SAME: Final = "unread"
_NOT_TOLD: Final = "und"
#: what somebody reads who has named nothing: the language that the program speaks to them
_DEFAULT: Final = "en"


def listed(session: Session, _words: str, _office: Office, _now: datetime) -> Text:
    """Who reads what; each presses what they read themselves."""
    read = officer_languages.of_all(session)
    people = [
        {"name": one.name, "reads": [language(code) for code in SIX if code in read[one.id]]}
        for one in officers.listed(session)
        if one.id in read
    ]
    buttons = [Button(language(code), Press(verb=Verb.READS, argument=code)) for code in SIX]
    words = render("office/languages.html.j2", people=people)
    return Text(markup=words, keyboard=markup(in_pairs(buttons)))


def pressed(scene: Scene) -> Reply:
    """Add a language of whoever presses, or take it back."""
    code = scene.press.argument or ""
    if code not in SIX:
        return Reply(toast=replies.NOT_UNDERSTOOD, is_alert=True)
    officer_languages.turn(scene.session, scene.officer.id, code)
    read = officer_languages.reads(scene.session, scene.officer.id)
    details = {"languages": sorted(read)}
    audit.record(
        scene.session, what="languages_said", who=scene.officer, details=details, now=scene.now
    )
    told = ", ".join(language(one) for one in SIX if one in read)
    toast = f"You read {told}." if told else "You have named no language."
    return Reply(toast=toast, text=listed(scene.session, "", scene.office, scene.now))


def asked_first(scene: DraftScene) -> Reply | None:
    """Asks before an officer confirms a letter that they do not read; once, by its own button.

    Who has named no language is not asked: nothing is known of what they read.
    """
    draft = scene.draft
    shows_it = draft.status in OPEN_STATUSES and draft.revision == scene.press.revision
    if scene.press.argument == ALL_THE_SAME or not shows_it or not is_unread(scene):
        return None
    yes = Press(
        verb=Verb.CONFIRM, draft=draft.id, revision=scene.press.revision, argument=ALL_THE_SAME
    )
    back = Press(verb=Verb.BACK, draft=draft.id, revision=draft.revision)
    row = [Button("✅ Confirm all the same", yes), Button("↩️ Back", back)]
    words = f"You do not read {language(draft.language)}: confirm all the same?"
    rows = [row, [reader_button(draft)]]
    return Reply(toast=words, is_alert=True, keyboard=markup(rows))


def is_unread(scene: DraftScene) -> bool:
    """Whether the officer reads languages, and not that of the letter."""
    read = officer_languages.reads(scene.session, scene.officer.id)
    return bool(read) and is_foreign(scene.draft, read)


def read_by(session: Session, officer_id: int) -> tuple[str, ...]:
    """What an officer reads, the language named first before all others; never nothing."""
    return officer_languages.named(session, officer_id) or (_DEFAULT,)


def is_foreign(draft: Draft, read: Collection[str]) -> bool:
    """Whether a letter is in a language other than these."""
    return is_told(draft) and code_of(draft) not in read


def is_told(draft: Draft) -> bool:
    """Whether the letter's language is known."""
    return code_of(draft) != _NOT_TOLD


def code_of(draft: Draft) -> str:
    """The letter's language as officers name it."""
    return main_language(draft.language)


def note_unread(scene: DraftScene) -> None:
    """Write down that a letter was confirmed by somebody who does not read its language."""
    audit.record(
        scene.session,
        what="confirmed_unread",
        who=scene.officer,
        message_id=scene.draft.message_id,
        draft_id=scene.draft.id,
        details={"language": scene.draft.language, "revision": scene.press.revision},
        now=scene.now,
    )
