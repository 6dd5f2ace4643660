"""Processes of the application on any database, as many as a test wants, with clocks that may be wrong.

Decides how a test reaches into one without changing it: at the database's driver, so that every commit and
the server's clock are in its hands. It must not know what is played.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import event

from app import Hosted
from simulator.killing import Commits


class Hosts:
    """`skews`: by how many seconds the clock of the first, second, ... process is wrong; others are right."""

    def __init__(self, *skews: float) -> None:
        self._skews = skews
        self.made: list[Hosted] = []

    def make(self, environ: Mapping[str, str], world: Mapping[str, Any]) -> Hosted:
        right: Callable[[], float] = world["now"]
        skew = dict(enumerate(self._skews)).get(len(self.made), 0.0)
        hosted = Hosted(environ, {**world, "now": lambda: right() + skew})
        self.made.append(hosted)
        _set_the_server_s_clock(hosted, right)
        return hosted

    def make_mortal(self, environ: Mapping[str, str], world: Mapping[str, Any], commits: Commits) -> Hosted:
        hosted = self.make(environ, world)
        _catch_commits(hosted, commits)
        return hosted

    def close(self) -> None:
        """Give back the connections that they have left open."""
        for hosted in self.made:
            hosted.bridge.database.close()
        self.made.clear()


def _set_the_server_s_clock(hosted: Hosted, now: Callable[[], float]) -> None:
    """The server is asked as always, but where its clock would be looked at stands the world's time."""

    def on_virtual_time(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> Any:
        return statement.replace("clock_timestamp()", f"to_timestamp({now()!r})"), parameters

    event.listen(hosted.bridge.database.engine, "before_cursor_execute", on_virtual_time, retval=True)


def _catch_commits(hosted: Hosted, commits: Commits) -> None:
    database = hosted.bridge.database
    dialect = database.engine.dialect
    commit = dialect.do_commit

    def do_commit(connection: Any) -> None:
        if database.is_sqlite and not connection.in_transaction:
            return commit(connection)
        return commits(lambda: commit(connection), connection.rollback)

    dialect.do_commit = do_commit  # type: ignore[method-assign]
