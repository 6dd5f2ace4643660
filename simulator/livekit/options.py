"""SIP OPTIONS as the SIP service answers them: who asks is not looked at, how is.

Decides what a request must have (RFC 3261, 8.1.1) and what its answer looks like. It must not know calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.network import Failure, Outcome, Reply

REQUEST = re.compile(r"OPTIONS sips?:(?:[^@;]*@)?(\[[0-9a-f:.]+\]|[^:;]+)(?::\d+)?(?:;\S+)? SIP/2\.0")
WANTED = {
    "via": r"SIP/2\.0/(UDP|TCP|TLS) \S+;branch=z9hG4bK[^;\s]+\S*",
    "max-forwards": r"[1-9]\d*",
    "from": r".*<sips?:[^>]+>;tag=\S+",
    "to": r".*<sips?:[^>]+>",
    "call-id": r"\S+",
    "cseq": r"\d+ OPTIONS",
    "content-length": r"0",
}
COPIED = ("Via", "From", "To", "Call-ID", "CSeq")


def answer_options(
    message: bytes, reaches: Callable[[str], bool], violation: Callable[[str], None]
) -> Outcome:
    """200 to a correct request to a host that `reaches` somebody, else nothing; what is wrong is told."""
    head, end, body = message.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    found = REQUEST.fullmatch(first)
    if found is None or not end or body:
        violation(f"a SIP message that is no OPTIONS: {first!r}")
        return Failure("timeout")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)
    }
    wrong = [name for name, how in WANTED.items() if not re.fullmatch(how, headers.get(name, ""))]
    for name in wrong:
        violation(f"SIP OPTIONS with {name}: {headers.get(name)!r}")
    if wrong or not reaches(found[1]):
        return Failure("timeout")
    return Reply(200, {}, _ok(headers))


def _ok(headers: dict[str, str]) -> bytes:
    said = {name: headers[name.lower()] for name in COPIED}
    said["To"] += ";tag=simulated"
    lines = ["SIP/2.0 200 OK", *(f"{name}: {value}" for name, value in said.items()), "Content-Length: 0"]
    return "\r\n".join([*lines, "", ""]).encode()
