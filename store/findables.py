"""What drafts and messages are found by: made from the record, and made anew when that changes.

Nothing has to remember it: what is missing or older than its draft is made before anybody looks,
and beside that by a round. Erasing a message takes it out; while it is made, the rows that it is
made of are held, so that no erasing falls between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, delete, exists, or_, select

from store import codec
from store.dialect import insert_into
from store.folded import folded
from store.model import MessageStatus
from store.tables import DraftRow, InboxRow, MessageRow, RevisionRow
from store.tables_finding import FindableRow, SearchRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from store.content import Content

#: characters that are kept of one draft; what lies behind is not found
LONGEST_WORDS: Final = 20_000
_AT_ONCE: Final = 200


def catch_up(session: Session, *, most: int | None = None) -> int:
    """Make what is missing or out of date, in the caller's transaction; how many were made."""
    made = 0
    while most is None or made < most:
        room = _AT_ONCE if most is None else min(_AT_ONCE, most - made)
        drafts = _make_drafts(session, room)
        messages = _make_messages(session, room - drafts) if drafts < room else 0
        made += drafts + messages
        if drafts + messages < room:
            break
    return made


def forget(session: Session, message_id: str, draft_ids: Iterable[int] = ()) -> None:
    """Take out what a message, or one of these drafts of others, is found by."""
    drafts = select(DraftRow.message_id, DraftRow.position).where(DraftRow.id.in_(draft_ids))
    keys = [(FindableRow.message_id == one, FindableRow.position == number)
            for one, number in session.execute(drafts)]  # fmt: skip
    session.execute(
        delete(FindableRow)
        .where(or_(FindableRow.message_id == message_id, *(and_(*key) for key in keys)))
        .execution_options(synchronize_session=False)
    )
    # what was looked for may be words of what is erased
    session.execute(delete(SearchRow).execution_options(synchronize_session=False))


def _make_drafts(session: Session, most: int) -> int:
    current = and_(RevisionRow.draft_id == DraftRow.id, RevisionRow.revision == DraftRow.revision)
    up_to_date = exists().where(
        FindableRow.message_id == DraftRow.message_id,
        FindableRow.position == DraftRow.position,
        FindableRow.made_of == DraftRow.revision,
    )
    chosen = (
        select(DraftRow, RevisionRow, InboxRow, MessageRow)
        .join(RevisionRow, current)
        .join(InboxRow, InboxRow.id == DraftRow.message_id)
        .join(MessageRow, MessageRow.message_id == DraftRow.message_id)
        .where(InboxRow.status != MessageStatus.ERASED, ~up_to_date)
        .order_by(DraftRow.id)
        .limit(most)
        .with_for_update(read=True, skip_locked=True, of=(InboxRow, RevisionRow))
        .execution_options(populate_existing=True)
    )
    rows = [
        _row(
            message.id,
            draft.position,
            draft.revision,
            _content_codes(codec.load(revision.content), draft.language),
            (draft.ref, *_message_words(message, read), *_content_words(revision.content)),
        )
        for draft, revision, message, read in session.execute(chosen)
    ]
    _keep(session, rows)
    return len(rows)


def _make_messages(session: Session, most: int) -> int:
    up_to_date = exists().where(
        FindableRow.message_id == InboxRow.id,
        FindableRow.position == 0,
        FindableRow.made_of == InboxRow.attempt,
    )
    has_draft = exists().where(DraftRow.message_id == InboxRow.id)
    over = (MessageStatus.DONE, MessageStatus.PARKED)
    chosen = (
        select(InboxRow)
        .where(InboxRow.status.in_(over), ~up_to_date, ~has_draft)
        .order_by(InboxRow.id)
        .limit(most)
        .with_for_update(read=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = []
    for message in session.scalars(chosen):
        read = session.get(MessageRow, message.id, populate_existing=True)
        codes = [] if read is None else [*_kind_codes(read.kinds), f"language.{read.language}"]
        words = _message_words(message, read)
        rows.append(_row(message.id, 0, message.attempt, codes, words))
    _keep(session, rows)
    return len(rows)


def _keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    new = insert_into(session, FindableRow)
    changed = {name: new.excluded[name] for name in ("made_of", "codes", "words")}
    key = ["message_id", "position"]
    session.connection().execute(new.on_conflict_do_update(index_elements=key, set_=changed), rows)


def _row(
    message_id: str, position: int, made_of: int, codes: Iterable[str], words: Iterable[str | None]
) -> dict[str, Any]:
    text = folded("\n".join(one for one in words if one))[:LONGEST_WORDS]
    return {
        "message_id": message_id,
        "position": position,
        "made_of": made_of,
        "codes": f" {' '.join(dict.fromkeys(codes))} ",
        "words": f" {text} ",
    }


def _message_words(message: InboxRow, read: MessageRow | None) -> tuple[str | None, ...]:
    found = (message.ref, message.sender)
    if read is None:
        return found
    return (*found, read.subject, read.sender_name, read.sender_address, read.reply_to_address)


def _kind_codes(kinds: Sequence[Sequence[Any]]) -> list[str]:
    return [f"kind.{kinds[0][0]}"] if kinds else []


def _content_codes(content: Content, language: str) -> list[str]:
    return [
        f"kind.{content.kind}",
        f"language.{language}",
        *(f"state.{one}" for one in (*content.states, *content.beneficiaries)),
        *(f"area.{one.id}" for one in content.themes),
    ]


def _content_words(data: dict[str, Any]) -> tuple[str | None, ...]:
    content = codec.load(data)
    facts = content.facts
    quotes = dict.fromkeys(one.quote for *_, one in codec.evidence_of(content))
    told = (facts.contact, facts.duration, facts.beneficiaries)
    amounts = (one.text for one in facts.amounts)
    return (content.organisation, content.via, *told, *amounts, *quotes)
