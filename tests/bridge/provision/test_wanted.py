"""What both carriers should have, and that the manual says the same for those who do it by hand.

The manual's JSON is what `lk` sends.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from google.protobuf import json_format
from livekit.protocol import sip

from bridge.ports.livekit_sip import Trunk, rule_of, trunk_of
from bridge.provision.wanted import wanted_number, wanted_rule, wanted_trunk, webhook_hint
from bridge.settings import Settings, load_settings
from tests.bridge.settings_example import REQUIRED

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
BASE = "https://bridge.example.com"
OVERRIDES = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"


def settings(**more: str) -> Settings:
    return load_settings(REQUIRED | more, env_file=None)


def in_the_manual(name: str) -> str:
    """The JSON after this file's name."""
    found = re.search(rf"`{name}`:\s*```json\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def test_whoever_does_it_by_hand_makes_the_same_trunk() -> None:
    wanted = settings(LIVEKIT_SIP_USERNAME="USERNAME", LIVEKIT_SIP_PASSWORD="PASSWORD")
    made = json_format.Parse(in_the_manual("trunk.json"), sip.CreateSIPInboundTrunkRequest())
    assert trunk_of(made.trunk) == wanted_trunk(wanted)


def test_whoever_does_it_by_hand_makes_the_same_rule() -> None:
    made = json_format.Parse(in_the_manual("rule.json"), sip.CreateSIPDispatchRuleRequest())
    assert rule_of(made.dispatch_rule) == wanted_rule("THE TRUNK'S ID")


def test_the_trunk_takes_every_room_s_name_with_our_credentials_from_where_the_setting_says() -> None:
    assert wanted_trunk(settings(LIVEKIT_SIP_ALLOWED_ADDRESSES="192.0.2.0/24")) == Trunk(
        name="warm-bridge",
        username="warm-bridge",
        password="a-password-for-tests",
        headers={"x-bridge-call": "bridge.call", "x-bridge-leg": "bridge.leg"},
        ringing_seconds=120,
        encryption="SIP_MEDIA_ENCRYPT_ALLOW",
        numbers=(),
        callers=(),
        addresses=("192.0.2.0/24",),
        longest_seconds=14700,
        media_seconds=60,
    )


def test_the_rule_names_the_room_after_the_number_called_and_always_names_a_trunk() -> None:
    rule = wanted_rule("ST_1")
    assert (rule.name, rule.trunk_ids, rule.kind) == ("warm-bridge", ("ST_1",), "callee")
    assert (rule.prefix, rule.randomize, rule.pin, rule.hides_callers) == ("", False, "", False)


def test_a_room_that_a_leg_makes_outlasts_a_hold_and_is_small_as_ours_are() -> None:
    rule = wanted_rule("ST_1")
    assert rule.empty_seconds == rule.departure_seconds == 3600
    assert rule.places == 20


def test_livekit_never_cuts_a_call_that_twilio_lets_live() -> None:
    """Twilio's limit is four hours (reference/twilio.md 3.1)."""
    assert 4 * 3600 < wanted_trunk(settings()).longest_seconds < 5 * 3600


def test_a_password_does_not_show_when_a_trunk_is_printed() -> None:
    assert "a-password-for-tests" not in repr(wanted_trunk(settings()))


def test_the_number_s_urls_are_those_of_the_manual() -> None:
    assert wanted_number(BASE, "") == {
        "voice_url": f"{BASE}/twilio/voice{OVERRIDES}",
        "voice_method": "POST",
        "voice_fallback_url": f"{BASE}/twilio/fallback{OVERRIDES}",
        "voice_fallback_method": "POST",
        "status_callback": f"{BASE}/twilio/status",
        "status_callback_method": "POST",
        "trunk_sid": "",
        "voice_application_sid": "",
    }
    for path in ("/twilio/voice", "/twilio/fallback", "/twilio/status", "/livekit/webhook"):
        assert f"`PUBLIC_BASE_URL{path}`" in README
    assert f"`{OVERRIDES}`" in README


@pytest.mark.parametrize(
    ("before", "query"),
    [
        (f"{BASE}/twilio/voice?skill=billing", "?skill=billing"),
        (f"{BASE}/twilio/voice?skill=billing{OVERRIDES}", "?skill=billing"),
        ("https://old.example.com/twilio/voice?skill=billing", "?skill=billing"),
        ("https://old.example.com/twilio/voice?skill=billing&x=1", ""),
        ("https://elsewhere.example.com/hook?skill=billing", ""),
        (f"{BASE}/twilio/voice?token=secret", ""),
    ],
)
def test_a_number_of_a_skill_keeps_it(before: str, query: str) -> None:
    assert wanted_number(BASE, before)["voice_url"] == f"{BASE}/twilio/voice{query}{OVERRIDES}"


def test_the_webhook_s_sentence_says_what_to_paste_where_and_holds_no_key() -> None:
    hint = webhook_hint(settings())
    assert hint.count(f"{BASE}/livekit/webhook") == 2 and "livekit.yaml" in hint and "Cloud" in hint
    assert REQUIRED["LIVEKIT_API_KEY"] not in hint and REQUIRED["LIVEKIT_API_SECRET"] not in hint
    assert json.dumps(hint).isascii()
