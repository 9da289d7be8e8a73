"""What a card shows, taken from the records; how it is laid out is in `templates/cards/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.author import author_of
from bot.card_lines import BY_HAND, marks_of, said_by, support_of
from bot.labels import label
from bot.locales import country, flag, language
from bot.missing import MissingPart, is_partial, is_request, missing
from bot.moments import age, moment
from bot.problem_words import problem_words
from bot.reject_reasons import reason_said
from bot.sender_line import Sender, sender_of
from bot.ties import Ties
from ingest.places import LEGIBLE
from store.content import BY_OFFICER
from store.model import OPEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.neighbours import Neighbour
    from bot.repute import Repute
    from store.model import Content, Criterion, Draft, Evidence, InboxMessage, ReadMessage

BAND_MARKS: Final = {"sure": "●", "likely": "◐", "unsure": "○", BY_OFFICER: BY_HAND}
STATUS_MARKS: Final = {
    "evidenced": "✅",
    "evidenced_in_part": "🔶",
    "not_evidenced": "◻️",
    "not_applicable": "➖",
    "optional": "➖",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The sender's words and where an officer finds them."""

    text: str
    #: of the file; empty for the message's own text
    name: str
    page: int | None
    #: its words stand on a scan and could not be recognised surely
    is_unsure: bool = False
    #: of the message that it is in; empty for the draft's own letter
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One State by flag and name."""

    flag: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One thematic area with its strongest quote."""

    name: str
    quote: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """One criterion with its mark and, where it is evidenced, its strongest quote."""

    id: str
    mark: str
    #: the mark in words
    words: str
    name: str
    quote: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What could not be read."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything that a draft's card may show; words of others are not yet clipped or escaped."""

    ref: str
    kind: str
    band: str
    band_mark: str
    status: str
    is_open: bool
    is_put_aside: bool
    #: the question to the sender could not be sent
    is_unasked: bool
    #: mails to the sender that did not arrive, one line each
    mail_troubles: tuple[str, ...]
    states: tuple[State, ...]
    #: empty where they are the States themselves
    beneficiaries: tuple[State, ...]
    organisation: str
    via: str
    #: of a letter that was passed on, as quoted in it
    author: str
    marks: tuple[str, ...]
    is_confidential: bool
    areas: tuple[AreaLine, ...]
    criteria: tuple[CriterionLine, ...]
    missing: tuple[MissingPart, ...]
    support: tuple[str, ...]
    conditions: tuple[Quote, ...]
    contact: str
    sender: Sender
    #: None for what is no mail
    repute: Repute | None
    subject: str
    language: str
    received: str
    age: str
    troubles: tuple[Trouble, ...]
    register_ref: str
    reason: str
    decided_by: str
    decided_at: str
    possible_repeat: bool
    ties: Ties
    #: earlier drafts that it may belong to
    near: tuple[Neighbour, ...]
    #: fields that an officer said
    by_officer: frozenset[str]
    #: that its sender wants to withdraw it
    wish: str = ""
    #: it was registered, and withdrawn as its sender wished
    is_withdrawn: bool = False
    #: the officer who looks after it, by name; empty where nobody does
    assigned: str = ""
    #: what followed the decision, one line each
    standing: tuple[str, ...]
    #: how an officer brought it in, one line each; empty where a sender sent it
    origin: tuple[str, ...] = ()


def card_of(
    draft: Draft,
    message: InboxMessage,
    read: ReadMessage | None,
    *,
    now: datetime,
    zone: ZoneInfo,
    repute: Repute | None = None,
    is_unasked: bool = False,
    mail_troubles: Sequence[str] = (),
    possible_repeat: bool = False,
    ties: Ties | None = None,
    near: tuple[Neighbour, ...] = (),
    assigned: str = "",
    standing: tuple[str, ...] = (),
) -> Card:
    """The card of a draft as it stands now."""
    content = draft.content
    return Card(
        ref=draft.ref,
        kind=label("kinds", content.kind),
        band=label("bands", content.band),
        band_mark=BAND_MARKS.get(content.band, "○"),
        status=label("statuses", draft.status),
        is_open=draft.status in OPEN_STATUSES,
        is_put_aside=draft.status in OPEN_STATUSES[1:],
        is_unasked=is_unasked,
        mail_troubles=tuple(mail_troubles),
        states=_states(content.states),
        beneficiaries=_others(content),
        organisation=content.organisation or "",
        via=content.via or "",
        author=author_of(content, read),
        marks=marks_of(content),
        is_confidential=content.confidential,
        areas=_areas(content),
        criteria=_criteria(content),
        missing=missing(content),
        support=support_of(content),
        conditions=tuple(quote_of(item) for item in content.conditions),
        contact=content.facts.contact or "",
        sender=sender_of(message, read),
        repute=repute,
        subject=(read.subject if read else message.subject) or "",
        language=language(draft.language),
        received=moment(message.received_at, zone),
        age=age(message.received_at, now),
        troubles=troubles_of(read),
        register_ref=draft.register_ref or "",
        reason=reason_said(draft.reason or ""),
        decided_by=draft.decided_by or "",
        decided_at=moment(draft.decided_at, zone) if draft.decided_at else "",
        possible_repeat=possible_repeat,
        ties=ties or Ties(),
        near=near,
        by_officer=frozenset(content.by_officer),
        assigned=assigned,
        standing=standing,
    )


def troubles_of(read: ReadMessage | None) -> tuple[Trouble, ...]:
    """What could not be read, one line each."""
    found = [] if read is None else read.problems
    return tuple(Trouble(name=one.name or "", detail=problem_words(one)) for one in found)


def strongest(evidence: Sequence[Evidence]) -> Quote | None:
    """The quote that shows most; the first of equals."""
    return quote_of(max(evidence, key=lambda one: one.confidence)) if evidence else None


def quote_of(evidence: Evidence) -> Quote:
    """A quote with its place."""
    return Quote(
        text=evidence.quote,
        name=evidence.name or "",
        page=evidence.page,
        is_unsure=evidence.legible < LEGIBLE,
        ref=evidence.ref or "",
    )


def _criteria(content: Content) -> tuple[CriterionLine, ...]:
    if not is_request(content):
        return ()
    return tuple(
        criterion_line(one, said_by(content, f"criteria.{one.id}")) for one in content.criteria
    )


def criterion_line(criterion: Criterion, said: str = "") -> CriterionLine:
    """A criterion as a card has it; `said` marks what an officer said."""
    evidence = [*criterion.evidence, *(one for part in criterion.parts.values() for one in part)]
    status = "evidenced_in_part" if is_partial(criterion) else criterion.status
    return CriterionLine(
        id=criterion.id,
        mark=STATUS_MARKS.get(status, "➖") + said.strip(),
        words=label("standings", "partly" if is_partial(criterion) else status),
        name=label("criteria", criterion.id),
        quote=strongest(evidence) if criterion.status == "evidenced" else None,
    )


def _areas(content: Content) -> tuple[AreaLine, ...]:
    return tuple(
        AreaLine(name=label("areas", theme.id), quote=strongest(theme.evidence))
        for theme in content.themes
    )


def _states(codes: Sequence[str]) -> tuple[State, ...]:
    return tuple(State(flag=flag(code), name=country(code)) for code in codes)


def _others(content: Content) -> tuple[State, ...]:
    if set(content.beneficiaries) == set(content.states):
        return ()
    return _states(content.beneficiaries)
