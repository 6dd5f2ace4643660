"""The same scenarios once more on the real clock: real gunicorn, real sockets, real SQLite.

All of them take forty minutes, four at a time (`make live`); `make test` plays two.
"""

from __future__ import annotations

import re
import tempfile

import pytest

from simulator.live import live_stage
from simulator.scenarios import SCENARIOS
from simulator.stage import API_TOKEN, AUTH_TOKEN, LIVEKIT_SECRET, MODEL_KEYS, SIP_PASSWORD

IN_EVERY_RUN = ("warm_transfer", "transfer_by_code")
LIVE = [pytest.param(name, marks=[] if name in IN_EVERY_RUN else pytest.mark.live) for name in SCENARIOS]
# No mistake of ours, but something that only an administrator can mend.
ADVICE = '"event": "livekit_forgot_its_rooms"'
SECRETS = (API_TOKEN, AUTH_TOKEN, LIVEKIT_SECRET, SIP_PASSWORD, *MODEL_KEYS.values())


@pytest.mark.parametrize("name", LIVE)
def test_a_scenario_ends_well_over_sockets(name: str) -> None:
    scenario = SCENARIOS[name]
    settings = {"WEB_CONCURRENCY": "2", **scenario.settings}
    with tempfile.TemporaryFile() as log:
        with live_stage(settings=settings, errors=log) as (stage, _):
            scenario.play(stage)
            problems, said = stage.problems, [word for phone in stage.judge.callers for word in phone.said]
        log.seek(0)
        told = log.read().decode()
    assert problems == []
    errors = [line for line in told.splitlines() if '"level": "error"' in line and ADVICE not in line]
    assert errors == []
    assert not re.search(r"\+1555\d{7}", told), "a whole phone number stands in the log"
    assert not [secret for secret in (*SECRETS, *said) if secret in told]
