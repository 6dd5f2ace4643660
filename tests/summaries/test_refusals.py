"""What the agent refused or never said is not told as done, in four languages.

Decides with short calls; what is a claim by its words alone stands in `test_claims.py`.
"""

import pytest

from summaries.grounds import Grounds
from summaries.refusals import Refusals
from summaries.words import Language
from tests.summaries.examples import known, said


def contradicted(sentence: str, *lines: str, language: Language = "en", **facts: object) -> bool:
    told, heard = known(language=language, **facts), said(*lines)
    return Refusals(told, heard, Grounds(told, heard)).contradict(sentence)


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("en", "I can't move the delivery to Tuesday.", "The delivery moves to Tuesday."),
        ("en", "I can't move the delivery to Tuesday.", "Alice moved the delivery to Tuesday."),
        ("en", "I can't move the delivery to Tuesday.", "The caller gets the delivery moved."),
        ("en", "Nobody here has cracked the windscreen.", "The windscreen cracked here."),
        ("es", "La lámpara no la podemos cambiar.", "Se puede cambiar la lámpara."),
        ("de", "Die Lampe wird nicht umgetauscht.", "Die Lampe wird umgetauscht."),
        ("de", "Umgetauscht ist da nichts.", "Alice hat die Lampe umgetauscht."),
        ("fr", "La lampe n'est pas échangée.", "La lampe est échangée."),
    ],
)
def test_what_the_agent_denied_is_not_told_as_a_fact(language: Language, line: str, sentence: str) -> None:
    assert contradicted(sentence, f"agent: {line}", language=language)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("I can't move the delivery to Tuesday.", "Alice says the delivery can not be moved to Tuesday."),
        ("I can't move the delivery to Tuesday.", "The caller wants the delivery moved to Tuesday."),
        ("I can't move the delivery to Tuesday.", "The sofa in the delivery is torn."),
        ("I can't see the sofa, but I moved the delivery.", "Alice moved the delivery."),
        ("I moved the delivery to Tuesday.", "The delivery moves to Tuesday."),
    ],
)
def test_denials_wishes_and_other_matters_stay(line: str, sentence: str) -> None:
    assert not contradicted(sentence, f"agent: {line}")


@pytest.mark.parametrize("sentence", ["Alice sends a courier to Lyon.", "The agent sends a courier to Lyon."])
def test_the_agent_does_nothing_that_only_the_caller_spoke_of(sentence: str) -> None:
    asked = "caller: Then you send a courier to Lyon."
    assert contradicted(sentence, asked, "agent: Pardon?")
    assert contradicted(sentence, asked, "agent: No, I won't.")
    assert not contradicted(sentence, asked, "agent: Yes, I'll do that.")
    assert not contradicted(sentence, "agent: I'll have a courier go to Lyon.")


def test_what_the_agent_wrote_or_was_told_before_counts_as_said() -> None:
    assert not contradicted("Alice sends a courier.", reason="courier to Lyon")
    assert not contradicted("Alice sends a courier.", reason=None, earlier=("Bob sends a courier.",))
    assert contradicted("Alice sends a courier.", reason=None)
