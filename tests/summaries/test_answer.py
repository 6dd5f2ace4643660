"""The shape of a model's answer: one object, two fields, and an end to it.

Decides nothing about truth; any string may come from a model.
"""

import json

import pytest

from summaries import NoBrief
from summaries.answer import Answer, parse
from tests.summaries.examples import answer


def test_the_right_shape_is_taken_apart() -> None:
    assert parse(answer("A", "b", "c")) == Answer("A", ("b", "c"))
    assert parse(f"\n {answer('')} ") == Answer("", ())


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "I am sorry, I can not do that.",
        "```json\n{}\n```",
        answer("A", "b")[:-5],
        answer("A") + answer("B"),
        "[]",
        "null",
        '"headline"',
        '{"headline": "A"}',
        '{"headline": "A", "details": "b"}',
        '{"headline": "A", "details": ["b", 3]}',
        '{"headline": ["A"], "details": []}',
        '{"headline": "A", "details": [], "verified": true}',
        '{"headline": "A", "details": {"0": "b"}}',
        "[" * 10_000,
        '{"headline": "A", "details": ' + "[" * 10_000,
        answer("A", *["b"] * 13),
        answer("A", "word " * 10_000),
    ],
)
def test_any_other_shape_is_no_brief(raw: str) -> None:
    with pytest.raises(NoBrief) as caught:
        parse(raw)
    assert caught.value.fault == "answer" and caught.value.retryable


def test_the_reason_quotes_nothing_of_the_answer() -> None:
    with pytest.raises(NoBrief) as caught:
        parse("Maria Gomez said")
    assert "Maria" not in str(caught.value) and caught.value.__cause__ is None


def test_escaped_halves_of_characters_are_still_text() -> None:
    assert parse(json.dumps({"headline": "\ud800", "details": []})).headline == "\ud800"
