"""JSON that a model has wrapped into something is found, and nothing costs much to look through.

What has to be in the object is for others to say.
"""

from __future__ import annotations

import json
import time

import pytest

from summaries.unwrap import unwrap

GOOD = json.dumps({"headline": "The caller says {hello}.", "details": [{"a": "}"}]})


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\n {GOOD} \n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"Sure! Here is the brief:\n\n{GOOD}\n\nLet me know.",
        f"The shape is {{headline}}: {GOOD} {{and so on",
        f'<think>{{"headline": "no"}} is too short.</think>{GOOD}',
        f"{{{{{GOOD}",
    ],
)
def test_the_object_comes_out_of_what_stands_around_it(text: str) -> None:
    assert unwrap(text) == GOOD


@pytest.mark.parametrize(
    "text", ["", "The caller is upset.", '{"headline": The caller', "[1, 2]", "}{", "null"]
)
def test_what_holds_no_object_stays_as_it_is(text: str) -> None:
    assert unwrap(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "{" * 20_000,
        '{"a":' * 4_000,
        '{"a": "' + "x" * 19_000,
        '{"a": [' * 2_500,
        '{"a": "x' * 2_000,
        "{" * 2_000_000,
    ],
    ids=["braces", "objects", "text", "lists", "strings", "far too long"],
)
def test_hostile_text_is_given_back_soon(text: str) -> None:
    began = time.monotonic()
    assert unwrap(text) == text
    assert time.monotonic() - began < 1


def test_an_answer_far_too_long_is_not_searched() -> None:
    text = "x" * 30_000 + GOOD
    assert unwrap(text) == text
