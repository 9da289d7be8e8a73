"""How Alembic meets our database: on the connection of `store/schema.py`, in its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from store.schema import METADATA, is_ours

if TYPE_CHECKING:
    from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    include_object=is_ours,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
