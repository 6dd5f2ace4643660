"""Would Twilio take this REST request as it stands?

Decides by the official description: known path and method, fields, values, required fields, then the rules
between fields. It must not know any state: whether a call lives, or a number is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from simulator.contract.fields import field_problems
from simulator.contract.operations import Operation, meant_by
from simulator.contract.problem import Problem, error
from simulator.contract.request_rules import rule_problems

MISSING_CODES = {
    ("CreateCall", "To"): 21201,
    ("CreateCall", "From"): 21213,
    ("CreateMessage", "To"): 21604,
    ("UpdateMember", "Url"): 21205,
}


def request_problems(method: str, path: str, sent: list[tuple[str, str]]) -> list[Problem]:
    """Everything wrong with a request; `sent` is the form of a POST, the query of anything else.

    A query that stands in `path` counts too.
    """
    meant = meant_by(method, path)
    if isinstance(meant, Problem):
        return [meant]
    query = parse_qsl(urlsplit(path).query, keep_blank_values=True)
    form = sent if meant.operation.method == "POST" else []
    query += [] if meant.operation.method == "POST" else sent
    return [
        *field_problems(meant.operation, "path", meant.values),
        *field_problems(meant.operation, "query", query),
        *field_problems(meant.operation, "form", form),
        *_missing(meant.operation, form),
        *rule_problems(meant.operation.name, dict(form)),
    ]


def _missing(operation: Operation, form: list[tuple[str, str]]) -> Iterator[Problem]:
    given = {name for name, value in form if value}
    for name in operation.required:
        if name not in given:
            yield error(f"form.{name}", f"{name} is required", MISSING_CODES.get((operation.name, name)))
