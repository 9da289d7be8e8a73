"""The talk that guides an authority through a request, one question at a time, until it is whole.

Answers lie in tables of their own until they are sent as one letter; every message of ours is made
of them when it leaves. So a restart or a pause of days loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot import guide_letter, guide_lines
from bot.guide_answers import chosen_in, needed, of_choice
from bot.guide_lines import ASK, CHANGE, NAME, SUMMARY
from bot.topic import Answered, Line, NotYetError
from ingest.guided_steps import BY_CODE, STEPS
from store import guided
from store.guided import Dialogue, GuidedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means, Said
    from bot.words import Words
    from store.visitors import Visitor

#: answers of a dialogue that nobody goes on with are erased after this
KEPT: Final = timedelta(days=90)
#: after a pause of this, what is written without `/request` is a letter of its own
AWAKE: Final = timedelta(days=1)
_CODES: Final = tuple(step.code for step in STEPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """One thing that was heard, with all that is needed to answer it."""

    session: Session
    visitor: Visitor
    heard: Heard
    means: Means
    now: datetime


class Guide:
    """The topic of that talk."""

    name = NAME
    commands: Sequence[str] = ("request",)

    def hear(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means
    ) -> Answered | None:
        """An answer to the open question, or the wish to begin or go on."""
        talk = _Talk(session=session, visitor=visitor, heard=heard, means=means, now=means.clock())
        if heard.text.startswith("/"):
            command = heard.text[1:].split(maxsplit=1)[:1]
            name = command[0].partition("@")[0].lower() if command else ""
            return _begin(talk) if name in self.commands else None
        dialogue = guided.find(session, heard.user_id)
        is_ours = visitor.topic == NAME and dialogue is not None
        if not is_ours or dialogue is None or talk.now - dialogue.touched_at > AWAKE:
            return None
        return _answered(talk, dialogue)

    def press(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means
    ) -> Answered | None:
        """A button under a question or the summary."""
        talk = _Talk(session=session, visitor=visitor, heard=heard, means=means, now=means.clock())
        _, verb, argument = heard.pressed or ("", "", "")
        if verb == "begin":
            return _begin(talk)
        dialogue = guided.find(session, heard.user_id)
        if dialogue is None:
            return _said(talk, "over")
        talk = replace(talk, visitor=replace(visitor, topic=NAME))
        return _pressed(talk, dialogue, verb, argument)

    def say(self, session: Session, line: Line, words: Words, means: Means) -> Said:
        """The words of a line, as the answers stand now."""
        return guide_lines.said(session, line, words, means)


def _pressed(talk: _Talk, dialogue: Dialogue, verb: str, argument: str) -> Answered:
    anywhere = _ANYWHERE.get(verb)
    if anywhere is not None:
        return anywhere(talk, dialogue)
    chosen_anew = replace(dialogue, answered=None)
    if verb == "to" and argument in (*_CODES, SUMMARY):
        return _at(talk, chosen_anew, argument, to_summary=argument != SUMMARY, in_place=True)
    code, _, choice = argument.partition(".")
    if code != dialogue.step or code not in BY_CODE:
        # a button of an earlier question
        return _at(talk, chosen_anew, dialogue.step, to_summary=dialogue.to_summary)
    if verb == "back":
        before = SUMMARY if dialogue.to_summary else _before(code)
        return _at(talk, chosen_anew, before, in_place=True)
    dialogue = replace(dialogue, answered=code)
    if verb == "pick":
        return _picked(talk, dialogue, code, choice)
    return _on(talk, dialogue, code, in_place=True)


def _begin(talk: _Talk) -> Answered:
    dialogue = guided.find(talk.session, talk.heard.user_id)
    talk = replace(talk, visitor=replace(talk.visitor, topic=NAME))
    if dialogue is not None:
        known = replace(dialogue, answered=None)
        going_on = _at(talk, known, known.step, to_summary=known.to_summary)
        return replace(going_on, lines=(Line(topic=NAME, name="again"), *going_on.lines))
    new = Dialogue(
        user_id=talk.heard.user_id,
        step=_CODES[0],
        asked=talk.heard.update_id,
        begun_at=talk.now,
        touched_at=talk.now,
    )
    begun = _at(talk, new, new.step)
    return replace(begun, lines=(Line(topic=NAME, name="begin"), *begun.lines))


def _answered(talk: _Talk, dialogue: Dialogue) -> Answered:
    """Keep what was written or sent; words lead on, a file alone does not."""
    heard, step = talk.heard, dialogue.step
    goes_with_last = not _has_seen(talk, dialogue) and dialogue.answered is not None
    if goes_with_last:
        # written before our next question was there: it goes on with the answer before
        step = dialogue.answered or step
    elif step in {SUMMARY, CHANGE}:
        step = _CODES[-1]
    elif dialogue.anew and heard.text:
        guided.take_back(talk.session, heard.user_id, step)
    files = [
        GuidedFile(name=one.name, media_type=one.media_type, sha256=one.sha256)
        for one in heard.files
    ]
    guided.answer(
        talk.session,
        heard.user_id,
        step,
        heard.text.strip(),
        files,
        now=talk.now,
        message=heard.message_id,
    )
    if goes_with_last:
        guided.keep(talk.session, replace(dialogue, touched_at=talk.now))
        return Answered(visitor=talk.visitor)
    if not heard.text.strip():
        guided.keep(talk.session, replace(dialogue, touched_at=talk.now))
        return _kept_file(talk, dialogue.step)
    if dialogue.step in {SUMMARY, CHANGE}:
        return _at(talk, dialogue, SUMMARY)
    return _on(talk, replace(dialogue, answered=step), step)


def _has_seen(talk: _Talk, dialogue: Dialogue) -> bool:
    """Whether the open question stood in the chat before this was written."""
    heard = talk.heard
    has_seen = guided.has_seen(
        talk.session, f"chat:{heard.chat_id}", dialogue.asked, heard.message_id, now=talk.now
    )
    if has_seen is None:
        raise NotYetError
    return has_seen


def _kept_file(talk: _Talk, step: str) -> Answered:
    about = {"step": step, "user": talk.heard.user_id}
    return Answered(visitor=talk.visitor, lines=(Line(topic=NAME, name="file", about=about),))


def _picked(talk: _Talk, dialogue: Dialogue, code: str, choice: str) -> Answered:
    """A choice: one of several goes on, one of many is turned on or off."""
    step, user = BY_CODE[code], talk.heard.user_id
    if choice not in step.choices:
        return _at(talk, dialogue, code, to_summary=dialogue.to_summary)
    chosen = set(chosen_in(guided.answers(talk.session, user), code))
    chosen = chosen ^ {choice} if step.many else {choice}
    guided.take_back(talk.session, user, of_choice(code))
    kept = "+".join(one for one in step.choices if one in chosen)
    guided.answer(talk.session, user, of_choice(code), kept, now=talk.now)
    if step.many:
        return _at(talk, dialogue, code, to_summary=dialogue.to_summary, in_place=True)
    return _on(talk, dialogue, code, in_place=True)


def _on(talk: _Talk, dialogue: Dialogue, code: str, *, in_place: bool = False) -> Answered:
    """The question after this one, or the summary."""
    after = _CODES.index(code) + 1
    is_last = dialogue.to_summary or after == len(_CODES)
    return _at(talk, dialogue, SUMMARY if is_last else _CODES[after], in_place=in_place)


def _before(code: str) -> str:
    return _CODES[max(_CODES.index(code) - 1, 0)]


def _at(
    talk: _Talk,
    dialogue: Dialogue,
    step: str,
    *,
    to_summary: bool = False,
    in_place: bool = False,
) -> Answered:
    """Stand at a question, and ask it."""
    there = step in guided.answers(talk.session, talk.heard.user_id)
    standing = replace(
        dialogue,
        step=step,
        to_summary=to_summary,
        anew=there,
        asked=talk.heard.update_id,
        touched_at=talk.now,
    )
    guided.keep(talk.session, standing)
    about = {"step": step, "asked": standing.asked, "user": standing.user_id}
    line = Line(topic=NAME, name=ASK, about=about)
    return Answered(visitor=talk.visitor, lines=(line,), in_place=in_place)


def _changing(talk: _Talk, dialogue: Dialogue) -> Answered:
    return _at(talk, dialogue, CHANGE, in_place=True)


def _left(talk: _Talk, _dialogue: Dialogue) -> Answered:
    """Whoever is in need is told at once where help is, and nothing of theirs is kept."""
    guided.end(talk.session, talk.heard.user_id)
    return _said(talk, "myself", in_place=True)


def _paused(talk: _Talk, dialogue: Dialogue) -> Answered:
    guided.keep(talk.session, replace(dialogue, touched_at=talk.now))
    return _said(talk, "later")


def _said(talk: _Talk, name: str, *, in_place: bool = False) -> Answered:
    """Say something and leave the talk."""
    visitor = replace(talk.visitor, topic=None)
    return Answered(visitor=visitor, lines=(Line(topic=NAME, name=name),), in_place=in_place)


def _sent(talk: _Talk, dialogue: Dialogue) -> Answered:
    """The answers become a letter in the store, in this transaction, and are kept only there."""
    given = guided.answers(talk.session, talk.heard.user_id)
    if needed(given):
        return _at(talk, dialogue, SUMMARY)
    message_id = guide_letter.post(
        talk.session, talk.heard, talk.visitor.language, given, talk.means, now=talk.now
    )
    guided.end(talk.session, talk.heard.user_id)
    lines = [
        Line(topic=NAME, name=name, about={"message": message_id}) for name in ("sent", "letter")
    ]
    return Answered(visitor=replace(talk.visitor, topic=None), lines=lines)


#: buttons that mean the same wherever the dialogue stands
_ANYWHERE: Final[Mapping[str, Callable[[_Talk, Dialogue], Answered]]] = {
    "later": _paused,
    "send": _sent,
    "change": _changing,
    "myself": _left,
}
