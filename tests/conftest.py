"""What holds for every test: no network beyond this machine, and a PostgreSQL for those that ask.

Warnings are errors by pyproject.toml. An audit hook sees every SDK's way to a socket, asyncio's too;
it cannot see into the processes that a test starts.
"""

import ipaddress
import os
import sys

from hypothesis import settings

from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

WATCHED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}

# A busy machine is no counterexample; where CI runs, the same examples every time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def _is_local(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    # No host, or a path: any interface of this machine, or a Unix socket.
    if not isinstance(host, str) or host in ("", "localhost") or "/" in host:
        return True
    try:
        parsed = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return parsed.is_loopback or parsed.is_unspecified


def _guard(event: str, args: tuple[object, ...]) -> None:
    where = WATCHED.get(event)
    if where is not None and not _is_local(args[where]):
        raise NetworkBlocked(f"tests reach loopback only, not {args[where]!r}")


sys.addaudithook(_guard)
