"""The double's webhooks have the form of those that a real server sent (fixtures/livekit of the reference).

The two-leg call of the recording is played again with its times, and so are its other endings; then each
recorded body is compared with the double's for the same event, key by key.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.livekit.lab import Lab, Phone

RECORDED = Path(__file__).with_name("recorded")
BRIDGE = {
    "X-Bridge-Call": "call-7f3a",
    "X-Bridge-Leg": "caller",
    "X-Twilio-AccountSid": "AC" + "0" * 32,
    "X-Twilio-CallSid": "CA" + "1" * 32,
}


def the_two_leg_call(lab: Lab) -> None:
    lab.create("call-7f3a", empty_timeout=60, departure_timeout=3, metadata='{"call":"call-7f3a"}')
    lab.run(0.512)
    caller = lab.dial("call-7f3a", "caller-7f3a", headers=BRIDGE)
    lab.run(1.502)
    agent = lab.dial("call-7f3a", "agent-7f3a", headers=BRIDGE)
    lab.run(2.047)
    lab.server.bye(agent.invite)
    lab.run(1.006)
    lab.server.bye(caller.invite)
    lab.run(5.0)


def talking(lab: Lab) -> tuple[Phone, Phone]:
    lab.create("r")
    phones = lab.dial("r", "caller", headers=BRIDGE), lab.dial("r", "agent", headers=BRIDGE)
    lab.run(1.0)
    return phones


def removed(lab: Lab) -> None:
    talking(lab)
    lab.remove("r", "sip_agent")


def deleted(lab: Lab) -> None:
    talking(lab)
    lab.delete("r")


def duplicate(lab: Lab) -> None:
    talking(lab)
    lab.dial("r", "caller", headers=BRIDGE)


def cancelled(lab: Lab) -> None:
    lab.create("r")
    phone = lab.dial("r", "caller", headers={})
    lab.run(1.0)
    lab.server.cancel(phone.invite)


PLAYED: dict[str, tuple[Callable[[Lab], None], int]] = {
    **{f"{number:02}": (the_two_leg_call, number - 1) for number in range(1, 11)},
    "21": (removed, -1),
    "22": (deleted, -2),
    "23": (deleted, -1),
    "24": (duplicate, -3),
    "25": (cancelled, -1),
}


def shape(value: Any) -> Any:
    """The keys, all the way down; of a list the shape of all its members together."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


@pytest.mark.parametrize("path", sorted(RECORDED.glob("*.json")), ids=lambda path: path.stem)
def test_a_webhook_has_the_form_of_the_recorded_one(lab: Lab, path: Path) -> None:
    recorded = json.loads(path.read_text())
    play, place = PLAYED[path.name[:2]]
    play(lab)
    lab.run(0.5)
    hook, theirs = lab.receiver.hooks[place], json.loads(recorded["body"])
    assert shape(hook.fields) == shape(theirs)
    assert hook.fields["event"] == theirs["event"]
    for field in ("kind", "state", "disconnectReason"):
        assert hook.fields.get("participant", {}).get(field) == theirs.get("participant", {}).get(field)
    assert _status(hook.fields) == _status(theirs)
    assert set(recorded["headers"]) - set(hook.headers) == {"Host", "Content-Length"}


def _status(body: dict[str, Any]) -> Any:
    return body.get("participant", {}).get("attributes", {}).get("sip.callStatus")


def test_every_recorded_webhook_is_compared() -> None:
    assert {path.name[:2] for path in RECORDED.glob("*.json")} == set(PLAYED)
