"""What followed a decision, as lines of a card: criteria, consent, letters of ours, reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.judge_reasons import reason_said
from bot.labels import label
from bot.languages import named
from bot.may_answer import may_answer_line
from bot.missing import is_request
from bot.moments import moment
from bot.office_words import say
from bot.reminder_words import reminder_line
from store import awaited, consents, drafts, judgements, releases, vouches
from store.consents import Said, Towards
from store.model import DraftStatus, OutboxKind
from store.sending import OWN_LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.consents import Consent, Scope
    from store.judgements import Judgement
    from store.model import Draft, HistoryEntry
    from store.vouches import Vouch

#: of those who read a letter for others, that a card names
_MOST_READ = 2
_ON_CARDS = frozenset(OWN_LETTERS)
_SILENT = frozenset({DraftStatus.DRAFT, DraftStatus.HELD, DraftStatus.MERGED})


def standing_lines(session: Session, draft: Draft, office: Office) -> tuple[str, ...]:
    """One line each; without `full`, nothing that was said in words."""
    lines = _read_by(session, draft, office)
    if draft.status in _SILENT:
        return tuple(lines)
    fitting = may_answer_line(session, draft, office)
    if fitting:
        lines.append(fitting)
    if draft.status is DraftStatus.CONFIRMED and is_request(draft.content):
        lines.append(_judged(judgements.of_draft(session, draft.id), office))
        lines.append(_consented(consents.of_draft(session, draft.id), office))
    return (*lines, *_written(session, draft, office), *_reminded(session, draft, office))


def scope_words(scope: Scope, *, full: bool) -> str:
    """A scope in one line, such as: any State or partner; summary; all areas."""
    if scope.towards is None or scope.form is None:
        return ""
    whom = label("towards", scope.towards)
    if scope.towards is Towards.NAMED and full:
        whom = scope.words or whom
    areas = say("lists.comma").join(label("areas", one) for one in scope.areas)
    parts = (whom, label("consent_forms", scope.form), areas or say("standing.all_areas"))
    return say("lists.semicolon").join(parts)


def _read_by(session: Session, draft: Draft, office: Office) -> list[str]:
    """Who read the letter for a colleague, and what they said of the draft, the latest two."""
    grew_at = vouches.grew_at(session, draft.id)
    lines = []
    for one in vouches.of_draft(session, draft.id)[-_MOST_READ:]:
        line = _read_line(one, full=office.full)
        if grew_at is not None and one.at < grew_at:
            line = say("standing.read_before", line=line)
        lines.append(f"{'📖' if one.is_right else '❗'} {line}")
    return lines


def _read_line(one: Vouch, *, full: bool) -> str:
    if not full:
        key = "standing.read_right_it" if one.is_right else "standing.read_wrong_it"
        return say(key, officer=one.officer)
    key = "standing.read_right" if one.is_right else "standing.read_wrong"
    line = say(key, officer=one.officer, languages=named(one.languages))
    return line if one.is_right or not one.words else _more(line, one.words)


def _more(head: str, rest: str) -> str:
    return say("lists.colon", head=head, rest=rest)


def _judged(said: Sequence[Judgement], office: Office) -> str:
    if not said:
        return f"⚖️ {say('standing.not_judged')}"
    last = said[-1]
    key = "standing.meets" if last.meets else "standing.does_not_meet"
    line = say(key, officer=last.officer, moment=moment(last.at, office.zone))
    if office.full and last.reason:
        line = _more(line, reason_said(last))
    return f"{'⚖️' if last.meets else '◻️'} {line}"


def _consented(found: Sequence[Consent], office: Office) -> str:
    if not found:
        return f"🤝 {say('standing.no_consent')}"
    last = found[-1]
    at = moment(last.at, office.zone)
    said = label("consents", last.said)
    line = say("standing.consent", said=said, officer=last.officer, moment=at)
    if last.said is not Said.GIVEN:
        return f"⛔ {line}"
    return f"🤝 {_more(line, scope_words(last.scope, full=office.full))}"


def _written(session: Session, draft: Draft, office: Office) -> list[str]:
    """The latest letter of each kind that an officer released."""
    kinds = _ON_CARDS - ({OutboxKind.DECLINED} if draft.register_ref else set())
    found: dict[str, list[HistoryEntry]] = {}
    for one in drafts.history(session, draft.id):
        if one.what == releases.EVENT and one.details.get("kind") in kinds:
            found.setdefault(one.details["kind"], []).append(one)
    return [f"✉️ {_released(kind, all_, office)}" for kind, all_ in found.items()]


def _released(kind: str, all_: Sequence[HistoryEntry], office: Office) -> str:
    """Who released it last, and how often where each time says that there is one more."""
    last, count = all_[-1], len(all_)
    is_counted = kind == OutboxKind.OFFER and count > 1
    return say(
        "standing.released_so_far" if is_counted else "standing.released",
        letter=label("own_letters", kind),
        officer=last.who,
        moment=moment(last.at, office.zone),
        count=count,
    )


def _reminded(session: Session, draft: Draft, office: Office) -> list[str]:
    question = awaited.of_draft(session, draft.id)
    if question is None or question.remind_days is None:
        return []
    if question.reminded_at is not None:
        return [f"⏰ {say('standing.reminded', moment=moment(question.reminded_at, office.zone))}"]
    line = reminder_line(office, question.asked_at, question.remind_days)
    return [f"⏰ {line}"] if line else []
