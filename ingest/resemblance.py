"""Finding the earlier drafts that new ones are like; nothing is merged, officers are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ingest import likeness
from store import counters, drafts, likenesses, links
from store.likenesses import SAME_FILE, SAME_MATTER, SAME_WORDS, Likeness
from store.model import DraftStatus
from store.threads import target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.likeness import Part
    from store.model import Draft, StoredSegment

#: how long after one letter another on the same matter may be the same
_SAME_MATTER: Final = timedelta(days=60)
#: of the areas of both, how many must be in common
_SAME_AREAS: Final = 0.5
#: text from which even other areas do not make two letters different
_CERTAIN: Final = 95
_MOST_SHOWN: Final = 2
#: held while a message is compared: two that come at once must see each other
_LOCK: Final = "likeness"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    """An earlier draft and the part that it rests on."""

    draft: Draft
    part: Part | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A message's text, prepared for being compared."""

    message_id: str
    parts: tuple[Part, ...]
    marks: tuple[int, ...]


def look(session: Session, message_id: str, segments: Sequence[StoredSegment]) -> Looked:
    """Prepare a message before the transaction of its drafts, which others wait for.

    What it may be like is compared here already: the texts' runs are then at hand.
    """
    parts = likeness.parts_of(segments)
    looked = Looked(message_id=message_id, parts=parts, marks=likeness.marks(parts))
    for one in _older(session, looked):
        for part in parts if one.part is not None else ():
            likeness.share(part.text, one.part.text if one.part else "")
    return looked


def compare(session: Session, looked: Looked, made: Sequence[Draft], *, now: datetime) -> None:
    """Look for earlier drafts that those of a message are like, in the transaction of their making.

    Args:
        session: whose transaction it is.
        looked: the message.
        made: its new drafts.
        now: the moment of their making.

    """
    if made:
        counters.hold(session, _LOCK)
    old = list(_older(session, looked)) if made else []
    likenesses.remember(session, looked.message_id, looked.marks)
    tied = {link.draft_id for link in links.of_message(session, looked.message_id)}
    for draft in made:
        likenesses.remember_states(session, draft.id, draft.content.states)
        found = _of_text(draft, looked.parts, old) or _of_matter(session, draft, now=now)
        shown = [one for one in found if one.other_id not in tied][:_MOST_SHOWN]
        likenesses.record(session, shown, now=now)


def _older(session: Session, looked: Looked) -> Iterator[_Old]:
    """Drafts of messages that share a file or some of their words."""
    hashes = [part.sha256 for part in looked.parts if part.sha256]
    same = likenesses.with_files(session, hashes, but=looked.message_id)
    same += likenesses.with_marks(session, looked.marks, but=looked.message_id)
    for one in dict.fromkeys(same):
        found = drafts.of_message(session, one)
        its = likeness.parts_of(drafts.segments(session, one)) if found else ()
        for draft in found:
            part = likeness.main_part(its, draft.content)
            yield _Old(draft=target_of(session, draft), part=part)


def _of_text(draft: Draft, parts: Sequence[Part], old: Sequence[_Old]) -> list[Likeness]:
    """Earlier drafts of the same kind whose main part is the same file or nearly the same text."""
    main = likeness.main_part(parts, draft.content)
    found: dict[int, Likeness] = {}
    for one in old:
        if main is None or one.part is None or one.draft.content.kind != draft.content.kind:
            continue
        same_file = main.sha256 is not None and main.sha256 == one.part.sha256
        share = 100 if same_file else round(100 * likeness.share(main.text, one.part.text))
        if share < 100 * likeness.SAME or (share < _CERTAIN and _are_other_areas(draft, one.draft)):
            continue
        reason = SAME_FILE if same_file else SAME_WORDS
        made = Likeness(draft_id=draft.id, other_id=one.draft.id, reason=reason, share=share)
        known = found.get(made.other_id)
        if known is None or (known.share or 0) < share:
            found[made.other_id] = made
    # of several drafts of one letter, those with the same areas come first
    common = {one.draft.id: len(_areas(draft) & _areas(one.draft)) for one in old}
    return sorted(found.values(), key=lambda one: (-(one.share or 0), -common[one.other_id]))


def _of_matter(session: Session, draft: Draft, *, now: datetime) -> list[Likeness]:
    """Earlier drafts of the same States, kind and areas, not long ago."""
    states, areas = set(draft.content.states), _areas(draft)
    if not states or not areas:
        return []
    found = likenesses.of_states(
        session, sorted(states), since=now - _SAME_MATTER, but=draft.message_id
    )
    return [
        Likeness(draft_id=draft.id, other_id=one, reason=SAME_MATTER)
        for one in found
        if _is_same_matter(session, one, draft.content.kind, states, areas)
    ]


def _is_same_matter(
    session: Session, draft_id: int, kind: str, states: set[str], areas: set[str]
) -> bool:
    other = drafts.get(session, draft_id)
    if other.status is DraftStatus.MERGED or other.content.kind != kind:
        return False
    its = _areas(other)
    return set(other.content.states) == states and len(its & areas) >= _SAME_AREAS * len(
        its | areas
    )


def _are_other_areas(one: Draft, other: Draft) -> bool:
    return bool(_areas(one) and _areas(other)) and not _areas(one) & _areas(other)


def _areas(draft: Draft) -> set[str]:
    return {theme.id for theme in draft.content.themes}
