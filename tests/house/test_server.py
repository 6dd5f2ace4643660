"""The server as it is configured: how it starts, how fast it stops, what it leaves behind.

A small application stands in for ours, with the same seam (`extensions["warm_bridge"]`); the
configuration, the Procfile and gunicorn are the real ones.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.store.disk import mounted
from tests.bridge.settings_example import REQUIRED

ROOT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm")
APP = """
import sys
from pathlib import Path

MARKS = Path(__file__).parent


class Work:
    def start(self):
        (MARKS / "started").touch()

    def stop(self):
        (MARKS / "stopped").touch()


class App:
    extensions = {"warm_bridge": Work()}

    def __call__(self, environ, start_response):
        import os
        body = os.environ["PROMETHEUS_MULTIPROC_DIR"].encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


def create_app():
    return App()
"""


class Server:
    """One gunicorn under the real configuration, with its directory of marks."""

    def __init__(self, home: Path, port: int, database: str) -> None:
        self.home, self.port = home, port
        environ = os.environ | REQUIRED | {"PORT": str(port), "WEB_CONCURRENCY": "2"}
        environ |= {"DATABASE_URL": database} if database else {}
        environ |= {"PYTHONPATH": f"{home}{os.pathsep}{ROOT}", "TMPDIR": str(home), "HOME": str(home)}
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
        command += ["-b", f"127.0.0.1:{port}", "small_app:create_app()"]
        self.log = home / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=home, env=environ, stdout=log, stderr=log)

    def connect(self) -> socket.socket:
        """A connection that had one answer and is kept alive; waits for the server to be up."""
        deadline = time.monotonic() + 30
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", self.port), timeout=5)
            except ConnectionRefusedError:
                assert time.monotonic() < deadline, "the server did not come up"
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=0.05)
                    pytest.fail("the server ended by itself")
                continue
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")
            return connection

    def stop(self, number: signal.Signals) -> float:
        """Send the signal and return the seconds that the server took to end."""
        begin = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=15)
        return time.monotonic() - begin


@pytest.fixture
def database() -> str:
    """The one that a start without a setting takes."""
    return ""


@pytest.fixture
def server(tmp_path: Path, database: str) -> Iterator[Server]:
    (tmp_path / "small_app.py").write_text(APP)
    (tmp_path / "link").symlink_to(MEMORY)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Server(tmp_path, port, database)
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()
    # Shown when the test has failed.
    print(server.log.read_text())


def test_idle_connections_do_not_hold_up_the_stop(server: Server) -> None:
    with server.connect(), server.connect():
        # The contract says 10 s; a busy machine needs some of it.
        assert server.stop(signal.SIGTERM) < 9.5
    assert server.process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_background_work_starts_with_a_worker_and_stops_with_it(
    server: Server, number: signal.Signals
) -> None:
    server.connect().close()
    assert (server.home / "started").exists()
    assert not (server.home / "stopped").exists()
    server.stop(number)
    assert (server.home / "stopped").exists()


def test_every_worker_shares_one_metrics_directory_that_goes_with_the_server(server: Server) -> None:
    server.connect().close()
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=5) as answer:
        directory = Path(answer.read().decode())
    assert directory.is_dir()
    server.stop(signal.SIGTERM)
    assert not directory.exists()


def test_nothing_but_the_application_is_left_in_the_home_directory(server: Server) -> None:
    server.connect().close()
    server.stop(signal.SIGTERM)
    assert not (server.home / ".gunicorn").exists()


@pytest.mark.skipif(f" {MEMORY} tmpfs " not in mounted(), reason="needs a file system in memory")
@pytest.mark.parametrize(
    ("database", "warnings"),
    [("sqlite:///link/bridge.db", 1), ("postgresql+psycopg://user@localhost/bridge", 0)],
)
def test_a_database_that_goes_with_the_machine_is_named_once_at_the_start(
    server: Server, warnings: int
) -> None:
    """Also behind a link, and however many workers there are."""
    server.connect().close()
    server.stop(signal.SIGTERM)
    said = server.log.read_text().splitlines()
    lines = [line for line in said if "database_on_throw_away_disk" in line]
    assert len(lines) == warnings
    assert all("tmpfs" in line and "DATABASE_URL" in line for line in lines)


def test_bad_settings_stop_the_server_with_one_line_each_and_no_traceback(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": "eighty"}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        str(ROOT / "gunicorn.conf.py"),
        "small_app:create_app()",
    ]
    ended = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=30)
    assert ended.returncode != 0
    assert "PORT must be a port number from 1 to 65535; it is not." in ended.stderr.splitlines()
    assert "Traceback" not in ended.stderr
