"""The question before an officer confirms a letter that nobody who decided on it can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import languages, letter_languages, replies
from bot.callbacks import Verb
from bot.keyboards import markup
from bot.locales import language
from bot.office_words import say
from bot.scene import Reply
from bot.step_keyboards import button, reader_button
from store import audit, officer_languages, vouches
from store.model import OPEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from bot.keyboards import Button
    from bot.scene import DraftScene
    from store.vouches import Look

#: of Confirm: the officer was asked and confirms all the same
ALL_THE_SAME: Final = "unread"
#: of Confirm: the officer reads these, with full stops between
_READS: Final = "reads-"
#: languages that one button can carry
_MOST: Final = 8


def asked_first(scene: DraftScene) -> Reply | None:
    """Asks once, by the buttons of the question itself; None where nothing is to be asked."""
    draft = scene.draft
    shows_it = draft.status in OPEN_STATUSES and draft.revision == scene.press.revision
    if scene.press.argument == ALL_THE_SAME or not shows_it:
        return None
    _keep_what_was_said(scene)
    left = unread(scene)
    if not left:
        return None
    has_named = bool(officer_languages.reads(scene.session, scene.officer.id))
    asks = (
        _unread(scene, left)
        if has_named
        else [_said(scene, "unread.asks", "unread.asks_its", left)]
    )
    words = " ".join([*_doubted(scene, left), *asks])
    keyboard = _keyboard(scene, offered=left[:_MOST], has_named=has_named)
    return Reply(toast=replies.toast(words), is_alert=True, keyboard=keyboard)


def foreign(scene: DraftScene) -> tuple[str, ...]:
    """Languages of the letter that whoever presses does not read, the main one first."""
    read = languages.read_by(scene.session, scene.officer.id)
    found = letter_languages.of_draft(scene.session, scene.draft)
    return tuple(one for one in found if one not in read)


def unread(scene: DraftScene) -> tuple[str, ...]:
    """The same, but for those in which a colleague has read it and decided on it."""
    left = foreign(scene)
    looks = vouches.looks(scene.session, scene.draft.id) if left else []
    return tuple(one for one in left if not _is_right(scene, looks, one))


def note_unread(scene: DraftScene, left: Sequence[str]) -> None:
    """Write down that a letter was confirmed by somebody who does not read its languages."""
    draft = scene.draft
    first = draft.language if left[0] == languages.code_of(draft) else left[0]
    more = {"more_languages": list(left[1:])} if left[1:] else {}
    audit.record(
        scene.session,
        what="confirmed_unread",
        who=scene.officer,
        message_id=draft.message_id,
        draft_id=draft.id,
        details={"language": first, "revision": scene.press.revision} | more,
        now=scene.now,
    )


def _keep_what_was_said(scene: DraftScene) -> None:
    argument = scene.press.argument or ""
    if not argument.startswith(_READS):
        return
    codes = [one for one in foreign(scene) if one in argument.removeprefix(_READS).split(".")]
    if codes:
        languages.say(scene, codes)


def _is_right(scene: DraftScene, looks: Sequence[Look], code: str) -> bool:
    last = _last(scene, looks, code)
    return last is not None and last.is_right


def _last(scene: DraftScene, looks: Sequence[Look], code: str) -> Look | None:
    """The last look at the draft by somebody who reads this language."""
    read = officer_languages.of_all(scene.session)
    able = [
        one
        for one in looks
        if code in (read.get(one.officer_id, ()) if one.languages is None else one.languages)
    ]
    return able[-1] if able else None


def _doubted(scene: DraftScene, left: Sequence[str]) -> list[str]:
    """Who has read it and says that it is not right."""
    looks = vouches.looks(scene.session, scene.draft.id)
    found = [_last(scene, looks, code) for code in left]
    names = dict.fromkeys(one.officer for one in found if one is not None)
    return [say("unread.doubted", officer=name) for name in names]


def _unread(scene: DraftScene, left: Sequence[str]) -> list[str]:
    nobody = [one for one in left if one not in _of_the_office(scene)]
    more = (
        [_said(scene, "unread.nobody_reads", "unread.nobody_reads_its", nobody)] if nobody else []
    )
    return [_said(scene, "unread.not_read", "unread.not_read_its", left), *more]


def _of_the_office(scene: DraftScene) -> frozenset[str]:
    """What anybody of the office reads."""
    default = languages.read_by(scene.session, 0)
    return frozenset(default).union(*officer_languages.of_all(scene.session).values())


def _said(scene: DraftScene, named: str, its: str, codes: Sequence[str]) -> str:
    """A sentence that names languages where the chat may say anything of the letter, else not."""
    if not scene.office.full:
        return say(its, count=len(codes))
    return say(named, languages=languages.named(codes))


def _keyboard(
    scene: DraftScene, *, offered: Sequence[str], has_named: bool
) -> InlineKeyboardMarkup | None:
    draft = scene.draft
    # whoever has named some was told that they do not read this one: they may have left it out
    yes = "i_do_read" if has_named else "i_read"
    words = say(f"unread_yes.{yes}_{'it' if len(offered) == 1 else 'all'}")
    rows = [[_reads(scene, words, offered)]]
    if len(offered) > 1 and scene.office.full:
        rows.append(
            [_reads(scene, say("unread.only", language=language(one)), [one]) for one in offered]
        )
    rows.append(
        [
            button(say("unread.confirm"), Verb.CONFIRM, draft, ALL_THE_SAME),
            button(say("unread.back"), Verb.BACK, draft),
        ]
    )
    return markup([*rows, [reader_button(draft)]])


def _reads(scene: DraftScene, words: str, codes: Sequence[str]) -> Button:
    return button(words, Verb.CONFIRM, scene.draft, _READS + ".".join(codes))
