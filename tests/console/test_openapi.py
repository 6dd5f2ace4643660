"""The description of the API: valid OpenAPI 3.1, complete, true, and readable without a network.

Schemathesis holds the application against it, with few examples and the same every time.
"""

from __future__ import annotations

import re
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.console.site import BEARER, Site

HOST = re.compile(r"//[\w.-]+\.\w")
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
ASSET = re.compile(r"""(?:src|href)="([^"]+)\"""")


def described(site: Site) -> set[tuple[str, str]]:
    paths: dict[str, dict[str, Any]] = site.web.get("/openapi/openapi.json").json["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_it_is_valid_openapi_3_1(site: Site) -> None:
    answer = site.web.get("/openapi/openapi.json")
    assert answer.mimetype == "application/json"
    assert answer.json["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(answer.json).validate()


def test_it_lists_every_route_of_the_api(site: Site) -> None:
    served = {
        (method, re.sub(r"<(?:[^<:]+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api")
    }
    assert described(site) == served and len(served) == 14


def test_the_pages_need_no_other_host(site: Site) -> None:
    page = site.web.get("/openapi/")
    assert page.status_code == 200 and page.mimetype == "text/html"
    assert HOST.findall(page.text) == []
    assets = ASSET.findall(page.text)
    assert len(assets) >= 4
    for asset in assets:
        answer = site.web.get(f"/openapi/{asset}")
        assert answer.status_code == 200, asset
        answer.close()


@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_as_described(site: Site, mode: GenerationMode) -> None:
    """Bounded and the same every time; what fits the description, and what does not."""
    tried = set[tuple[str, str]]()
    for found in schemathesis.openapi.from_wsgi("/openapi/openapi.json", site.app).get_all_operations():
        operation = found.ok()

        @hypothesis.settings(max_examples=10, derandomize=True, deadline=None, database=None)
        @hypothesis.given(case=operation.as_strategy(mode))
        def send(case: schemathesis.Case) -> None:
            tried.add((case.method, case.path))
            case.call_and_validate(headers=BEARER, checks=CHECKS)

        send()
    assert tried == described(site)
