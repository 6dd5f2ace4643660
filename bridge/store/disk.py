"""The disk under an SQLite file: whether what is stored on it outlives the machine or container.

Decides by the kind of file system only. It must not know what is stored.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url

# Memory, and the layer of a container that goes with it.
THROW_AWAY = frozenset({"tmpfs", "ramfs", "overlay", "aufs"})
MOUNTS = Path("/proc/self/mounts")


def throw_away(database_url: str, mounts: str) -> str | None:
    """The kind of file system of an SQLite file if it is a throw-away one; `mounts` as in /proc/mounts."""
    file = make_url(database_url).database
    if not database_url.startswith("sqlite") or not file:
        return None
    path = Path(file).resolve()
    kinds = {Path(fields[1]): fields[2] for fields in map(str.split, mounts.splitlines()) if len(fields) > 2}
    kind = next((kinds[folder] for folder in path.parents if folder in kinds), "")
    return kind if kind in THROW_AWAY else None


def mounted() -> str:
    """Empty where there is no such file: then nothing is known, and nothing is said."""
    return MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""
