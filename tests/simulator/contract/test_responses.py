"""Answers of the API: their names, types, choices and dates.

Whether an answer is true is up to the tests of the double that gives it.
"""

import pytest

from simulator.contract import check_response
from simulator.contract.responses import response_problems
from tests.simulator.contract.examples import BAD_ANSWERS, CALL, GOOD_ANSWERS


@pytest.mark.parametrize(("method", "path", "body"), GOOD_ANSWERS)
def test_a_good_answer_has_no_problem(method: str, path: str, body: object) -> None:
    assert check_response(method, path, body) == []


@pytest.mark.parametrize(("method", "path", "body", "place"), BAD_ANSWERS)
def test_what_twilio_would_not_say_is_found(method: str, path: str, body: object, place: str) -> None:
    assert [problem.path for problem in response_problems(method, path, body)] == [place]


def test_what_twilio_also_sends_is_only_missed() -> None:
    found = check_response("GET", CALL, {"duration": "5"})
    assert len(found) == 1 and found[0].startswith("warning") and "sid, date_created" in found[0]
    # Newer than the official description: neither missed nor refused when empty.
    assert "stir_verstat" not in found[0]
    assert len(check_response("GET", CALL, {"stir_verstat": None})) == 1
