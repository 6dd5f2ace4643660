"""A carrier's API that accepts everything at once: the least that effects can wait for.

Decides nothing; what Twilio and LiveKit really answer is the business of `simulator/`.
"""

from __future__ import annotations

import socketserver
import threading


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while (head := self._head()) is not None:
            length = 0
            for line in head:
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.rfile.read(length)
            kind = b"application/protobuf" if b"/twirp/" in head[0] else b"application/json"
            body = b"" if b"/twirp/" in head[0] else b'{"calls": [], "sid": "CA", "status": "queued"}'
            head_of_answer = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n"
            self.wfile.write(head_of_answer % (kind, len(body)) + body)

    def _head(self) -> list[bytes] | None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            lines.append(line)
        return lines or None


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class QuietCarrier:
    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Line)

    def start(self) -> int:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return int(self._server.server_address[1])

    def stop(self) -> None:
        self._server.shutdown()
