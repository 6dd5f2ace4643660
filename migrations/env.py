"""Alembic's environment: runs migrations on the connection that `bridge/store/migrate.py` hands in.

Decides that they all run in the transaction of that connection. It must not know a URL or a lock.
"""

from __future__ import annotations

from alembic import context

from bridge.store.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
