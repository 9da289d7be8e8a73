"""The languages that officers read, and `/languages`, where they say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import office_words
from bot.callbacks import Press, Verb
from bot.keyboards import Button, in_pairs, markup
from bot.locales import SIX, language, main_language
from bot.render import render
from bot.scene import Reply, Text
from store import audit, officer_languages, officers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office, Scene
    from store.model import Draft

NOT_TOLD: Final = "und"


def listed(session: Session, _words: str, _office: Office, _now: datetime) -> Text:
    """Who reads what; each presses what they read themselves."""
    read = officer_languages.of_all(session)
    people = [
        {"name": one.name, "reads": _in_order(read[one.id])}
        for one in officers.listed(session)
        if one.id in read
    ]
    buttons = [
        Button(language(code), Press(verb=Verb.READS, argument=code)) for code in _offered(session)
    ]
    words = render("office/languages.html.j2", people=people)
    return Text(markup=words, keyboard=markup(in_pairs(buttons)))


def pressed(scene: Scene) -> Reply:
    """Add a language of whoever presses, or take it back."""
    code = scene.press.argument or ""
    if code not in _offered(scene.session):
        return Reply(toast=office_words.say("replies.not_understood"), is_alert=True)
    officer_languages.turn(scene.session, scene.officer.id, code)
    read = officer_languages.reads(scene.session, scene.officer.id)
    _note(scene)
    told = office_words.say("lists.comma").join(_in_order(read))
    toast = office_words.say("languages.you_read", languages=told)
    if not told:
        toast = office_words.say("languages.you_named_none")
    return Reply(toast=toast, text=listed(scene.session, "", scene.office, scene.now))


def say(scene: Scene, codes: Iterable[str]) -> None:
    """Keep that whoever presses reads these.

    Who has named nothing so far reads the office's language: that is kept first, so that naming a
    second does not take it away.
    """
    officer_languages.add(
        scene.session, scene.officer.id, [*read_by(scene.session, scene.officer.id), *codes]
    )
    _note(scene)


def _note(scene: Scene) -> None:
    read = officer_languages.reads(scene.session, scene.officer.id)
    audit.record(
        scene.session,
        what="languages_said",
        who=scene.officer,
        details={"languages": sorted(read)},
        now=scene.now,
    )


def _offered(session: Session) -> list[str]:
    """The six, and whatever else somebody reads."""
    named = set().union(*officer_languages.of_all(session).values())
    return [*SIX, *sorted(named.difference(SIX))]


def _in_order(read: Collection[str]) -> list[str]:
    """Languages by name, the six first."""
    return [language(one) for one in (*SIX, *sorted(set(read).difference(SIX))) if one in read]


def read_by(session: Session, officer_id: int) -> tuple[str, ...]:
    """What an officer reads, their first named before all others; else the office's language."""
    return officer_languages.named(session, officer_id) or (office_words.spoken(),)


def named(codes: Sequence[str]) -> str:
    """Languages by name, in a sentence."""
    names = [language(one) for one in codes]
    if len(names) == 1:
        return names[0]
    first = office_words.say("lists.comma").join(names[:-1])
    return office_words.say("languages.and", first=first, last=names[-1])


def is_told(draft: Draft) -> bool:
    """Whether the letter's language is known."""
    return code_of(draft) != NOT_TOLD


def code_of(draft: Draft) -> str:
    """The letter's language as officers name it."""
    return main_language(draft.language)
