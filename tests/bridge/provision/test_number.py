"""Twilio's half through its own SDK: our number's webhooks, set once, and why it did not work.

The carrier is the simulator's double.
"""

from __future__ import annotations

from dataclasses import asdict

import pytest

from simulator.stage import AUTH_TOKEN
from simulator.twilio.faults import Fault, Kind, when
from simulator.twilio.settings import NumberConfig
from tests.bridge.provision.deployment import TWILIO, Deployment

BASE = "https://bridge.test"
OVERRIDES = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"
CHANGE = when("POST", "/IncomingPhoneNumbers/")
LOOK = when("GET", "/IncomingPhoneNumbers")
ALL_URLS = "changed: voice URL, fallback URL, status callback"


def test_the_number_asks_this_deployment_about_its_calls(deployment: Deployment) -> None:
    status, told = deployment.provision()
    assert (status, told[TWILIO]) == (0, ALL_URLS)
    assert asdict(deployment.number) == asdict(
        NumberConfig(
            sid=deployment.number.sid,
            voice_url=f"{BASE}/twilio/voice{OVERRIDES}",
            voice_fallback_url=f"{BASE}/twilio/fallback{OVERRIDES}",
            status_callback=f"{BASE}/twilio/status",
        )
    )


def test_twice_is_once(deployment: Deployment) -> None:
    deployment.provision()
    asked = len(deployment.stage.world.history)
    status, told = deployment.provision()
    assert (status, told[TWILIO]) == (0, "unchanged")
    later = deployment.stage.world.history[asked:]
    assert [fact.details["method"] for fact in later if fact.kind == "rest"] == ["GET"]


def test_a_skill_and_a_name_that_somebody_gave_the_number_stay(deployment: Deployment) -> None:
    deployment.number.voice_url = f"{BASE}/twilio/voice?skill=billing"
    deployment.number.friendly_name = "Billing"
    deployment.provision()
    assert deployment.number.voice_url == f"{BASE}/twilio/voice?skill=billing{OVERRIDES}"
    assert deployment.number.friendly_name == "Billing"
    assert deployment.provision()[1][TWILIO] == "unchanged"


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("voice_method", "GET", "voice method"),
        ("voice_fallback_method", "GET", "fallback method"),
        ("status_callback_method", "GET", "status callback method"),
        ("trunk_sid", "TK" + "1" * 32, "SIP trunk (taken off)"),
        ("voice_application_sid", "AP" + "1" * 32, "TwiML application (taken off)"),
    ],
)
def test_what_would_keep_calls_away_is_put_right(
    deployment: Deployment, field: str, value: str, label: str
) -> None:
    deployment.provision()
    setattr(deployment.number, field, value)
    assert deployment.provision(dry_run=True)[1][TWILIO] == f"would change: {label}"
    assert getattr(deployment.number, field) == value
    assert deployment.provision()[1][TWILIO] == f"changed: {label}"
    assert getattr(deployment.number, field) in ("POST", "")


def test_a_dry_run_changes_nothing(deployment: Deployment) -> None:
    before = asdict(deployment.number)
    status, told = deployment.provision(dry_run=True)
    assert (status, told[TWILIO]) == (0, f"would {ALL_URLS.replace('changed', 'change')}")
    assert asdict(deployment.number) == before


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_number_of_another_account_is_refused_without_printing_it(
    deployment: Deployment, dry_run: bool
) -> None:
    status, told = deployment.provision(dry_run, TWILIO_NUMBER="+15550100999")
    what = "Twilio number ***0999"
    assert status == 1 and told[what].startswith("FAILED. TWILIO_NUMBER is none of the numbers of")
    assert "+15550100999" not in str(told)


@pytest.mark.parametrize("kind", ["timeout after effect", "timeout before effect", "status 503", "429"])
@pytest.mark.parametrize("request_", [CHANGE, LOOK])
def test_what_failed_for_a_moment_is_looked_at_again(
    deployment: Deployment, kind: Kind, request_: object
) -> None:
    deployment.stage.carrier.faults.append(Fault(kind, request_))
    status, told = deployment.provision()
    assert (status, told[TWILIO]) == (0, ALL_URLS) and len(deployment.slept) == 1
    assert deployment.number.voice_url.startswith(f"{BASE}/twilio/voice")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault("refused", LOOK, times=9), "Twilio could not be reached. Check the network"),
        (Fault("status 503", CHANGE, times=9), "Twilio answered 503 (code 20503). Wait a minute"),
        (Fault("error", CHANGE, 9, code=21402), "https://www.twilio.com/docs/api/errors/21402 says why"),
    ],
)
def test_what_goes_on_failing_is_told_in_a_sentence_and_livekit_s_half_is_done_all_the_same(
    deployment: Deployment, fault: Fault, says: str
) -> None:
    deployment.stage.carrier.faults.append(fault)
    status, told = deployment.provision()
    assert status == 1 and told[TWILIO].startswith("FAILED. ") and says in told[TWILIO]
    assert "then run `flask provision` again" in told[TWILIO]
    assert (len(deployment.trunks), len(deployment.rules)) == (1, 1)


def test_a_wrong_token_is_told_without_trying_again(deployment: Deployment) -> None:
    status, told = deployment.provision(TWILIO_AUTH_TOKEN="another-token")
    assert status == 1 and deployment.slept == []
    assert "TWILIO_AUTH_TOKEN must be the token of TWILIO_ACCOUNT_SID" in told[TWILIO]
    assert "another-token" not in str(told)


def test_an_api_key_is_used_where_there_is_one(deployment: Deployment) -> None:
    key, secret = "SK" + "2" * 32, "secret-of-the-key"
    deployment.stage.carrier.api_keys[key] = secret
    status, told = deployment.provision(
        TWILIO_API_KEY=key, TWILIO_API_SECRET=secret, TWILIO_AUTH_TOKEN="signs-webhooks-only"
    )
    assert (status, told[TWILIO]) == (0, ALL_URLS)
    assert AUTH_TOKEN not in str(told) and secret not in str(told)
