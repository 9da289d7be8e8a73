"""Presses by which an officer says whether a registered request meets the criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import office_words
from bot.cards import criterion_line
from bot.foreign import clean, clip
from bot.judge_reasons import reason_said, reasons_to
from bot.judging_keyboards import (
    MEETS,
    NOT_YET,
    TO_TYPE,
    judge_keyboard,
    judge_reasons_keyboard,
)
from bot.measure import fitting
from bot.missing import is_request
from bot.moments import moment
from bot.prompts import prompt_for
from bot.render import render
from bot.scene import Reply, Text
from nlp.criteria import criteria
from store import judgements
from store.model import DraftStatus

if TYPE_CHECKING:
    from bot.scene import DraftScene
    from store.judgements import Judgement

#: a key of `presses.TYPED`
TYPED: Final = "judge"
_LONGEST: Final = 500
#: words of before that are shown; all are kept
_MOST_SHOWN: Final = 4


def look(scene: DraftScene) -> Reply:
    """How the criteria stand and what was said of them; with an argument, in the same message."""
    if not _is_judged(scene):
        return Reply(toast=office_words.say("replies.not_to_judge"), is_alert=True)
    said, what = judgements.of_draft(scene.session, scene.draft.id), scene.press.argument
    if what in {MEETS, NOT_YET}:
        seen = said[-1].id if said else 0
        reasons = reasons_to(meets=what == MEETS)
        keyboard = judge_reasons_keyboard(scene.draft, what, seen, reasons)
        return Reply(
            toast=office_words.say("replies.why_so"),
            text=Text(markup=_view(scene, said), keyboard=keyboard),
        )
    text = Text(markup=_view(scene, said), keyboard=judge_keyboard(scene.draft))
    if what is not None:
        return Reply(text=text)
    return Reply(
        toast=office_words.say("replies.sent_below"), messages=(text,), about=scene.draft.message_id
    )


def say(scene: DraftScene) -> Reply:
    """Say it for a reason of the list, or ask for one."""
    what, _, more = (scene.press.argument or "").partition(".")
    seen, _, reason_id = more.partition(".")
    if what not in {MEETS, NOT_YET} or not seen.isdecimal():
        return Reply(toast=office_words.say("replies.not_understood"), is_alert=True)
    if reason_id == TO_TYPE:
        asked = "meets" if what == MEETS else "not_yet"
        words = office_words.say(f"prompts.{asked}", ref=scene.draft.ref)
        return Reply(prompt=prompt_for(scene.draft, TYPED, words, argument=f"{what}.{seen}"))
    found = [one for one in reasons_to(meets=what == MEETS) if one.id == reason_id]
    if not found:
        return Reply(toast=office_words.say("replies.not_understood"), is_alert=True)
    return _said(scene, what, int(seen), found[0].words, code=reason_id)


def say_in_words(scene: DraftScene, words: str) -> Reply:
    """The same for a reason that was typed."""
    what, _, seen = (scene.press.argument or "").partition(".")
    reason = clip(clean(words), _LONGEST)
    if not reason:
        return Reply(toast=office_words.say("replies.give_reason"), is_alert=True)
    if what not in {MEETS, NOT_YET} or not seen.isdecimal():
        return Reply(toast=office_words.say("replies.not_understood"), is_alert=True)
    return _said(scene, what, int(seen), reason)


def _said(
    scene: DraftScene, what: str, seen: int, reason: str, *, code: str | None = None
) -> Reply:
    if not _is_judged(scene):
        return Reply(toast=office_words.say("replies.not_to_judge"), is_alert=True)
    new = judgements.judge(
        scene.session, scene.draft, scene.officer, meets=what == MEETS, reason=reason,
        reason_code=code, seen=seen, now=scene.now,
    )  # fmt: skip
    said = judgements.of_draft(scene.session, scene.draft.id)
    text = Text(markup=_view(scene, said), keyboard=judge_keyboard(scene.draft))
    if new is None:
        return Reply(toast=office_words.say("replies.judged_since"), is_alert=True, text=text)
    return Reply(toast=office_words.say("replies.judged_now"), text=text)


def _is_judged(scene: DraftScene) -> bool:
    draft = scene.draft
    return draft.status is DraftStatus.CONFIRMED and is_request(draft.content)


def _view(scene: DraftScene, said: list[Judgement]) -> str:
    draft, office = scene.draft, scene.office
    forces = {one.id: one.force for one in criteria().all}
    lines = [
        {"line": criterion_line(one), "force": forces.get(one.id, "")}
        for one in draft.content.criteria
    ]
    words = [
        {
            "meets": one.meets,
            "reason": reason_said(one) if office.full else "",
            "officer": one.officer,
            "at": moment(one.at, office.zone),
            "version": one.criteria_version,
        }
        for one in reversed(said[-_MOST_SHOWN:])
    ]
    return fitting(
        lambda room: render(
            "office/judgement.html.j2",
            ref=draft.ref,
            register_ref=draft.register_ref or "",
            lines=lines,
            said=words,
            version=draft.criteria_version,
            more=max(len(said) - _MOST_SHOWN, 0),
            room=room,
            full=office.full,
        )
    )
