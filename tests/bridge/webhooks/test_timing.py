"""Webhooks are timed by route: neither ids nor who called become part of a number's name.

The counters are the process's own, so tests look at differences.
"""

from __future__ import annotations

import re

from tests.console.site import BEARER, Site


def routes(site: Site) -> dict[str, int]:
    text = site.web.get("/metrics", headers=BEARER).text
    found = re.findall(r'warm_bridge_webhook_seconds_count\{route="([^"]+)"\} ([0-9.]+)', text)
    return {route: int(float(count)) for route, count in found}


def test_every_webhook_is_counted_under_its_route(site: Site) -> None:
    before = routes(site)
    site.talk()
    counted = {route: count - before.get(route, 0) for route, count in routes(site).items()}
    assert counted["/twilio/voice"] == 1
    assert counted["/twilio/legs/<leg_id>"] == 2
    assert counted["/twilio/legs/<leg_id>/status"] == 2
    assert counted["/twilio/legs/<leg_id>/entry"] == 2


def test_no_webhook_that_was_refused_or_unknown_makes_a_route_of_its_own(site: Site) -> None:
    site.web.post("/twilio/nowhere")
    site.web.post("/twilio/voice")
    site.web.post("/livekit/webhook")
    served = {rule.rule for rule in site.app.url_map.iter_rules()}
    assert set(routes(site)) <= served
