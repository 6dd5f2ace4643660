"""The same verdicts as another checker of the same official description.

That checker lies beside the project where it is at hand; without it there is nothing to compare.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from simulator.contract.documents import document_problems
from simulator.contract.requests import request_problems
from simulator.contract.responses import response_problems
from tests.simulator.contract import examples

CHECKER = Path(__file__).parents[4] / "shared" / "contracts" / "check.py"
Verdict = set[tuple[str, int | None, str]]


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    if not CHECKER.exists():
        pytest.skip("the other checker lies beside the project and is not part of it")
    spec = importlib.util.spec_from_file_location("reference_check", CHECKER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def verdict(problems) -> Verdict:
    return {(one.level, one.code, one.path) for one in problems}


DOCUMENTS = [row[:2] for row in examples.GOOD_DOCUMENTS + examples.BAD_DOCUMENTS + examples.IDLE_DOCUMENTS]
REQUESTS = [row[:3] for row in examples.GOOD_REQUESTS + examples.BAD_REQUESTS + examples.IDLE_REQUESTS]
ANSWERS = [row[:3] for row in examples.GOOD_ANSWERS + examples.BAD_ANSWERS]


@pytest.mark.parametrize("where", ["call", "inline", "whisper", "wait", "queue"])
def test_documents(reference: ModuleType, where: str) -> None:
    for _, inner in DOCUMENTS:
        xml = examples.twiml(inner)
        assert verdict(document_problems(xml, where)) == verdict(reference.check_twiml(xml, where)), inner


@pytest.mark.parametrize(("method", "path", "fields"), REQUESTS)
def test_requests(reference: ModuleType, method: str, path: str, fields: dict[str, str]) -> None:
    sent = list(fields.items())
    form, query = (sent, []) if method == "POST" else ([], sent)
    assert verdict(request_problems(method, path, sent)) == verdict(
        reference.check_request(method, path, form, query)
    )


@pytest.mark.parametrize(("method", "path", "body"), ANSWERS)
def test_answers(reference: ModuleType, method: str, path: str, body: object) -> None:
    assert verdict(response_problems(method, path, body)) == verdict(
        reference.check_response(method, path, body)
    )
