"""The generated part of `docs/` is what the machine's tables say today, and can be read.

Reads the documents as a person does: sections, rows, cells. It must not know how they are made.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.core import calls, transfers
from bridge.drawings import documents
from bridge.told.happenings import HAPPENINGS
from bridge.told.situations import SITUATIONS

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENTS = documents()
PEOPLE = DOCUMENTS["what-people-hear.md"]
LONGEST_CELL = 60


def _rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]


def _sections() -> dict[str, str]:
    """What is said of each situation, by its name."""
    parts = PEOPLE.partition("## What nobody hears")[0].split("\n### ")[1:]
    return {part.splitlines()[0]: part.partition("\n## ")[0] for part in parts}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_docs_are_what_make_docs_would_write(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name], "run `make docs`"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_cell_is_empty(name: str) -> None:
    assert [row for row in _rows(DOCUMENTS[name]) if not all(row)] == []


def test_no_cell_of_what_people_hear_is_too_long_to_read() -> None:
    cells = [cell for row in _rows(PEOPLE) for cell in row]
    assert [cell for cell in cells if len(cell.split()) >= LONGEST_CELL] == []


def test_every_situation_says_what_everybody_hears_now_and_then() -> None:
    assert list(_sections()) == [name for chapter in SITUATIONS.values() for name in chapter]
    for text in _sections().values():
        head, now, *_ = _rows(text)
        assert head == ["what happens", "caller", "A", "B"] and now[0] == "**now**"
        assert {len(row) for row in _rows(text)} == {4}


@pytest.mark.parametrize("situation", _sections())
def test_everything_that_can_happen_stands_in_every_situation(situation: str) -> None:
    """In a row or below the table; of whoever is not on the line it is enough to say that."""
    text = _sections()[situation]
    gone = {who for who, name in PEOPLE_NAMES.items() if f"**{name} is not on the line**" in text}
    expected = {h.what for h in HAPPENINGS if h.who not in gone and not h.what.startswith("presses ")}
    assert [what for what in sorted(expected) if what not in text] == []


PEOPLE_NAMES = {"caller": "the caller", "A": "A", "B": "B"}


def test_every_row_of_the_tables_is_drawn() -> None:
    signals = {row[0] for row in _rows(DOCUMENTS["tables.md"])}
    assert {f"`{signal}`" for signal in (*calls.SIGNALS, *transfers.SIGNALS)} <= signals
