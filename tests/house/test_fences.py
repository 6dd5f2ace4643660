"""The fences around every test: the network ends at this machine, warnings are errors.

Tries each fence from inside a test like any other. It must not reach anybody when a fence is down, so the
address it knocks at is one that is kept for documentation.
"""

import asyncio
import socket
import warnings

import pytest
import sqlalchemy

DOCUMENTATION_HOST = "192.0.2.1"


def test_a_connection_to_another_machine_is_refused_before_it_leaves() -> None:
    with socket.socket() as plain, pytest.raises(RuntimeError, match="loopback only"):
        plain.connect((DOCUMENTATION_HOST, 80))


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(RuntimeError, match="loopback only"):
        socket.getaddrinfo("api.example.com", 443)


def test_asyncio_cannot_get_around_the_fence() -> None:
    with pytest.raises(RuntimeError, match="loopback only"):
        asyncio.run(asyncio.open_connection(DOCUMENTATION_HOST, 80))


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()


def test_a_warning_fails_the_test() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_postgresql(postgres_url: str, turn: int) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as db:
        assert sqlalchemy.inspect(db).get_table_names() == []
        db.execute(sqlalchemy.text("CREATE TABLE kept (id integer)"))
    engine.dispose()
