"""The catalogue: every sentence is heard by some phone, every phone's sentence is in it, in every language.

Held against the code by putting marks in the place of all sentences and listening to every document.
"""

import re
import string
from collections.abc import Iterator

import pytest

from bridge.core.state import Outcome, Place
from tests.twiml.phones import LINE, LINES, leg, literal_notes, views, words
from twiml import ended, kept, lifeboat, speech
from twiml.sentences import CATALOGUE, ENGLISH, STAND_INS

NAMES = {"caller", "agent", "target", "skill", "position", "headline"}
# How B's ring can end for A: the outcomes of a failed transfer (interface) and a cancelled one.
ENDS_AT_AGENT = set(Outcome) - {
    Outcome.COMPLETED,
    Outcome.ACCEPTED,
    Outcome.CALLER_LEFT,
    Outcome.AGENT_LEFT,
}
MARK = re.compile(r"\[(\w+)\]")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every sentence is its own key in brackets."""
    for key in ENGLISH:
        monkeypatch.setitem(ENGLISH, key, f"[{key}]")
    kept.cache_clear()
    yield
    kept.cache_clear()


def _all_that_is_heard() -> Iterator[str]:
    yield from (words(view) for view in views())
    yield words(ended.stranger(LINE))
    yield from (words(lifeboat.document(LINE, attempt)) for attempt in range(12))


@pytest.mark.usefixtures("marked")
def test_every_sentence_is_heard_by_some_phone() -> None:
    heard = {key for text in _all_that_is_heard() for key in MARK.findall(text)}
    assert set(ENGLISH) - heard == set()


@pytest.mark.usefixtures("marked")
def test_nothing_is_spoken_that_is_neither_a_sentence_nor_the_brief() -> None:
    brief = ("Maria was charged twice.", "It was in May.", "She is angry.")
    heard = {MARK.sub("", text) for text in _all_that_is_heard()}
    left = {re.sub("|".join(map(re.escape, brief)), "", text).strip() for text in heard}
    assert left == {""}


@pytest.mark.parametrize("note", sorted(literal_notes() - {""}))
def test_every_note_that_the_machine_gives_is_a_sentence(note: str) -> None:
    assert words(leg(Place.ENDED, note=note)) == speech.sentence(leg(Place.ENDED), note)


@pytest.mark.parametrize("outcome", sorted(ENDS_AT_AGENT))
def test_an_agent_is_told_every_way_in_which_a_transfer_fails(outcome: Outcome) -> None:
    told = {end: words(leg(Place.CONVERSATION, note=f"back_{end}")) for end in ENDS_AT_AGENT}
    assert told[outcome].endswith("You are back with the caller.")
    assert list(told.values()).count(told[outcome]) == 1


@pytest.mark.parametrize("of", [CATALOGUE, STAND_INS], ids=["sentences", "stand-ins"])
@pytest.mark.parametrize("language", LINES)
def test_a_language_has_all_sentences_with_the_same_names_in_them(
    of: dict[str, dict[str, str]], language: str
) -> None:
    translated = {key: _fields(text) for key, text in of[language].items()}
    assert translated == {key: _fields(text) for key, text in of["en"].items()}


@pytest.mark.parametrize("language", sorted(set(LINES) - {"en"}))
def test_nothing_is_left_in_english(language: str) -> None:
    for mine, english in ((CATALOGUE[language], ENGLISH), (STAND_INS[language], STAND_INS["en"])):
        same = {key for key in english if mine[key].lower() == english[key].lower()}
        # What Germans call it too.
        assert same <= ({"no_skill"} if language == "de" else set())


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_is_whole_and_names_only_what_the_view_knows(key: str, language: str) -> None:
    assert _fields(CATALOGUE[language][key]) <= NAMES
    said = speech.sentence(leg(Place.ENDED, line=LINES[language], headline="Maria was charged twice."), key)
    assert said.lstrip("¿")[0].isupper() and said[-1] in ".?" and "{" not in said
    assert said == speech.clean(said)


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_is_short_enough_to_be_listened_to(key: str, language: str) -> None:
    assert len(speech.sentence(leg(Place.ENDED, line=LINES[language]), key).split()) <= 25


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_begins_with_a_capital_letter_whoever_it_is_about(key: str, language: str) -> None:
    somebody = STAND_INS[language]["somebody"]
    nameless = leg(Place.ENDED, line=LINES[language], agent=somebody, target=somebody)
    for said in re.split(r"(?<=[.?]) ", speech.sentence(nameless, key)):
        assert said.lstrip("¿")[0].isupper()
