"""What the guided dialogue says: questions with their buttons, the summary, the letter to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import guide_letter
from bot.form_topic import NAME as FORM
from bot.form_topic import SEND
from bot.guide_answers import chosen_in, files_of, is_answered, needed, words_of, written
from bot.topic import Said
from bot.visitor_keys import key, keys
from ingest.guided_steps import BY_CODE, STEPS
from store import guided

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    from bot.topic import Line, Means
    from bot.words import Words
    from ingest.guided_steps import Step
    from store.guided import Answer

NAME: Final = "guide"
ASK: Final = "ask"
#: where the dialogue stands when all questions were asked, and when one is picked to be changed
SUMMARY: Final = "summary"
CHANGE: Final = "change"
COMMAND: Final = "/request"
HELP: Final = "https://help.unhcr.org"
_DAYS: Final = 90
#: characters of a message that the chat takes, less headings and what stands around
_ROOM: Final = 2600
_SO_FAR: Final = 700


def said(session: Session, line: Line, words: Words, means: Means) -> Said:
    """The words of a line, as the answers stand now.

    Raises:
        KeyError: there is no such line any more.

    """
    if line.name == ASK:
        return _asked(session, line, words)
    return _SAID[line.name](session, line, words, means)


def _asked(session: Session, line: Line, words: Words) -> Said:
    given = guided.answers(session, line.about["user"])
    step = line.about["step"]
    if step == SUMMARY:
        return _summary(given, words)
    if step == CHANGE:
        return _change(given, words)
    return _question(given, BY_CODE[step], words)


def _question(given: Mapping[str, Answer], step: Step, words: Words) -> Said:
    progress = words("guide.progress", at=STEPS.index(step) + 1, all=len(STEPS))
    lines = [progress, words(f"guide.{step.code}_ask")]
    so_far = written(given, step.code)
    if so_far:
        lines += [words("guide.so_far"), _short(so_far, _SO_FAR), words("guide.replaced")]
    lines += [words("guide.file", name=one.name) for one in files_of(given, step.code)]
    return Said(text="\n\n".join(lines), keyboard=_keys_of(given, step, words))


def _keys_of(given: Mapping[str, Answer], step: Step, words: Words) -> InlineKeyboardMarkup:
    chosen = chosen_in(given, step.code)
    choices = [
        [
            _key(
                ("✓ " if one in chosen else "") + words(f"guide.{step.code}_{one}"),
                "pick",
                f"{step.code}.{one}",
            )
        ]
        for one in step.choices
    ]
    on = ("next", "next") if is_answered(given, step) else ("skip", "skip")
    moves = [_key(words(f"guide.{on[0]}"), on[1], step.code)]
    if step is not STEPS[0]:
        moves.insert(0, _key(words("common.back"), "back", step.code))
    rows = [*choices, moves, [_key(words("guide.later_key"), "later")]]
    if step is STEPS[0]:
        rows.append([key(words("hello.key_form"), FORM, SEND)])
        rows.append([_key(words("guide.myself_key"), "myself")])
    return keys(*rows)


def _summary(given: Mapping[str, Answer], words: Words) -> Said:
    answered = [one for one in STEPS if is_answered(given, one)]
    room = max(_ROOM // max(len(answered), 1), 80)
    lines = [words("guide.summary")]
    for step in answered:
        heading = words(f"guide.{step.code}_heading")
        parts = [_short(words_of(given, step, words), room)]
        parts += [f"📎 {one.name}" for one in files_of(given, step.code)]
        lines.append("\n".join([f"▪ {heading}", *filter(None, parts)]))
    lacking = [one for one in STEPS if one.criterion and not is_answered(given, one)]
    if lacking:
        lines.append(_listed("guide.missing", lacking, words))
    first = needed(given)
    lines.append(_listed("guide.needed", first, words) if first else words("guide.ready"))
    rows = [] if first else [[_key(words("guide.send"), "send")]]
    rows += [[_key(words("guide.change"), "change")], [_key(words("guide.later_key"), "later")]]
    return Said(text="\n\n".join(lines), keyboard=keys(*rows))


def _change(given: Mapping[str, Answer], words: Words) -> Said:
    rows = [
        [
            _key(
                ("✓ " if is_answered(given, step) else "") + words(f"guide.{step.code}_heading"),
                "to",
                step.code,
            )
        ]
        for step in STEPS
    ]
    back = [_key(words("common.back"), "to", SUMMARY)]
    return Said(text=words("guide.which"), keyboard=keys(*rows, back))


def _file(session: Session, line: Line, words: Words, _means: Means) -> Said:
    step = BY_CODE.get(line.about["step"], STEPS[-1])
    given = guided.answers(session, line.about["user"])
    names = ", ".join(one.name for one in files_of(given, step.code))
    text = "\n\n".join([words("guide.file", name=names), words("guide.file_next")])
    return Said(text=text, keyboard=_keys_of(given, step, words))


def _begin(_session: Session, _line: Line, words: Words, _means: Means) -> Said:
    return Said(text=words("guide.begin", all=len(STEPS), days=_DAYS, command=COMMAND))


def _later(_session: Session, _line: Line, words: Words, _means: Means) -> Said:
    return Said(text=words("guide.later", command=COMMAND, days=_DAYS))


def _over(_session: Session, _line: Line, words: Words, _means: Means) -> Said:
    return Said(text=words("guide.over", command=COMMAND))


def _again(_session: Session, _line: Line, words: Words, _means: Means) -> Said:
    return Said(text=words("guide.again"))


def _myself(_session: Session, _line: Line, words: Words, _means: Means) -> Said:
    return Said(text=words("guide.myself", page=HELP))


def _sent(_session: Session, _line: Line, words: Words, _means: Means) -> Said:
    return Said(text=words("guide.sent"))


def _letter(session: Session, line: Line, words: Words, means: Means) -> Said:
    return guide_letter.to_sign(session, line.about["message"], words, means)


_SAID: Final[Mapping[str, Callable[[Session, Line, Words, Means], Said]]] = {
    "begin": _begin,
    "again": _again,
    "later": _later,
    "over": _over,
    "myself": _myself,
    "file": _file,
    "sent": _sent,
    "letter": _letter,
}


def _key(label: str, verb: str, argument: str = "") -> InlineKeyboardButton:
    return key(label, NAME, verb, argument)


def _listed(name: str, steps: Sequence[Step], words: Words) -> str:
    headings = [f"– {words(f'guide.{one.code}_heading')}" for one in steps]
    return "\n".join([words(name), *headings])


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[:room].rstrip()} …"
