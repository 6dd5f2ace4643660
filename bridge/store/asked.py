"""Questions that come with every webhook, put to SQLite's own driver.

Decides how one value is looked up on either database: SQLAlchemy's way to SQLite and back takes twenty times
as long as SQLite. It must not know what is asked.
"""

from __future__ import annotations

from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite

from bridge.store.together import driver


class Asked:
    """One text for one parameter; None when there is nothing. `sql` is how SQLite is asked."""

    def __init__(self, statement: Select[str], parameter: str) -> None:
        self._statement, self._parameter = statement, parameter
        self.sql = str(statement.compile(dialect=sqlite.dialect()))

    def __call__(self, db: Connection, value: str) -> str | None:
        if db.dialect.name != "sqlite":
            return db.scalar(self._statement, {self._parameter: value})
        # To the end: a row that is left would hold the file back at this moment.
        found = driver(db).execute(self.sql, (value,)).fetchall()
        return str(found[0][0]) if found else None
