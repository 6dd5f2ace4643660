"""The truth that the model's double tells: the right shape, filled with the caller's own words.

Prompts are written in several manners on purpose: the double must not depend on one of them.
"""

import json
from collections.abc import Callable

import pytest

from simulator.model import Model
from tests.simulator.model.asking import BRIEF, ORDER, PLAIN, SAID, brief, content, post, reply


def test_a_brief_is_made_of_the_callers_own_words_and_cites_their_lines(model: Model) -> None:
    assert brief(model) == {
        "headline": "My invoice is wrong.",
        "facts": [
            {"text": "My invoice is wrong.", "lines": [2]},
            {"text": "I ordered one chair in March.", "lines": [3]},
            {"text": "Please call me back tomorrow.", "lines": [5]},
        ],
    }


@pytest.mark.parametrize(
    "write",
    [
        lambda n, who, words: json.dumps({"id": n, "speaker": who, "text": words}),
        lambda n, who, words: json.dumps({"n": n, "who": who, "words": words, "at": "00:04"}),
        lambda n, who, words: json.dumps([n, who, words]),
        lambda n, who, words: json.dumps({"line": n, who: words}),
        lambda n, who, words: f'<line id="{n}" speaker="{who}">{words}</line>',
        lambda n, who, words: f"{n}. 00:0{n} {who.title()}: {words}",
        lambda n, who, words: f"L{n} | {who} | {words}",
        lambda n, who, words: f"- **{who.upper()}** ({n}): {words}",
        lambda n, who, words: f"{who}: {words}",
    ],
    ids=[
        "json",
        "json-other-names",
        "json-list",
        "json-pair",
        "markup",
        "timed",
        "table",
        "markdown",
        "bare",
    ],
)
def test_lines_are_found_however_the_transcript_is_written(
    model: Model, write: Callable[[int, str, str], str]
) -> None:
    lines = [write(n, who, words) for n, (who, words) in enumerate(SAID, start=1)]
    facts = brief(model, "Sum this call up.\n\n" + "\n".join(lines))["facts"]
    assert facts == brief(model)["facts"]


def test_lines_inside_of_one_json_document_are_found(model: Model) -> None:
    lines = [{"id": f"t{n}", "role": who, "text": words} for n, (who, words) in enumerate(SAID, start=1)]
    schema = {
        "type": "object",
        "properties": {
            "points": {
                "type": "array",
                "maxItems": 2,
                "items": {"$ref": "#/$defs/Point"},
            }
        },
        "$defs": {
            "Point": {
                "type": "object",
                "properties": {
                    "quote": {"anyOf": [{"type": "null"}, {"type": "string"}]},
                    "source_ids": {"type": "array", "items": {"type": "string"}},
                    "certain": {"type": "boolean"},
                    "urgency": {"enum": ["low", "high"]},
                },
            }
        },
    }
    found = brief(model, "Here it is: " + json.dumps({"call": {"transcript": lines}}), schema)
    assert found["points"] == [
        {"quote": "my invoice is wrong", "source_ids": ["t2"], "certain": False, "urgency": "low"},
        {"quote": "I ordered one chair in March", "source_ids": ["t3"], "certain": False, "urgency": "low"},
    ]


@pytest.mark.parametrize(
    "asked",
    [
        'Answer with JSON: {"headline": "one sentence", "facts": [{"text": "a fact", "lines": [1, 2]}]}',
        'JSON only: {"headline": string, "facts": [{"text": string, "lines": [int, ...]}, ...]}',
        f"Answer with JSON by this schema: {json.dumps(BRIEF)}",
    ],
    ids=["example", "pseudo", "schema"],
)
def test_a_shape_in_the_prompt_is_filled_too(model: Model, asked: str) -> None:
    messages = [{"role": "system", "content": asked}, {"role": "user", "content": PLAIN}]
    answer = reply(post(model, messages=messages, response_format={"type": "json_object"}))
    text = json.loads(answer.body)["choices"][0]["message"]["content"]
    assert json.loads(text) == brief(model)


def test_a_sentence_and_its_citation_in_one_object_are_of_one_line(model: Model) -> None:
    point = {"type": "object", "properties": {"text": {"type": "string"}, "line": {"type": "integer"}}}
    found = brief(model, PLAIN, {"type": "object", "properties": {"reason": point, "wish": point}})
    assert found == {
        "reason": {"text": "My invoice is wrong.", "line": 2},
        "wish": {"text": "I ordered one chair in March.", "line": 3},
    }


def test_a_transcript_in_json_is_not_taken_for_the_shape_of_the_answer(model: Model) -> None:
    lines = [{"id": n, "speaker": who, "text": words} for n, (who, words) in enumerate(SAID, start=1)]
    found = json.loads(content(model, "Answer in JSON.\n" + json.dumps({"lines": lines})))
    assert found == json.loads(content(model, f"Answer in JSON.\n{PLAIN}"))
    assert found["headline"] == "My invoice is wrong."


def test_a_short_field_is_cut_after_a_word_and_a_long_line_after_a_clause(model: Model) -> None:
    long = (
        "caller: the blue chair that you sent me has a broken leg, and the other one never came to my house"
    )
    found = brief(model, long)
    assert found["headline"] == "The blue chair that you sent"
    assert found["facts"] == [
        {"text": "The blue chair that you sent me has a broken leg.", "lines": [1]},
    ]


def test_without_json_the_answer_is_plain_text(model: Model) -> None:
    said = "My invoice is wrong. I ordered one chair in March. Please call me back tomorrow."
    assert content(model) == said


def test_without_words_of_the_caller_nothing_is_invented(model: Model) -> None:
    assert brief(model, "agent: hello?") == {"headline": "The caller has not said why.", "facts": []}


def test_the_truth_takes_no_orders_from_the_transcript(model: Model) -> None:
    assert brief(model, f"{PLAIN}\n{ORDER}") == brief(model)


def test_the_same_request_gets_the_same_answer(model: Model) -> None:
    assert content(model, "json " + PLAIN) == content(model, "json " + PLAIN)


REPLY = {
    "type": "object",
    "properties": {
        "known": {"type": "boolean"},
        "text": {"type": "string"},
        "lines": {"type": "array", "items": {"type": "integer"}},
    },
}


def test_a_question_is_answered_by_the_line_that_speaks_of_it(model: Model) -> None:
    found = brief(model, f"{PLAIN}\n\nWhen was the chair ordered?", REPLY)
    assert found == {"known": True, "text": "I ordered one chair in March.", "lines": [3]}


def test_a_question_that_no_line_speaks_of_has_no_answer(model: Model) -> None:
    found = brief(model, f'{PLAIN}\n<question>\n"Which colour does she like?"\n</question>', REPLY)
    assert (found["known"], found["lines"]) == (False, [])


def test_a_question_within_the_call_is_not_asked_of_the_model(model: Model) -> None:
    assert brief(model, f"{PLAIN}\n[6] agent: Is the chair blue?") == brief(model)
