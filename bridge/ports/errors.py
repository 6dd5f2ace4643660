"""What can go wrong with a carrier, told in the words that decide what happens next.

It must not know which carrier it was beyond its name.
"""

from __future__ import annotations


class PortError(Exception):
    """A request to a carrier failed.

    `retryable`: the same request may succeed later. `maybe_done`: its effect may exist although it
    failed. `fault`: "ours" (the request is wrong), "theirs", or "network". `status` is the HTTP status
    and `code` the carrier's own code, where there was an answer.
    """

    def __init__(
        self,
        what: str,
        *,
        retryable: bool,
        maybe_done: bool,
        fault: str,
        status: int | None = None,
        code: int | str | None = None,
    ) -> None:
        super().__init__(what)
        self.retryable, self.maybe_done, self.fault = retryable, maybe_done, fault
        self.status, self.code = status, code

    @property
    def not_found(self) -> bool:
        return self.status == 404


def from_status(carrier: str, status: int, code: int | str | None) -> PortError:
    """429 was refused before anything happened; after a 5xx nobody knows."""
    return PortError(
        f"{carrier} answered {status} (code {code}).",
        retryable=status == 429 or status >= 500,
        maybe_done=status >= 500,
        fault="theirs" if status == 429 or status >= 500 else "ours",
        status=status,
        code=code,
    )


def from_network(carrier: str, what: str, maybe_done: bool) -> PortError:
    return PortError(f"{carrier} {what}.", retryable=True, maybe_done=maybe_done, fault="network")
