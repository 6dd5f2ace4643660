"""The official description itself: every operation can be found by a path made from it.

And every rule in it is of a kind that can be judged.
"""

import pytest

from simulator.contract.fields import rule_of
from simulator.contract.operations import OPERATIONS, Meant, Operation, meant_by
from simulator.contract.tables import API, ELEMENTS
from simulator.contract.values import value_complaint

KINDS = {"int", "bool", "enum", "tokens", "pattern", "hints", "label", "string", "url"}


def path_of(operation: Operation) -> str:
    for path, operations in API["paths"].items():
        for method, spec in operations.items():
            if spec["operationId"] == operation.name:
                assert method.upper() == operation.method
                return path.replace("{", "").replace("}", "")
    raise AssertionError(operation.name)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_is_found_by_its_path(operation: Operation) -> None:
    found = meant_by(operation.method.lower(), path_of(operation))
    assert isinstance(found, Meant) and found.operation.name == operation.name
    assert [name for name, _ in found.values] == list(operation.path)


def test_names_in_a_path_are_decoded() -> None:
    path = path_of(next(one for one in OPERATIONS if one.name == "FetchParticipant"))
    found = meant_by("GET", path.replace("CallSid", "agent%20b"))
    assert isinstance(found, Meant) and found.values[-1] == ("CallSid", "agent b")


def test_every_rule_is_of_a_kind_that_can_be_judged() -> None:
    fields = [
        schema for one in OPERATIONS for part in (one.path, one.query, one.form) for schema in part.values()
    ]
    attributes = [rule for element in ELEMENTS.values() for rule in element.get("attributes", {}).values()]
    for rule in [rule_of(schema) for schema in fields] + attributes:
        assert rule["type"] in KINDS
        value_complaint(rule, "anything at all")
