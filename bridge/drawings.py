"""The machine's tables as pictures and tables for `docs/`, so that what is read is what runs.

Decides how a table is drawn. It must not know what the rows mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from bridge.core import calls, legs, transfers
from bridge.core.keys import KEYS
from bridge.core.signals import CallRow, Signal, TransferRow
from bridge.core.state import OVER
from bridge.told import heard
from bridge.told.happenings import HAPPENINGS, Happening
from bridge.told.play import Fate, Played, play_all
from bridge.told.situations import SITUATIONS
from bridge.told.story import Story, people
from bridge.told.unheard import DEADLINES, EVENTS, INSIDE

Table = Mapping[Any, Mapping[Signal, CallRow]] | Mapping[Any, Mapping[Signal, TransferRow]]

HEADER = "<!-- Written by `make docs` from the tables in bridge/core; do not edit. -->\n"


REST = {
    Fate.UNHEARD: "Nobody hears anything of it",
    Fate.REFUSED: "Refused, and nobody hears anything of it",
    Fate.CANNOT: "Cannot happen",
}


def documents() -> dict[str, str]:
    """File name in `docs/` -> its text."""
    return {"states.md": _states(), "tables.md": _tables(), "what-people-hear.md": _people()}


def _people() -> str:
    parts = [HEADER, "# What people hear\n", *_HOW_TO_READ]
    for chapter, told in SITUATIONS.items():
        parts.append(f"## {chapter}\n")
        for name, story in told.items():
            parts += [f"### {name}\n", *_situation(story())]
    unheard = [(_spaced(event.__name__), [why]) for event, why in (INSIDE | EVENTS).items()]
    clocks = [(f"the clock `{name}` runs out", [why]) for name, why in DEADLINES.items()]
    parts += ["## What nobody hears\n", _grid("what happens", ["why it has no rows above"], unheard + clocks)]
    return "\n".join(parts)


_HOW_TO_READ = [
    "Every situation of a call against everything that can happen in it: what the caller, A and B hear",
    "next. All of it is played through the machine; the words are those of `twiml/sentences/english.py`.",
    "A is the agent who has the call or is rung for it (Alice, until somebody else is), B whoever it is to",
    "go to (Bob; Cleo is next). Without quotation marks a cell says who is heard. `as before`: nothing",
    "changes for them. `9` stands for every key that means nothing where it is pressed; `complete` and the",
    "like, transfers and hanging up for all come over the API. Below each table is what has no row in it:",
    "it was played as well and changed nothing, or it was refused, or it cannot happen, and why.\n",
]


def _situation(story: Story) -> Iterable[str]:
    """Whatever leads to the same cells shares a row."""
    now = [heard.hears(story.call, leg) for leg in people(story.call).values()]
    played = play_all(story)
    rows: dict[tuple[str, ...], list[Happening]] = {}
    for one in _with(played, Fate.HEARD):
        rows.setdefault(tuple(one.cells.values()), []).append(one.happening)
    lines = [("**now**", now)] + [(_names(names), list(cells)) for cells, names in rows.items()]
    yield _grid("what happens", ["caller", "A", "B"], lines)
    yield "<details><summary>What is in no row</summary>\n"
    for fate, title in REST.items():
        if of_fate := _with(played, fate):
            said = _reasons(of_fate) if fate is Fate.CANNOT else _names(one.happening for one in of_fate)
            yield f"{title}: {said}.\n"
    yield "</details>\n"


def _with(played: list[Played], fate: Fate) -> list[Played]:
    return [one for one in played if one.fate is fate]


def _reasons(played: list[Played]) -> str:
    """Each with what it is the reason for; not spelled out when that is all that somebody might do."""
    by_reason: dict[str, list[Happening]] = {}
    for one in played:
        by_reason.setdefault(one.reason, []).append(one.happening)
    whole = [[h for h in HAPPENINGS if h.who == who] for who in ("caller", "A", "B")]
    return "; ".join(
        f"**{reason}**" if happenings in whole else f"{_names(happenings)} (**{reason}**)"
        for reason, happenings in by_reason.items()
    )


def _names(happenings: Iterable[Happening]) -> str:
    """Each person is named once, and so is what they do several times: A presses 3, 4, is busy."""
    parts = []
    for who, doing in groupby(happenings, key=lambda one: one.who):
        before, said = "", []
        for what in (one.what for one in doing):
            verb, _, rest = what.partition(" ")
            again = verb == before and verb == "presses"
            said.append(rest if again else what)
            before = verb
        parts.append(f"{heard.NAMES.get(who, who)} {', '.join(said)}".strip())
    return "; ".join(parts)


def _spaced(name: str) -> str:
    """An event's name as words."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower()


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
    return ", ".join(f"{digit} {str(key).replace('_', ' ')}" for digit, key in keys.items()) or "none"
