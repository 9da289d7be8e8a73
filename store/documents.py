"""Files that came with messages, each kept once by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, select

from store.dialect import insert_into
from store.errors import UnknownDocumentError
from store.model import AttachedFile
from store.tables import DocumentRow, MessageDocumentRow
from store.tables_gatherings import PieceRow
from store.tables_guided import GuidedAnswerRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from store.model import StoredDocument


def keep(session: Session, document: StoredDocument) -> None:
    """Keep a file; the same content again changes nothing."""
    keep_all(session, [document])


def keep_all(session: Session, documents: Sequence[StoredDocument]) -> None:
    """Keep several files, of which some may be here already."""
    wanted = {document.sha256: document for document in documents}
    kept = _kept(session, list(wanted))
    # sorted: two processes that keep the same two files must not wait for each other crosswise
    rows = [
        {
            "sha256": sha256,
            "name": document.name,
            "media_type": document.media_type,
            "size_bytes": len(document.content),
            "content": document.content,
        }
        for sha256, document in sorted(wanted.items())
        if sha256 not in kept
    ]
    if rows:
        session.connection().execute(
            insert_into(session, DocumentRow).on_conflict_do_nothing(), rows
        )


def link(session: Session, message_id: str, sha256s: Sequence[str]) -> None:
    """Tie files that are kept to a message that has just arrived, under the names they have.

    Raises:
        UnknownDocumentError: one of them was not kept before.
    """
    if not sha256s:
        return
    columns = (DocumentRow.sha256, DocumentRow.name, DocumentRow.media_type)
    found = session.execute(select(*columns).where(DocumentRow.sha256.in_(list(sha256s))))
    kept = {row.sha256: row for row in found}
    if missing := set(sha256s) - set(kept):
        raise UnknownDocumentError(", ".join(sorted(missing)))
    _tie(session, message_id, [(sha, kept[sha].name, kept[sha].media_type) for sha in sha256s])


def keep_with(
    session: Session,
    message_id: str,
    documents: Sequence[StoredDocument],
    still: Sequence[AttachedFile] = (),
) -> None:
    """Keep the files that reading found in a message and tie them to it, in their order.

    Those that an earlier reading found stay behind them.
    """
    keep_all(session, documents)
    session.execute(
        delete(MessageDocumentRow)
        .where(MessageDocumentRow.message_id == message_id)
        .execution_options(synchronize_session=False)
    )
    found = {one.sha256 for one in documents}
    files: list[StoredDocument | AttachedFile] = [*documents]
    files += [one for one in still if one.sha256 not in found]
    _tie(session, message_id, [(one.sha256, one.name, one.media_type) for one in files])


def drop_unused(session: Session, sha256s: Sequence[str]) -> None:
    """Delete those of these files that no message has any more, nor one that is still coming."""
    used = exists().where(MessageDocumentRow.sha256 == DocumentRow.sha256)
    waits = exists().where(GuidedAnswerRow.file_sha256 == DocumentRow.sha256)
    gathered = exists().where(PieceRow.sha256 == DocumentRow.sha256)
    session.execute(
        delete(DocumentRow)
        .where(DocumentRow.sha256.in_(list(sha256s)), ~used, ~waits, ~gathered)
        .execution_options(synchronize_session=False)
    )


def content(session: Session, sha256: str) -> bytes:
    """The bytes of a file.

    Raises:
        UnknownDocumentError: there is none with this hash.
    """
    found = session.scalar(select(DocumentRow.content).where(DocumentRow.sha256 == sha256))
    if found is None:
        raise UnknownDocumentError(sha256)
    return found


def of_message(session: Session, message_id: str) -> list[AttachedFile]:
    """The files of a message in its order, without their bytes."""
    columns = (
        MessageDocumentRow.sha256,
        MessageDocumentRow.name,
        MessageDocumentRow.media_type,
        DocumentRow.size_bytes,
    )
    chosen = (
        select(*columns)
        .join(DocumentRow, DocumentRow.sha256 == MessageDocumentRow.sha256)
        .where(MessageDocumentRow.message_id == message_id)
        .order_by(MessageDocumentRow.position)
    )
    return [
        AttachedFile(
            sha256=row.sha256, name=row.name, media_type=row.media_type, size_bytes=row.size_bytes
        )
        for row in session.execute(chosen)
    ]


def _kept(session: Session, sha256s: list[str]) -> set[str]:
    chosen = select(DocumentRow.sha256).where(DocumentRow.sha256.in_(sha256s))
    return set(session.scalars(chosen))


def _tie(session: Session, message_id: str, files: Sequence[tuple[str, str, str]]) -> None:
    rows = [
        {
            "message_id": message_id,
            "position": position,
            "sha256": sha256,
            "name": name,
            "media_type": media_type,
        }
        for position, (sha256, name, media_type) in enumerate(files)
    ]
    if rows:
        session.connection().execute(insert(MessageDocumentRow), rows)
