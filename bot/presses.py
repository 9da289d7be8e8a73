"""What each press, typed answer and command does: the tables that name the function.

Adding one is a line here and a function in a file of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import aside_board, asking, deciding, lists, looking, merging, page_press, prompts, replies
from bot.callbacks import Verb
from bot.render import render
from bot.scene import Reply, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import DraftScene, Office
    from store.model import Officer

#: show, whatever the card's revision
LOOKS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {
    Verb.EVIDENCE: looking.evidence,
    Verb.ORIGINAL: looking.original,
    Verb.ASK: asking.not_said,
    Verb.QUESTION: asking.preview,
    Verb.OPEN: page_press.open_page,
    Verb.BACK: looking.back,
}
#: lead to a decision, so the card must show how the draft stands
STEPS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {
    Verb.REJECT: looking.pick_reason,
    Verb.CORRECT: looking.pick_correction,
    Verb.KIND: looking.pick_kind,
    Verb.AREAS: looking.pick_areas,
}
#: change the draft
DECISIONS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {
    Verb.CONFIRM: deciding.confirm,
    Verb.REASON: deciding.reject,
    Verb.SET_AREAS: deciding.set_areas,
    Verb.SEND: asking.send,
    Verb.MERGE: merging.merge,
    Verb.APART: merging.apart,
}
#: what was typed where a prompt asked for it; the scene's argument is the prompt's
TYPED: Final[dict[str, Callable[[DraftScene, str], Reply]]] = {
    prompts.REASON: deciding.reject_for,
}
#: pages of lists, by the button's argument
TURNS: Final[dict[Verb, Callable[[Session, str, Office, datetime], Text]]] = {
    Verb.QUEUE: lambda session, argument, office, now: lists.queue(
        session, _offset(argument), office, now=now
    ),
    Verb.CASES: lambda session, argument, office, _: lists.individuals(
        session, _offset(argument), office
    ),
    Verb.ASIDE: lambda session, argument, _, now: aside_board.page(session, argument, now=now),
}


def acted(scene: DraftScene) -> Reply:
    """Do what a button under a draft's card says."""
    verb = scene.press.verb
    if verb in LOOKS:
        return LOOKS[verb](scene)
    if verb is Verb.KIND and scene.press.argument is not None:
        return deciding.set_kind(scene)
    if verb in STEPS:
        return looking.outdated(scene) or STEPS[verb](scene)
    return DECISIONS[verb](scene)


def _offset(argument: str) -> int:
    return int(argument) if argument.isdecimal() else 0


def _show(session: Session, argument: str, office: Office, now: datetime) -> Text:
    if not argument:
        return plain(replies.ASK_REF)
    return lists.one(session, argument.upper(), office, now=now) or plain(replies.UNKNOWN_REF)


def _parked(session: Session, _argument: str, office: Office, _now: datetime) -> Text:
    return lists.parked(session, office)


def _help(_session: Session, _argument: str, _office: Office, _now: datetime) -> Text:
    return Text(markup=render("office/help.html.j2"))


def plain(words: str) -> Text:
    """Words of ours without markup."""
    return Text(markup=render("office/plain.html.j2", lines=[words]))


#: commands of the secretariat's chat that show something
COMMANDS: Final[dict[str, Callable[[Session, str, Office, datetime], Text]]] = {
    "start": _help,
    "help": _help,
    "queue": lambda session, _, office, now: TURNS[Verb.QUEUE](session, "0", office, now),
    "show": _show,
    "parked": _parked,
    "individuals": lambda session, _, office, now: TURNS[Verb.CASES](session, "0", office, now),
    "aside": lambda session, _, office, now: TURNS[Verb.ASIDE](session, "", office, now),
}
#: commands that change something; they learn who gave them
DEEDS: Final[dict[str, Callable[[Session, str, Office, datetime, Officer], Reply]]] = {}
