"""Which languages the people of the secretariat read, as they say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from store.dialect import insert_into
from store.tables_finding import OfficerLanguageRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def turn(session: Session, officer_id: int, language: str) -> None:
    """Add a language of an officer, or take it back."""
    last = select(func.max(OfficerLanguageRow.place)).where(
        OfficerLanguageRow.officer_id == officer_id
    )
    new = insert_into(session, OfficerLanguageRow).values(
        officer_id=officer_id, language=language, place=(session.scalar(last) or 0) + 1
    )
    added = new.on_conflict_do_nothing().returning(OfficerLanguageRow.language)
    if session.scalar(added) is None:
        session.execute(
            delete(OfficerLanguageRow)
            .where(
                OfficerLanguageRow.officer_id == officer_id,
                OfficerLanguageRow.language == language,
            )
            .execution_options(synchronize_session=False)
        )


def add(session: Session, officer_id: int, languages: Sequence[str]) -> None:
    """Add languages of an officer, in this order; those that they have named already stay."""
    for language in languages:
        if language not in reads(session, officer_id):
            turn(session, officer_id, language)


def forget(session: Session, officer_id: int) -> None:
    """Forget what somebody reads who belongs to the office no longer."""
    session.execute(
        delete(OfficerLanguageRow)
        .where(OfficerLanguageRow.officer_id == officer_id)
        .execution_options(synchronize_session=False)
    )


def of_all(session: Session) -> dict[int, frozenset[str]]:
    """Officer -> languages; whoever has named none is not in it."""
    found: dict[int, set[str]] = {}
    columns = (OfficerLanguageRow.officer_id, OfficerLanguageRow.language)
    for officer_id, language in session.execute(select(*columns)):
        found.setdefault(officer_id, set()).add(language)
    return {officer_id: frozenset(languages) for officer_id, languages in found.items()}


def named(session: Session, officer_id: int) -> tuple[str, ...]:
    """The languages of one officer, in the order in which they were named."""
    chosen = (
        select(OfficerLanguageRow.language)
        .where(OfficerLanguageRow.officer_id == officer_id)
        .order_by(func.coalesce(OfficerLanguageRow.place, 0), OfficerLanguageRow.language)
    )
    return tuple(session.scalars(chosen))


def reads(session: Session, officer_id: int) -> frozenset[str]:
    """The languages of one officer; none where they have named none."""
    chosen = select(OfficerLanguageRow.language)
    return frozenset(session.scalars(chosen.where(OfficerLanguageRow.officer_id == officer_id)))
