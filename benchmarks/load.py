"""A client that costs little: signed requests made beforehand, sent over kept connections.

Decides the order of requests and measures; it must not know what is being measured.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Result:
    """`per_second` over all connections; latencies in milliseconds, sorted."""

    per_second: float
    latencies: list[float]
    failures: int

    def percentile(self, share: float) -> float:
        return percentile(self.latencies, share)


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies; of none 0."""
    last = len(sorted_values) - 1
    return sorted_values[min(int(len(sorted_values) * share), last)] if sorted_values else 0.0


def signature(url: str, form: Mapping[str, str], token: str) -> str:
    """Twilio's, over URL and form (reference/twilio.md 1.3)."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def signed_post(base_url: str, path: str, form: dict[str, str], token: str) -> bytes:
    """A whole HTTP/1.1 request as Twilio sends it (reference/twilio.md 2)."""
    body = urlencode(form)
    return (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\n"
        f"X-Twilio-Signature: {signature(base_url + path, form, token)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def fire(
    port: int, requests: Sequence[bytes], connections: int = 16, per_second: float | None = None
) -> Result:
    """Send all of them; as fast as they are answered, or spread evenly at `per_second`."""
    latencies: list[float] = []
    failures: list[int] = []
    began = time.perf_counter()
    shares = [list(enumerate(requests))[n::connections] for n in range(connections)]

    def work(share: list[tuple[int, bytes]]) -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number, request in share:
                if per_second is not None:
                    time.sleep(max(began + number / per_second - time.perf_counter(), 0.0))
                sent = time.perf_counter()
                line.sendall(request)
                if not _ok(line):
                    failures.append(number)
                latencies.append((time.perf_counter() - sent) * 1000)

    threads = [threading.Thread(target=work, args=(share,)) for share in shares if share]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    return Result(len(latencies) / spent, sorted(latencies), len(failures))


def _ok(line: socket.socket) -> bool:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    while len(body) < length:
        body += line.recv(65536)
    return head.startswith(b"HTTP/1.1 20")
