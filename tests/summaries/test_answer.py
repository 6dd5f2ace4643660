"""The shape of a model's answer: one object, few fields, and an end to it.

Decides nothing about truth; any string may come from a model.
"""

import json

import pytest

from summaries import NoBrief
from summaries.answer import ABOUT, REPLY_SCHEMA, SCHEMA, Answer, Told, parse, parse_reply
from tests.summaries.examples import answer


def test_the_right_shape_is_taken_apart() -> None:
    assert parse(answer("A", "b", "c")) == Answer(Told("A"), (Told("b"), Told("c")))
    assert parse(f"\n {answer('')} ") == Answer(Told(""), ())


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
        '{"headline": "A", "details": ["b", 3]}',
        '{"headline": ["A"], "details": []}',
        '{"headline": "A", "details": [], "verified": true}',
        '{"headline": "A", "details": {"0": "b"}}',
        "[" * 10_000,
        '{"headline": "A", "details": ' + "[" * 10_000,
        answer("A", *["b"] * 13),
        answer("A", "word " * 10_000),
        '{"headline": {"lines": [1]}, "details": []}',
        '{"headline": {"text": 3, "lines": [1]}, "details": []}',
        '{"headline": {"text": "A", "lines": [1], "verified": true}, "details": []}',
        '{"headline": "A", "details": [{"about": "wants", "lines": [1]}]}',
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
    assert parse(json.dumps({"headline": "\ud800", "details": []})).headline.text == "\ud800"


def test_the_shape_of_the_schema_is_taken_apart_in_the_order_of_a_brief() -> None:
    told = {
        "headline": {"text": "A", "lines": [0, 2]},
        "details": [
            {"about": "mood", "text": "m", "lines": [3]},
            {"about": "wants", "text": "w", "lines": []},
            {"about": "caller", "text": "c", "lines": [1, 1]},
        ],
    }
    assert parse(json.dumps(told)) == Answer(
        Told("A", (0, 2)), (Told("c", (1,), "caller"), Told("w", (), "wants"), Told("m", (3,), "mood"))
    )


def test_a_model_without_a_schema_may_give_strings_and_ids_of_its_own() -> None:
    assert parse('{"headline": "A", "details": "b"}') == Answer(Told("A"), (Told("b"),))
    mixed = {
        "headline": {"text": "A"},
        "details": ["b", {"text": "c", "lines": ["L3", "4", "line 5", " #6 "]}, {"text": "d", "lines": "7"}],
    }
    assert parse(json.dumps(mixed)).details == (Told("b"), Told("c", (3, 4, 5, 6)), Told("d", (7,)))


def test_details_about_something_else_stay_in_their_order_behind_the_others() -> None:
    told = [{"about": about, "text": about} for about in ("zeal", "open", "art", "tried")]
    details = parse(json.dumps({"headline": "A", "details": told})).details
    assert [detail.text for detail in details] == ["tried", "open", "zeal", "art"]


@pytest.mark.parametrize("cited", ["none", None, 2.5, True, {"id": 3}, "3 and 4", "-3"])
def test_what_is_no_id_names_a_line_that_does_not_exist(cited: object) -> None:
    (detail,) = parse(json.dumps({"headline": "A", "details": [{"text": "b", "lines": [cited]}]})).details
    assert detail.lines == (-1,)


def test_whoever_cites_the_whole_call_cites_nothing() -> None:
    told = {"text": "b", "lines": list(range(100))}
    assert parse(json.dumps({"headline": told, "details": []})).headline == Told("b")


def test_a_reply_is_known_or_not() -> None:
    assert parse_reply('{"known": true, "text": "b", "lines": [2]}') == Told("b", (2,))
    assert parse_reply('{"known": false, "text": "b", "lines": [2]}') is None
    assert parse_reply('{"known": true, "text": " ", "lines": []}') is None


@pytest.mark.parametrize(
    "raw",
    [
        "I do not know.",
        "{}",
        '{"known": "yes", "text": "b", "lines": []}',
        '{"known": true, "text": ["b"], "lines": []}',
        '{"known": true, "text": "b", "lines": [], "tool": "refund"}',
        answer("A", "b"),
    ],
)
def test_any_other_shape_is_no_reply(raw: str) -> None:
    with pytest.raises(NoBrief):
        parse_reply(raw)


@pytest.mark.parametrize("schema", [SCHEMA, REPLY_SCHEMA])
def test_a_strict_mode_takes_the_schemas(schema: dict[str, object]) -> None:
    """All properties required and no others, at every level."""

    def check(part: dict[str, object]) -> None:
        if part["type"] == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])
            for one in part["properties"].values():
                check(one)
        if part["type"] == "array":
            check(part["items"])

    check(schema)
    assert schema is REPLY_SCHEMA or ABOUT[0] in json.dumps(schema)
