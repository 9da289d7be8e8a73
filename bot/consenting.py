"""Presses by which an officer records the consent of a State, as the letter says it or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot import choice, office_words
from bot.bring_words import is_brought
from bot.callbacks import Verb
from bot.consent_ground import ground_of, message_named
from bot.consent_view import consent_view, letter_says
from bot.corrections import areas_of
from bot.foreign import clean, clip
from bot.judging_keyboards import (
    QUOTED,
    REFUSALS,
    SCOPES,
    consent_keyboard,
    scope_areas_keyboard,
    scope_keyboard,
)
from bot.missing import is_request
from bot.prompts import prompt_for
from bot.scene import Reply, Text
from store import consents
from store.consents import Said, Scope, Towards
from store.model import DraftStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.scene import DraftScene
    from store.consents import Consent, Ground

#: keys of `presses.TYPED`
WHOM: Final = "consent"
BY: Final = "consent_by"
IN: Final = "consent_in"
_LONGEST: Final = 300
#: what a press asks to be typed
_PROMPTS: Final = {"by": BY, "in": IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a button records."""

    code: str
    #: number of the latest record when it was shown; 0 where there was none
    seen: int
    #: areas
    packed: str
    #: the letter says so
    quoted: bool


def look(scene: DraftScene) -> Reply:
    """What was recorded and what the letter says; with an argument the scope of a consent."""
    if not _may_have(scene):
        return Reply(toast=office_words.say("replies.no_consent_here"), is_alert=True)
    what, _, packed = (scene.press.argument or "").partition(".")
    quoted = what.startswith(QUOTED)
    step = what.removeprefix(QUOTED) if quoted else what
    areas = _chosen(scene, packed)
    if areas is None:
        return Reply(
            toast=office_words.say("replies.areas_changed"), is_alert=True, text=_text(scene)
        )
    if step == "areas":
        return Reply(keyboard=scope_areas_keyboard(scene.draft, areas, quoted=quoted))
    if step == "scope":
        last = _last(scene)
        keyboard = scope_keyboard(scene.draft, last.id if last else 0, areas, quoted=quoted)
        return Reply(toast=office_words.say("replies.how_far"), keyboard=keyboard)
    if what:
        return Reply(text=_text(scene))
    text = _text(scene)
    return Reply(
        toast=office_words.say("replies.sent_below"), messages=(text,), about=scene.draft.message_id
    )


def say(scene: DraftScene) -> Reply:
    """Record it, or ask for the words that it needs."""
    said = _read(scene.press.argument)
    if said is None or not _may_have(scene):
        return Reply(toast=office_words.say("replies.no_consent_here"), is_alert=True)
    if said.code in _PROMPTS:
        what = _PROMPTS[said.code]
        words = office_words.say(f"prompts.{what}", ref=scene.draft.ref)
        return Reply(prompt=prompt_for(scene.draft, what, words, argument=str(said.seen)))
    if said.code in REFUSALS:
        return _record(scene, REFUSALS[said.code], Scope(), said)
    if said.code in SCOPES and SCOPES[said.code][0] is Towards.NAMED:
        words = office_words.say("prompts.consent_towards", ref=scene.draft.ref)
        return Reply(prompt=prompt_for(scene.draft, WHOM, words, argument=scene.press.argument))
    scope = _scope(scene, said)
    if scope is None:
        return Reply(
            toast=office_words.say("replies.areas_changed"), is_alert=True, text=_text(scene)
        )
    return _record(scene, Said.GIVEN, scope, said)


def towards_named(scene: DraftScene, words: str) -> Reply:
    """Record a consent towards those that were typed."""
    said, named = _read(scene.press.argument), clip(clean(words), _LONGEST)
    scope = None if said is None else _scope(scene, said)
    if said is None or scope is None or not _may_have(scene):
        return Reply(toast=office_words.say("replies.nothing_changed"))
    if not named:
        return Reply(toast=office_words.say("replies.no_words"))
    return _record(scene, Said.GIVEN, replace(scope, words=named), said)


def said_by(scene: DraftScene, words: str) -> Reply:
    """Record the same anew, with who said it and in what function."""
    named = clip(clean(words), _LONGEST)
    return _anew(scene, lambda ground: replace(ground, said_by=named)) if named else _no_words()


def said_in(scene: DraftScene, words: str) -> Reply:
    """Record the same anew, with the message in which it was said."""
    found = message_named(scene, words)
    if found is None:
        return Reply(toast=office_words.say("replies.not_of_this_case"))
    # whoever wrote the other message need not be who wrote this one
    return _anew(scene, lambda _: found)


def _anew(scene: DraftScene, change: Callable[[Ground], Ground]) -> Reply:
    last = _last(scene)
    if last is None or str(last.id) != scene.press.argument:
        return Reply(toast=office_words.say("replies.consent_since"))
    ground = change(last.ground)
    return _recorded(scene, last.said, last.scope, ground, last.id)


def _record(scene: DraftScene, said: Said, scope: Scope, pressed: _Said) -> Reply:
    ground = ground_of(scene, quoted=pressed.quoted)
    return _recorded(scene, said, scope, ground, pressed.seen)


def _recorded(scene: DraftScene, said: Said, scope: Scope, ground: Ground, seen: int) -> Reply:
    new = consents.record(
        scene.session, scene.draft, scene.officer, said=said, scope=scope, ground=ground,
        seen=seen, now=scene.now,
    )  # fmt: skip
    toast = (
        office_words.say("replies.consent_since")
        if new is None
        else office_words.say("replies.consent_recorded")
    )
    text = _text(scene)
    # a press changes its message; typed words are answered by a new one
    messages = (text,) if scene.press.verb is Verb.REASON else ()
    return Reply(
        toast=toast, is_alert=new is None, text=text, messages=messages,
        about=scene.draft.message_id if messages else None,
    )  # fmt: skip


def _text(scene: DraftScene) -> Text:
    last = _last(scene)
    keyboard = consent_keyboard(
        scene.draft,
        last,
        letter_says=letter_says(scene),
        has_sender=not is_brought(scene.session, scene.draft),
    )
    return Text(markup=consent_view(scene), keyboard=keyboard)


def _last(scene: DraftScene) -> Consent | None:
    return next(iter(consents.of_draft(scene.session, scene.draft.id)[-1:]), None)


def _scope(scene: DraftScene, said: _Said) -> Scope | None:
    areas = _chosen(scene, said.packed)
    if areas is None or said.code not in SCOPES:
        return None
    towards, form = SCOPES[said.code]
    own = [one.id for one in scene.draft.content.themes]
    some = tuple(one for one in own if one in areas)
    return Scope(towards=towards, form=form, areas=() if len(some) == len(own) else some)


def _read(argument: str | None) -> _Said | None:
    code, _, more = (argument or "").partition(".")
    seen, _, packed = more.partition(".")
    if not seen.isdecimal():
        return None
    quoted = code.startswith(QUOTED)
    plain = code.removeprefix(QUOTED)
    return _Said(code=plain, seen=int(seen), packed=packed, quoted=quoted)


def _chosen(scene: DraftScene, packed: str) -> frozenset[str] | None:
    """The areas of a button; all of the draft's where it names none, None where they changed."""
    own = areas_of(scene.draft.content)
    if not packed:
        return own
    found = choice.unpack(packed)
    if found is None or not found <= own or (own and not found):
        return None
    return found


def _may_have(scene: DraftScene) -> bool:
    draft = scene.draft
    return draft.status is DraftStatus.CONFIRMED and is_request(draft.content)


def _no_words() -> Reply:
    return Reply(toast=office_words.say("replies.no_words"))
