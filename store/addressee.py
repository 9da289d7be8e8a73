"""Whom a row of the outbox is for: an address is one addressee, whatever tags stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_

from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def plain_address(address: str) -> str:
    """An address in lower case and without its +tag; dots mean something to most mail servers."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def is_to(target: str) -> ColumnElement[bool]:
    """Whether a row goes to this address in any spelling, or to this chat."""
    if "@" not in target:
        return OutboxTableRow.target == target
    plain = plain_address(target)
    local, _, domain = plain.rpartition("@")
    written = func.lower(OutboxTableRow.target)
    is_tagged = and_(
        written.startswith(f"{local}+", autoescape=True),
        written.endswith(f"@{domain}", autoescape=True),
    )
    return or_(written == plain, is_tagged)
