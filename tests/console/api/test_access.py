"""The JSON API is for those with a token: everybody else learns nothing, not even what was wrong.

The routes are read from the application, so that a new one is tested without being named.
"""

from __future__ import annotations

import pytest
from werkzeug.routing import Rule

from tests.console.site import API_TOKEN, BEARER, Site

WRONG = {
    "missing": {},
    "empty": {"Authorization": ""},
    "no scheme": {"Authorization": API_TOKEN},
    "another scheme": {"Authorization": f"Basic {API_TOKEN}"},
    "wrong": {"Authorization": "Bearer a-guess"},
    "too short": {"Authorization": f"Bearer {API_TOKEN[:-1]}"},
    "too long": {"Authorization": f"Bearer {API_TOKEN}x"},
    "not of this world": {"Authorization": "Bearer \xff\xfe"},
}


def routes(site: Site) -> list[tuple[str, str]]:
    """Every route of the API with each of its methods, and /metrics."""

    def guarded(rule: Rule) -> bool:
        return rule.rule.startswith("/api/") or rule.rule == "/metrics"

    return [
        (method, rule.rule.replace("<", "").replace(">", "").replace("any(complete,cancel,merge,swap):", ""))
        for rule in site.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
        if guarded(rule)
    ]


def test_every_route_asks_for_the_token_before_anything_else(site: Site) -> None:
    asked = routes(site)
    assert len(asked) > 15
    for method, path in asked:
        path = path.replace("command", "cancel")
        answer = site.web.open(path, method=method, data=b"{", headers={"Content-Type": "text/plain"})
        assert answer.status_code == 401, (method, path)
        allowed = site.web.open(path, method=method, headers=BEARER)
        assert allowed.status_code != 401, (method, path)


@pytest.mark.parametrize("path", ["/api/agents", "/metrics"])
def test_a_missing_token_and_a_wrong_one_are_told_the_same(site: Site, path: str) -> None:
    answers = [site.web.get(path, headers=headers) for headers in WRONG.values()]
    assert {answer.status_code for answer in answers} == {401}
    assert len({(answer.data, str(answer.headers)) for answer in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"
    assert answers[0].mimetype == "application/problem+json"


@pytest.mark.parametrize("header", ["Bearer ", "Bearer None", "Bearer", ""])
def test_without_a_token_in_the_settings_nobody_is_let_in(site: Site, header: str) -> None:
    site.restart(API_TOKEN="")
    assert site.web.get("/api/agents", headers={"Authorization": header}).status_code == 401
    assert site.web.get("/api/agents", headers=BEARER).status_code == 401


def test_a_token_in_the_address_does_not_count(site: Site) -> None:
    assert site.web.get(f"/api/agents?access_token={API_TOKEN}").status_code == 401
