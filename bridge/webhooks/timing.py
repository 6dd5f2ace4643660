"""How long webhooks take, by route.

Decides nothing; it must not see what is in them.
"""

from __future__ import annotations

import time

from flask import Flask, Response, g, request

from bridge import metrics


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.url_rule is not None and request.path.startswith(("/twilio/", "/livekit/")):
        metrics.webhook_seconds.labels(request.url_rule.rule).observe(time.perf_counter() - g.began)
    return response
