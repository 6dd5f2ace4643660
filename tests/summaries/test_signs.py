"""Signs of a secret: lines that hold one are never taken for lines that hold none, and most lines are.

Decides by redaction itself, which is slow and looks at everything; `find` does not ask for signs.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.announced import PHRASES
from summaries.digits import most_digits, tokens
from summaries.numbers import TONGUES
from summaries.redaction import find, secrets
from summaries.signs import may_be_told, may_hold_secret, signs
from tests.summaries.corpus.reading import HELD_OUT, dialogues
from tests.summaries.corpus.redaction import KEEP, examples

NUMBERS = sorted({word for tongue in TONGUES for word in tongue.sure | tongue.doubtful})
CUES = sorted(" ".join(phrase) for phrase in PHRASES)
OTHERS = [
    "4111 1111 1111 1111",
    "12",
    "4821",
    "for",
    "to",
    "de",
    "cette",
    "and",
    "okay",
    "my",
    "is",
    "password",
    "[PIN]",
    "order",
]
WORDS = st.sampled_from([*NUMBERS, *CUES, *OTHERS, *OTHERS])

SPEAKERS = ("caller", "agent")


def may_hold(*lines: str) -> bool:
    return may_hold_secret(list(map(signs, lines)))


@pytest.mark.parametrize(
    "line",
    [
        "my card is 4111 1111 1111 1111",
        "it is four one one one one one one one one one one one one one one one",
        "cuatro uno uno uno uno uno uno uno uno uno uno uno",
        "my ssn is 078-05-1120",
        "1 2 3 4 5 6",
        "my pin is four eight two",
        "geheimzahl vier acht zwei",
        "the three digit code on the back is 204",
        "my password is rosebud",
        "mi contraseña es rosal",
        "[card number] and 123",
    ],
)
def test_a_line_that_may_hold_a_secret_is_looked_at(line: str) -> None:
    assert may_hold(line) and may_hold("hello", line)


@pytest.mark.parametrize(
    "line",
    [
        "I was charged twice and nobody could tell me why.",
        "Can you call me back about the code?",
        "It was $49.90 for order 4821, on the second of May.",
        "one of the two is for me, to be paid in 3 days",
        "what is your pin?",
        "call me back at 12 or 3, it is on the table",
        "Das waren zwei Rechnungen, eine davon über 30 Euro.",
        "",
    ],
)
def test_a_line_that_can_hold_none_is_left_alone(line: str) -> None:
    assert not may_hold(line) and secrets(line) == find(line) == []


def test_most_lines_of_a_call_are_left_alone() -> None:
    lines = [line.text for one in dialogues() for line in one.lines]
    assert sum(map(may_hold, lines)) < len(lines) / 10


def test_lines_hold_together_what_none_holds_alone() -> None:
    turns = ("it is four one one one", "one one one one", "one one one one, thanks")
    assert not any(map(may_hold, turns)) and may_hold(*turns)
    assert not may_hold(turns[0], "I have to look for the rest", *turns[1:])
    assert may_hold("my pin is", "482") and may_hold("my security", "code is", "482")


def test_groups_of_a_card_with_words_between_hold_one_together() -> None:
    groups = ("it is 4111", "then comes 1111", "and 1111 again", "at last 1111 is what I read")
    assert may_hold(*groups) and may_hold(*groups[:2], "wait, I have to turn it over", *groups[2:])
    aside = "I have to look for my glasses, which are somewhere in the kitchen"
    assert not may_hold(*groups[:2], aside, *groups[2:])


def test_between_two_people_only_words_tell_a_secret() -> None:
    asked = [signs("what is your pin?"), signs("482")]
    assert may_be_told(asked) and not may_be_told(
        [signs("what is your order?"), signs("4111 1111 1111 1111")]
    )


@pytest.mark.parametrize(
    "example",
    [one for one in (*examples(), *examples(HELD_OUT)) if one.kind != KEEP],
    ids=lambda one: str(one.marked)[:60],
)
def test_no_secret_of_the_corpus_is_without_signs(example) -> None:
    told = [signs(text) for _, text in example.turns]
    own = ([one for one, (by, _) in zip(told, example.turns, strict=True) if by == who] for who in SPEAKERS)
    assert may_be_told(told) or any(map(may_hold_secret, own))


@given(st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=5))
def test_what_redaction_finds_has_signs(said: list[list[str]]) -> None:
    lines = [" ".join(words) for words in said]
    if find("\n".join(lines)):
        assert may_hold(*lines)
    for line in lines:
        assert secrets(line) == find(line)


@given(st.lists(WORDS, max_size=12))
def test_words_never_stand_for_more_digits_than_counted(said: list[str]) -> None:
    text = " ".join(word for word in said if word.isalpha())
    spoken = sum(len(token.digits) for token in tokens(text))
    assert spoken <= most_digits(text.split())
