"""Presses and typed answers that correct one field of a draft, whatever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot import criterion_page
from bot.corrections import criterion_of, value_of, with_proof, with_standing, with_value
from bot.deciding import told
from bot.field_keyboards import CRITERION, PROVES, choice_of, field_keyboard
from bot.fields import Way, fields
from bot.foreign import clean
from bot.office_words import say
from bot.prompts import prompt_for
from bot.proof_sentences import at_place, verbatim
from bot.scene import Reply
from bot.typed_values import NotUnderstoodError, value_in
from nlp.criteria import criteria
from store import decisions

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.fields import Field
    from bot.scene import DraftScene
    from store.content import Content, Evidence

#: what is typed: the value of a field, or words of the letter that show a criterion
VALUE: Final = "value"
PROOF: Final = "proof"
_STANDINGS: Final = ("evidenced", "not_evidenced", "not_applicable")


def pick(scene: DraftScene) -> Reply:
    """What a field may say: a keyboard, or a question for typed words."""
    name, _, code = (scene.press.argument or "").partition("-")
    criterion_id = _criterion_id(name)
    if criterion_id is not None:
        return _pick_criterion(scene, criterion_id, code)
    field = fields().get(name)
    if field is None:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    if field.way is Way.TYPED:
        if not scene.office.full:
            return Reply(toast=say("replies.not_in_chat"), is_alert=True)
        keyboard = field_keyboard(scene.draft, field, code)
        words = say(f"field_prompts.{name}", ref=scene.draft.ref)
        prompt = prompt_for(scene.draft, VALUE, words, argument=name)
        return Reply(prompt=prompt, keyboard=keyboard)
    if field.way is Way.SEVERAL:
        code = code or choice_of(field, set(value_of(scene.draft.content, name)))
    return Reply(keyboard=field_keyboard(scene.draft, field, code))


def set_value(scene: DraftScene) -> Reply:
    """Correct a field to what a button says."""
    name, _, code = (scene.press.argument or "").partition("-")
    criterion_id = _criterion_id(name)
    if criterion_id is not None:
        return _set_criterion(scene, criterion_id, code)
    field = fields().get(name)
    is_known, value = field.means(code) if field else (False, None)
    if field is None or not is_known:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    return _correct(scene, field, value)


def typed_value(scene: DraftScene, words: str) -> Reply:
    """Correct a field to what was typed; what cannot be its value is told and changes nothing."""
    field = fields().get(scene.press.argument or "")
    if field is None or field.way is not Way.TYPED:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    try:
        value = value_in(field.name, words, scene.draft.content)
    except NotUnderstoodError as error:
        return Reply(toast=str(error), is_alert=True)
    return _correct(scene, field, value)


def typed_proof(scene: DraftScene, words: str) -> Reply:
    """Words that an officer copied from the letter become what shows a criterion."""
    criterion_id = scene.press.argument or ""
    if criterion_id not in criteria().ids:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    proof = verbatim(scene.session, scene.draft, clean(words))
    if proof is None:
        return Reply(toast=say("replies.not_in_letter"), is_alert=True)
    return _prove(scene, criterion_id, proof)


def _pick_criterion(scene: DraftScene, criterion_id: str, code: str) -> Reply:
    if code != PROVES:
        return Reply(text=criterion_page.page(scene, criterion_id))
    if not scene.office.full:
        return Reply(toast=say("replies.not_in_chat"), is_alert=True)
    words = say("prompts.proof", ref=scene.draft.ref)
    return Reply(prompt=prompt_for(scene.draft, PROOF, words, argument=criterion_id))


def _set_criterion(scene: DraftScene, criterion_id: str, code: str) -> Reply:
    if code.startswith(PROVES):
        proof = at_place(scene.session, scene.draft, code.removeprefix(PROVES))
        if proof is not None:
            return _prove(scene, criterion_id, proof)
    if code not in _STANDINGS:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    return _correct_criterion(
        scene, criterion_id, lambda content: with_standing(content, criterion_id, code), code
    )


def _prove(scene: DraftScene, criterion_id: str, proof: Evidence) -> Reply:
    return _correct_criterion(
        scene, criterion_id, lambda content: with_proof(content, criterion_id, proof), "evidenced"
    )


def _correct_criterion(
    scene: DraftScene, criterion_id: str, change: Callable[[Content], Content], new: str
) -> Reply:
    old = criterion_of(scene.draft.content, criterion_id).status
    return _decide(scene, f"{CRITERION}{criterion_id}", change, old, new)


def _correct(scene: DraftScene, field: Field, value: Any) -> Reply:
    old = value_of(scene.draft.content, field.name)
    return _decide(
        scene,
        field.name,
        lambda content: with_value(content, field.name, value),
        field.kept(old),
        field.kept(value),
    )


def _decide(
    scene: DraftScene, field: str, change: Callable[[Content], Content], old: Any, new: Any
) -> Reply:
    outcome = decisions.correct(
        scene.session,
        scene.press.draft,
        scene.press.revision,
        scene.officer,
        change=change,
        field=field,
        old=old,
        new=new,
        now=scene.now,
    )
    return told(scene, outcome)


def _criterion_id(name: str) -> str | None:
    """The criterion that a field is; None where it is another field or no known criterion."""
    found = name.removeprefix(CRITERION)
    return found if name.startswith(CRITERION) and found in criteria().ids else None
