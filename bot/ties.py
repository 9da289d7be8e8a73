"""What belongs together, as cards and notes say it: answers, attached messages, references.

References and names of fields only, nothing of a letter: it stands in minimal chats too. Laid out
in `templates/cards/ties.html.j2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.labels import label
from bot.missing import is_partial, missing
from bot.moments import moment
from bot.office_words import say
from bot.sender_repute import message_repute
from ingest.joining import NOT_PROVEN
from store import drafts, inbox, links, signing
from store.errors import UnknownMessageError
from store.links import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from store.content import Content, Source
    from store.links import Link
    from store.model import Draft

#: of one card; the newest are shown
_MOST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message that came to a draft."""

    ref: str
    received: str
    #: `answer`, `merged` or `attached`
    how: str
    #: what it brought, and of what it says something else than the draft, in words
    brought: str = ""
    differing: str = ""
    #: how well its own sender is known, as a mark and words without anything of it
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """An earlier case that a message points to."""

    #: of the draft, else of the message
    ref: str
    #: of the register; empty where it has none
    register_ref: str
    relation: str
    #: it is only offered because that letter was proven, and it is not
    is_unproven: bool = False
    #: where its thread was told by our own mail but another address than the letter's
    is_other_address: bool = False
    #: it made a revision of the draft, and what it brought
    brought: str = ""
    differing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """All of a card or note."""

    arrived: tuple[Arrived, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    #: ids of criteria that are still missing, where something came
    missing: str = ""
    #: put together in the guided dialogue or on the form, and no signed letter has come
    is_unsigned: bool = False
    #: its answers stood on a filled form
    is_of_form: bool = False


def ties_of(session: Session, draft: Draft, zone: ZoneInfo) -> Ties:
    """What came to a draft, and where its letter points."""
    sources = {one.message: _source(session, one, zone) for one in draft.content.sources}
    attached = [
        _attached(session, one, zone)
        for one in links.of_draft(session, draft.id)
        if one.message_id not in sources and one.message_id != draft.message_id
    ]
    arrived = [*sources.values(), *attached][-_MOST:]
    return Ties(
        arrived=tuple(arrived),
        pointers=_pointers(session, links.of_message(session, draft.message_id), {draft.id}),
        missing=_missing(draft.content) if sources else "",
        is_unsigned=signing.is_unsigned(session, draft),
        is_of_form=signing.is_form(session, draft.message_id),
    )


def ties_of_message(session: Session, message_id: str) -> Ties:
    """Where a message without a draft of its own points."""
    found = links.of_message(session, message_id)
    joined = next((one for one in found if one.relation is Relation.COMPLETED), None)
    still = ""
    if joined is not None and joined.draft_id is not None:
        still = _missing(drafts.get(session, joined.draft_id).content)
    return Ties(pointers=_pointers(session, found, set()), missing=still)


def joined_draft(session: Session, message_id: str) -> Draft | None:
    """The draft that a message is part of; None where it stands for itself."""
    link = links.joined(session, message_id)
    return None if link is None or link.draft_id is None else drafts.get(session, link.draft_id)


def case_ref(session: Session, message_id: str) -> str | None:
    """The reference that a sender knows the case by; None where the message is one of its own."""
    draft = joined_draft(session, message_id)
    if draft is not None:
        return inbox.get(session, draft.message_id).ref
    link = links.joined(session, message_id)
    return None if link is None else inbox.get(session, link.earlier_id).ref


def _source(session: Session, source: Source, zone: ZoneInfo) -> Arrived:
    return Arrived(
        ref=source.ref,
        received=moment(source.received_at, zone),
        how=source.how,
        brought=_brought(source),
        differing=_words(source.differing),
        proof=_proof(session, source.message, zone),
    )


def _attached(session: Session, link: Link, zone: ZoneInfo) -> Arrived:
    message = inbox.get(session, link.message_id)
    how = "merged" if link.relation is Relation.MERGED else "attached"
    return Arrived(
        ref=message.ref,
        received=moment(message.received_at, zone),
        how=how,
        proof=_proof(session, message.id, zone),
    )


def _proof(session: Session, message_id: str, zone: ZoneInfo) -> str:
    repute = message_repute(session, message_id, zone=zone)
    return "" if repute is None else f"{repute.mark} {repute.minimal}"


def _pointers(session: Session, found: Sequence[Link], but: set[int]) -> tuple[Pointer, ...]:
    """Where links point, each case once; a draft does not point to itself."""
    pointing = (one for one in found if one.relation is not Relation.REPORTS)
    made = [_pointer(session, one) for one in pointing if one.draft_id not in but]
    return tuple({one.ref: one for one in made}.values())[-_MOST:]


def _pointer(session: Session, link: Link) -> Pointer:
    draft = None if link.draft_id is None else drafts.get(session, link.draft_id)
    source = None
    if draft is not None and link.revision is not None:
        mine = (one for one in draft.content.sources if one.message == link.message_id)
        source = next(mine, None)
    return Pointer(
        ref=draft.ref if draft else _message_ref(session, link.earlier_id),
        register_ref=(draft.register_ref if draft else None) or "",
        relation=str(link.relation),
        is_unproven=NOT_PROVEN in link.hits,
        is_other_address=link.rule == "answers_our_mail" and link.sureness != "sure",
        brought=_brought(source) if source else "",
        differing=_words(source.differing) if source else "",
    )


def _message_ref(session: Session, message_id: str) -> str:
    try:
        return inbox.get(session, message_id).ref
    except UnknownMessageError:
        return ""


def _brought(source: Source) -> str:
    parts = []
    whole = [name for name in source.evidenced if "." not in name]
    if whole:
        criteria = say("lists.comma").join(whole)
        parts.append(say("ties.now_evidenced", criteria=criteria, count=len(whole)))
    parts += [f"{id_} {label('parts', part)}" for id_, part in _parts(source.evidenced)]
    if source.filled:
        parts.append(say("ties.new", fields=_words(source.filled)))
    return say("lists.semicolon").join(parts)


def _parts(names: Sequence[str]) -> list[tuple[str, str]]:
    """`15ii.objectives` as its two names."""
    split = (name.partition(".") for name in names)
    return [(id_, part) for id_, dot, part in split if dot]


def _words(names: Sequence[str]) -> str:
    return say("lists.comma").join(dict.fromkeys(_field(name) for name in names))


def _field(name: str) -> str:
    return say("card.areas") if name == "themes" else label("fields", name)


def _missing(content: Content) -> str:
    partial = {one.id for one in content.criteria if is_partial(one)}
    words = [
        say("ties.in_part", criterion=part.id) if part.id in partial else part.id or part.words
        for part in missing(content)
    ]
    return say("lists.comma").join(dict.fromkeys(words))
