"""TwiML: what passes, what is found, at which place and with which number.

The examples hold documents of every kind; whole documents that are wrong are here.
"""

import pytest

from simulator.contract import check_twiml
from simulator.contract.documents import document_problems
from tests.simulator.contract.examples import BAD_DOCUMENTS, GOOD_DOCUMENTS, IDLE_DOCUMENTS, twiml


@pytest.mark.parametrize(("where", "inner"), GOOD_DOCUMENTS)
def test_a_good_document_has_no_problem(where: str, inner: str) -> None:
    assert check_twiml(twiml(inner), where) == []


@pytest.mark.parametrize(("where", "inner", "code"), BAD_DOCUMENTS)
def test_what_twilio_refuses_or_drops_is_an_error_with_its_number(
    where: str, inner: str, code: int | None
) -> None:
    found = [problem.code for problem in document_problems(twiml(inner), where) if problem.level == "error"]
    assert code in found


@pytest.mark.parametrize(("where", "inner", "part"), IDLE_DOCUMENTS)
def test_what_never_runs_is_a_warning(where: str, inner: str, part: str) -> None:
    found = check_twiml(twiml(inner), where)
    assert len(found) == 1 and found[0].startswith("warning") and part in found[0]


@pytest.mark.parametrize(
    ("xml", "code"),
    [("", 11770), ("<Answer/>", 12102), ("Hello", 12100), (twiml(f"<Say>{'a' * 65536}</Say>"), 11750)],
)
def test_a_document_as_a_whole_may_be_wrong(xml: str, code: int) -> None:
    assert code in [problem.code for problem in document_problems(xml)]


def test_a_sentence_names_level_number_place_and_the_likely_word() -> None:
    found = check_twiml(
        twiml("<Say>Hi</Say><Dial><Conference start_conference_on_enter='true'>c</Conference></Dial>")
    )
    assert len(found) == 1
    assert found[0].startswith("error 12200 /Response/Dial[1]/Conference[1]/@start_conference_on_enter: ")
    assert found[0].endswith("did you mean startConferenceOnEnter?")


def test_another_kind_of_document_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="where must be one of"):
        check_twiml("<Response/>", "elsewhere")
