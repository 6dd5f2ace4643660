"""Which disks under an SQLite file are thrown away with the machine.

Whether anybody is told is not known here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.store.disk import mounted, throw_away

MOUNTS = """overlay / overlay rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sda1 /data ext4 rw,relatime 0 0
tmpfs /data/fast tmpfs rw 0 0
nonsense
"""


@pytest.fixture(params=["only once"])
def kind() -> str:
    """No database is opened here."""
    return "none"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("sqlite:////app/bridge.db", "overlay"),
        ("sqlite:////data/bridge.db", None),
        ("sqlite:////data/deep/down/bridge.db", None),
        ("sqlite:////data/fast/bridge.db", "tmpfs"),
        ("sqlite:////data/faster/bridge.db", None),
        ("sqlite://", None),
        ("postgresql+psycopg://user@host/data", None),
    ],
)
def test_the_nearest_mount_says_what_a_file_lies_on(url: str, found: str | None) -> None:
    assert throw_away(url, MOUNTS) == found


def test_a_relative_file_lies_in_the_folder_we_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert throw_away("sqlite:///bridge.db", f"tmpfs {tmp_path} tmpfs rw 0 0") == "tmpfs"


def test_a_link_lies_on_the_disk_that_it_leads_to(tmp_path: Path) -> None:
    fast, data = tmp_path / "fast", tmp_path / "data"
    fast.mkdir()
    data.symlink_to(fast)
    mounts = f"/dev/sda1 {tmp_path} ext4 rw 0 0\ntmpfs {fast} tmpfs rw 0 0"
    assert throw_away(f"sqlite:///{data}/bridge.db", mounts) == "tmpfs"
    file = tmp_path / "bridge.db"
    file.symlink_to(fast / "bridge.db")
    assert throw_away(f"sqlite:///{file}", mounts) == "tmpfs", "the file itself may be one, too"


def test_this_machine_says_what_is_mounted_or_nothing() -> None:
    assert throw_away("sqlite:////bridge.db", "") is None
    assert mounted() == "" or " / " in mounted()
