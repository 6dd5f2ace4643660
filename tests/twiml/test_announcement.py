"""A sentence over a talk: only what the machine announces can be said, and only as a conference allows.

The sentence comes back to us in a URL, which anybody could have written.
"""

import ast

import pytest

from bridge.core.state import Place
from simulator.contract import check_twiml
from tests.house.source import modules
from tests.twiml.phones import KINDS, leg, one, verbs, words
from twiml import announcement
from twiml.sentences import ENGLISH

TALKING = leg(Place.CONVERSATION, kind="conference")


def _announced_by_the_machine() -> set[str]:
    calls = (node for m in modules("bridge/core") for node in ast.walk(m.tree) if isinstance(node, ast.Call))
    announced = [call.args[-1] for call in calls if getattr(call.func, "id", "") == "_say_into_talk"]
    return {str(note.value) for note in announced if isinstance(note, ast.Constant)}


def test_what_the_machine_announces_is_what_may_be_announced() -> None:
    assert _announced_by_the_machine() == announcement.SENTENCES != set()


@pytest.mark.parametrize("sentence", sorted(announcement.SENTENCES))
@pytest.mark.parametrize("kind", KINDS)
def test_an_announcement_is_its_sentence_and_nothing_else(sentence: str, kind: str) -> None:
    document = announcement.document(leg(Place.CONVERSATION, kind=kind, note="back_busy"), sentence)
    assert verbs(document) == ["Say"]
    assert words(document) == ENGLISH[sentence]
    assert check_twiml(document, "wait") == []


def test_a_warning_comes_in_the_voice_of_everything_else() -> None:
    say = one(announcement.document(TALKING, "hold_warning"), "Say")
    assert (say.get("voice"), say.get("language")) == ("Polly.Joanna-Neural", "en-US")


@pytest.mark.parametrize("sentence", ["", "lifeboat_end", "unknown_leg", "no_such_sentence", "Hold_Warning"])
def test_nothing_else_is_said_whatever_the_url_asks_for(sentence: str) -> None:
    document = announcement.document(TALKING, sentence)
    assert verbs(document) == []
    assert check_twiml(document, "wait") == []
