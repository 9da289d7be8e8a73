"""What each press, typed answer and command does: the tables that name the function.

Adding one is a line here and a function in a file of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import (
    aside_board,
    asking,
    assigning,
    attaching,
    batch,
    bring_press,
    consenting,
    correcting,
    deciding,
    find_board,
    going_on,
    handing,
    history,
    judging,
    languages,
    lists,
    looking,
    merging,
    page_press,
    people,
    prompts,
    queue_board,
    rewording,
    splitting,
    stats_board,
    steps,
    undoing,
    unsure,
    vouching,
    withdrawing,
    worklists,
    writing,
)
from bot.callbacks import Verb
from bot.labels import label
from bot.office_words import say
from bot.render import render
from bot.scene import Reply, Text
from nlp.criteria import criteria
from store import drafts, open_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import DraftScene, Office, Scene
    from store.model import Officer

#: show, whatever the card's revision
LOOKS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {
    Verb.EVIDENCE: looking.evidence,
    Verb.ORIGINAL: looking.original,
    Verb.ASK: asking.not_said,
    Verb.QUESTION: asking.preview,
    Verb.OPEN: page_press.open_page,
    Verb.BACK: looking.back,
    Verb.LOOK: unsure.look,
    Verb.MORE: steps.more,
    Verb.HISTORY: history.shown,
    Verb.NEXT: going_on.go_on,
    Verb.JUDGE: judging.look,
    Verb.CONSENT: consenting.look,
    Verb.WRITE: writing.preview,
    Verb.WITHDRAW: withdrawing.ask,
}
#: lead to a decision, so the card must show how the draft stands
STEPS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {
    Verb.REJECT: looking.pick_reason,
    Verb.CORRECT: looking.pick_correction,
    Verb.KIND: looking.pick_kind,
    Verb.AREAS: looking.pick_areas,
    Verb.FIELD: correcting.pick,
    Verb.SPLIT: splitting.pick,
    Verb.ATTACH: attaching.ask_for,
}
#: say something of the draft, which stays as it is; readers may
SAYINGS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {Verb.VOUCH: vouching.vouch}
#: change the draft
DECISIONS: Final[dict[Verb, Callable[[DraftScene], Reply]]] = {
    Verb.CONFIRM: deciding.confirm,
    Verb.REASON: deciding.reject,
    Verb.SET_AREAS: deciding.set_areas,
    Verb.SET: correcting.set_value,
    Verb.SEND: asking.send,
    Verb.MERGE: merging.merge,
    Verb.APART: merging.apart,
    Verb.UNDO: undoing.undo,
    Verb.HOLD: steps.hold,
    Verb.RESUME: steps.resume,
    Verb.ASSIGN: assigning.assign,
    Verb.HAND: handing.hand,
    Verb.SET_SPLIT: splitting.split,
    Verb.JUDGED: judging.say,
    Verb.CONSENTED: consenting.say,
    Verb.EDIT: rewording.ask,
    Verb.RELEASE: writing.send,
    Verb.WITHDRAWN: withdrawing.withdraw,
}
#: what was typed where a prompt asked for it; the scene's argument is the prompt's
TYPED: Final[dict[str, Callable[[DraftScene, str], Reply]]] = {
    prompts.REASON: deciding.reject_for,
    correcting.VALUE: correcting.typed_value,
    correcting.PROOF: correcting.typed_proof,
    attaching.WHAT: attaching.attach,
    judging.TYPED: judging.say_in_words,
    consenting.WHOM: consenting.towards_named,
    consenting.BY: consenting.said_by,
    consenting.IN: consenting.said_in,
    rewording.TYPED: rewording.typed,
    vouching.TYPED: vouching.say_in_words,
}
#: of these, what is such a saying
TYPED_SAYINGS: Final = {vouching.TYPED: Verb.VOUCH}
#: pages of lists, by the button's argument
TURNS: Final[dict[Verb, Callable[[Session, str, Office, datetime], Text]]] = {
    Verb.QUEUE: queue_board.turned,
    Verb.FIND: find_board.turned,
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
    if verb in SAYINGS:
        return SAYINGS[verb](scene)
    if verb is Verb.KIND and scene.press.argument is not None:
        return deciding.set_kind(scene)
    if verb in STEPS:
        return looking.outdated(scene) or STEPS[verb](scene)
    return DECISIONS[verb](scene)


def _offset(argument: str) -> int:
    return int(argument) if argument.isdecimal() else 0


def _show(session: Session, argument: str, office: Office, now: datetime) -> Text:
    if not argument:
        return plain(say("replies.ask_ref"))
    draft = drafts.by_ref(session, argument.upper())
    if draft is not None:
        open_list.see(session, draft.id, now=now)
    return lists.one(session, argument, office, now=now) or plain(say("replies.unknown_ref"))


def _parked(session: Session, _argument: str, office: Office, _now: datetime) -> Text:
    return lists.parked(session, office)


def _help(_session: Session, _argument: str, _office: Office, _now: datetime) -> Text:
    lines = [(one.id, label("criteria", one.id), one.force) for one in criteria().all]
    return Text(markup=render("office/help.html.j2", criteria=lines))


def plain(words: str) -> Text:
    """Words of ours without markup."""
    return Text(markup=render("office/plain.html.j2", lines=[words]))


#: commands of the secretariat's chat that show something
COMMANDS: Final[dict[str, Callable[[Session, str, Office, datetime], Text]]] = {
    "start": _help,
    "help": _help,
    "queue": queue_board.asked,
    "waiting": worklists.waiting,
    "officers": people.listed,
    "languages": languages.listed,
    "show": _show,
    "history": history.command,
    "parked": _parked,
    "individuals": lambda session, _, office, now: TURNS[Verb.CASES](session, "0", office, now),
    "aside": lambda session, _, office, now: TURNS[Verb.ASIDE](session, "", office, now),
}
#: of these, what shows the letter that the argument names
SHOWING: Final = frozenset({"show", "history"})
#: commands that show something to whoever gave them
PERSONAL: Final[dict[str, Callable[[Session, str, Office, datetime, Officer], Reply]]] = {
    "find": find_board.asked,
    "mine": worklists.mine,
    "add": people.add,
    "stats": stats_board.asked,
}
#: of these, those that may reply to what a person wrote, in place of naming them
ABOUT_PEOPLE: Final = ("add",)
#: presses that are about no draft and no letter's own note
ACTS: Final[dict[Verb, Callable[[Scene], Reply]]] = {
    Verb.SEE: find_board.look,
    Verb.ROLE: people.pressed,
    Verb.READS: languages.pressed,
    Verb.FIRST: batch.first,
    Verb.BRING: bring_press.pressed,
}
#: commands that change something; they learn who gave them
DEEDS: Final[dict[str, Callable[[Session, str, Office, datetime, Officer], Reply]]] = {}
