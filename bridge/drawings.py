"""The machine's tables as pictures and tables for `docs/`, so that what is read is what runs.

Decides how a table is drawn. It must not know what the rows mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bridge import situations
from bridge.core import calls, legs, transfers
from bridge.core.keys import KEYS
from bridge.core.signals import CallRow, Signal, TransferRow
from bridge.core.state import OVER

Table = Mapping[Any, Mapping[Signal, CallRow]] | Mapping[Any, Mapping[Signal, TransferRow]]

HEADER = "<!-- Written by `make docs` from the tables in bridge/core; do not edit. -->\n"


def documents() -> dict[str, str]:
    """File name in `docs/` -> its text."""
    return {"states.md": _states(), "tables.md": _tables(), "what-people-hear.md": _people()}


def _people() -> str:
    parts = [
        HEADER,
        "# What people hear\n",
        "Every situation of a call against everything that can happen in it: what the caller, A and B hear",
        "next. The words are those of `twiml/sentences/english.py`, as the machine would have them spoken.\n",
    ]
    for situation in situations.situations():
        call = situation.story.call
        parts.append(f"## {situation.name}\n")
        who = situations.people(call)
        now = [f"{name}: {situations.hears_now(call, leg)}" for name, leg in who.items()]
        parts.append("Now " + "; ".join(now) + ".\n")
        rows = [(h, list(situations.after(situation, h).values())) for h in situations.HAPPENINGS]
        parts.append(_grid("what happens", list(who), [(h, c) for h, c in rows if "cannot happen" not in c]))
        parts.append("Cannot happen here: " + ", ".join(h for h, c in rows if "cannot happen" in c) + ".\n")
    return "\n".join(parts)


def _states() -> str:
    return "\n".join(
        [
            HEADER,
            "# States\n",
            "How a call and a transfer go from state to state. An arrow names the signals that lead along",
            "it; signals that leave the state as it is are in [tables.md](tables.md).\n",
            "## A call\n",
            _diagram(_arrows(calls.TABLE), start="waiting"),
            "## A transfer\n",
            _diagram(_arrows(transfers.TABLE), start="dialling"),
        ]
    )


def _arrows(table: Table) -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, rows in table.items():
        for signal, row in rows.items():
            if row.to is not None and row.to is not state:
                arrows.setdefault((state, row.to), []).append(signal)
    return arrows


def _diagram(arrows: Mapping[tuple[str, str], list[str]], start: str) -> str:
    """A Mermaid state diagram; GitHub and most editors draw it."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {a} --> {b}: {', '.join(sorted(signals))}" for (a, b), signals in sorted(arrows.items())]
    ends = sorted({b for _, b in arrows} & ({"ended"} | {str(state) for state in OVER}))
    return "\n".join([*lines, *(f"    {end} --> [*]" for end in ends), "```\n"])


def _tables() -> str:
    parts = [
        HEADER,
        "# Tables\n",
        "Every state against every signal. `stays`: nothing changes.\n",
        "## Calls (`bridge/core/calls.py`)\n",
        _grid("signal", [str(s) for s in calls.TABLE], _cells(calls.TABLE, calls.SIGNALS)),
        "## Transfers (`bridge/core/transfers.py`)\n",
        _grid("signal", [str(s) for s in transfers.TABLE], _cells(transfers.TABLE, transfers.SIGNALS)),
        "## Inputs from a phone (`bridge/core/legs.py`)\n",
        _grid("place", [str(k) for k in next(iter(legs.INPUTS.values()))], _input_cells()),
        "## Keys (`bridge/core/keys.py`)\n",
        _grid("place", ["keys"], [(f"`{place}`", [_keys(keys)]) for place, keys in KEYS.items()]),
    ]
    return "\n".join(parts)


def _grid(corner: str, columns: list[str], rows: Iterable[tuple[str, list[str]]]) -> str:
    lines = [f"| {corner} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows]
    return "\n".join(lines) + "\n"


def _cells(table: Table, signals: Iterable[Signal]) -> list[tuple[str, list[str]]]:
    return [(f"`{signal}`", [_cell(rows[signal]) for rows in table.values()]) for signal in signals]


def _cell(row: CallRow | TransferRow) -> str:
    """Next state, what is done, how it ends, what the call is told."""
    parts = [f"**{row.to}**"] if row.to is not None else []
    parts += [_name(action) for action in row.do]
    parts += [f"outcome {row.outcome}"] if row.outcome is not None else []
    parts += [f"tells the call {row.then}"] if isinstance(row, TransferRow) and row.then is not None else []
    return ", ".join(parts) or "stays"


def _name(action: Callable[..., object]) -> str:
    return action.__name__.replace("_", " ")


def _input_cells() -> list[tuple[str, list[str]]]:
    return [
        (f"`{place}`", [_name(reaction) for reaction in row.values()]) for place, row in legs.INPUTS.items()
    ]


def _keys(keys: Mapping[str, object]) -> str:
    return ", ".join(f"{digit} {str(key).replace('_', ' ')}" for digit, key in keys.items())
