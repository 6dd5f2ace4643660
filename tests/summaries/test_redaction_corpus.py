"""How well redaction does on lines of four languages, and how fast: the numbers that the project promises.

Decides the bounds. What is found and missed line by line prints `tests.summaries.corpus.redaction`.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from summaries import redact, redact_lines
from summaries.words import Speaker
from tests.summaries.corpus.redaction import KEEP, Turn, examples, scores, table

PAGE = Path(__file__).parents[2] / "docs" / "brief.md"

SCORES = scores()
# The wish is 5 ms; a slow machine with other work must not fail the test.
WHOLE_CALL, ONE_LINE, GENEROUS = 0.005, 0.001, 10

PROSE = (
    "Hello, thank you for calling, how can I help you today?",
    "Hi, I was charged twice for the same order last month and nobody could tell me why.",
    "I am sorry to hear that, let me have a look at your account.",
    "The order number is four eight two one, I think, and it was 49 dollars.",
    "All right, I can see both payments on the screen now.",
    "I already wrote two messages about it and got no answer at all.",
)


def a_call(lines: int = 120) -> list[Turn]:
    """Ten minutes of it, about 1,500 words, with a card in the middle."""
    speakers: tuple[Speaker, Speaker] = ("agent", "caller")
    said = [(speakers[number % 2], PROSE[number % len(PROSE)]) for number in range(lines)]
    said[lines // 2 + 1] = (
        "caller",
        "it is four one one one one one one one one one one one one one one one",
    )
    return said


def best(runs: int, lines: list[Turn]) -> float:
    """The fastest of some runs: what the work takes, not what else the machine does."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        redact_lines(lines)
        times.append(time.process_time() - began)
    return min(times)


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    kinds = [example.kind for example in examples()]
    assert len(kinds) - kinds.count(KEEP) >= 300 and kinds.count(KEEP) >= 120
    assert len({example.marked for example in examples()}) == len(kinds)


def test_nearly_all_cards_are_taken() -> None:
    assert SCORES["card"].recall >= 0.99, SCORES["card"].missed


@pytest.mark.parametrize("kind", sorted(SCORES.keys() - {KEEP, "card"}))
def test_other_secrets_are_taken(kind: str) -> None:
    assert SCORES[kind].recall >= 0.97, SCORES[kind].missed


def test_false_alarms_are_rare() -> None:
    assert len(SCORES[KEEP].false_alarms) <= 1, SCORES[KEEP].false_alarms
    assert sum(len(score.false_alarms) for score in SCORES.values()) <= 3


def test_a_redactor_that_does_nothing_finds_nothing_here() -> None:
    """The judge is no friend of what it judges."""
    idle = scores(lambda turns: [text for _, text in turns])
    assert all(score.recall == 0 for kind, score in idle.items() if kind != KEEP)
    blunt = scores(lambda turns: ["[password]" for _ in turns])
    assert len(blunt[KEEP].false_alarms) == blunt[KEEP].lines


def test_the_page_has_the_table_as_it_is() -> None:
    assert table() in PAGE.read_text(encoding="utf-8"), "write what the corpus prints"


def test_redacting_what_is_redacted_changes_nothing() -> None:
    for example in examples():
        once = redact_lines(example.turns)
        again = [(speaker, text) for (speaker, _), text in zip(example.turns, once, strict=True)]
        assert redact_lines(again) == once
        assert [redact(redact(text)) for _, text in example.turns] == [redact(t) for _, t in example.turns]


def one_by_one(turns: Sequence[Turn]) -> list[str]:
    """As a call stores them."""
    stored: list[Turn] = []
    for turn in turns:
        texts = redact_lines([*stored, turn])
        stored = [(speaker, text) for (speaker, _), text in zip([*stored, turn], texts, strict=True)]
    return [text for _, text in stored]


def test_lines_that_come_one_by_one_hide_as_much_as_all_at_once() -> None:
    found = scores(one_by_one)
    assert {kind: score.missed for kind, score in found.items() if kind != KEEP} == {
        kind: score.missed for kind, score in SCORES.items() if kind != KEEP
    }
    assert found[KEEP].false_alarms == SCORES[KEEP].false_alarms


@pytest.mark.clock
def test_a_ten_minute_call_is_redacted_in_milliseconds() -> None:
    assert best(5, a_call()) < WHOLE_CALL * GENEROUS


@pytest.mark.clock
def test_an_arriving_line_costs_less_than_a_millisecond() -> None:
    assert best(9, a_call(12)) < ONE_LINE * GENEROUS


HOSTILE = [
    "4 ",
    "4\n",
    "1 2 3-",
    "pin one ",
    "iban 1 ",
    "code is 1 ",
    "four ",
    "what password\n",
    "DE12 ",
    "un ",
]
HOSTILE += [
    "123 is my pin ",
    "dni a b ",
    "DNI A B ",
    "pin for a is ",
    "my password is a and bb ",
    "12345678A ",
    "[pin] 1\n",
    "zwei mal die ",
]


@pytest.mark.clock
@pytest.mark.parametrize("unit", HOSTILE)
def test_the_longest_windows_of_an_attacker_cost_little(unit: str) -> None:
    line = (unit * 2000)[:2000]
    began = time.process_time()
    redact_lines([("caller", line), ("agent", line), ("caller", line), ("caller", line)])
    # A bad pattern, or work that grows with the square of the text, would take minutes.
    assert time.process_time() - began < 2
