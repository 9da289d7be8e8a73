"""What followed a decision, as lines of a card: criteria, consent, letters of ours, reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.labels import label
from bot.languages import named
from bot.may_answer import may_answer_line
from bot.missing import is_request
from bot.moments import moment
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
    areas = ", ".join(label("areas", one) for one in scope.areas) or "all areas"
    return "; ".join((whom, label("consent_forms", scope.form), areas))


def _read_by(session: Session, draft: Draft, office: Office) -> list[str]:
    """Who read the letter for a colleague, and what they said of the draft, the latest two."""
    grew_at = vouches.grew_at(session, draft.id)
    lines = []
    for one in vouches.of_draft(session, draft.id)[-_MOST_READ:]:
        reads = f"who reads {named(one.languages)}" if office.full else "who reads it"
        words = f": {one.words}" if office.full and one.words else ""
        before = grew_at is not None and one.at < grew_at
        line = f"{'📖' if one.is_right else '❗'} Read by {one.officer}, {reads}"
        line += "" if one.is_right else f", and not right{words}"
        lines.append(f"{line} (before another letter joined)" if before else line)
    return lines


def _judged(said: Sequence[Judgement], office: Office) -> str:
    if not said:
        return "⚖️ criteria not judged yet"
    last = said[-1]
    words = "meets the criteria" if last.meets else "does not meet the criteria yet"
    reason = f": {last.reason}" if office.full and last.reason else ""
    mark = "⚖️" if last.meets else "◻️"
    return f"{mark} {words} ({last.officer}, {moment(last.at, office.zone)}){reason}"


def _consented(found: Sequence[Consent], office: Office) -> str:
    if not found:
        return "🤝 no consent recorded: nobody else is approached"
    last = found[-1]
    by = f"({last.officer}, {moment(last.at, office.zone)})"
    if last.said is not Said.GIVEN:
        return f"⛔ {label('consents', last.said)} {by}"
    return f"🤝 {label('consents', last.said)} {by}: {scope_words(last.scope, full=office.full)}"


def _written(session: Session, draft: Draft, office: Office) -> list[str]:
    """The latest letter of each kind that an officer released."""
    kinds = _ON_CARDS - ({OutboxKind.DECLINED} if draft.register_ref else set())
    found: dict[str, list[HistoryEntry]] = {}
    for one in drafts.history(session, draft.id):
        if one.what == releases.EVENT and one.details.get("kind") in kinds:
            found.setdefault(one.details["kind"], []).append(one)
    return [
        f"✉️ {label('own_letters', kind)} released by {all_[-1].who}, "
        f"{moment(all_[-1].at, office.zone)}{_so_far(kind, len(all_))}"
        for kind, all_ in found.items()
    ]


def _so_far(kind: str, count: int) -> str:
    """How often, where each time says that there is one more."""
    return f", {count} so far" if kind == OutboxKind.OFFER and count > 1 else ""


def _reminded(session: Session, draft: Draft, office: Office) -> list[str]:
    question = awaited.of_draft(session, draft.id)
    if question is None or question.remind_days is None:
        return []
    if question.reminded_at is not None:
        return [f"⏰ reminded {moment(question.reminded_at, office.zone)}"]
    line = reminder_line(office, question.asked_at, question.remind_days)
    return [f"⏰ {line}"] if line else []
