"""What nothing public says about Twilio: everything holds for either answer (reference/twilio.md 9).

Each switch of the simulated carrier is turned alone, and the scenarios that could notice are played; `make
storm` plays all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from app import Hosted
from simulator.command import Databases
from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.twilio.settings import Switches, Weather
from tests.scenarios.parts import STORM_PART, chosen

TURNED: dict[str, Any] = {
    "redirect_requests_old_action": True,
    "invite_carries_child_sid": False,
    "hangup_requests_action": True,
    "child_completes_first": False,
    "transcription_survives_redirect": False,
    "token_on_first_attempt": False,
    "quiet_sip_leg_cut_after": 45.0,
    "kicked_leg_continues": False,
    "redirect_delay": (1.0, 1.5),
    "secure_media_accepted": False,
    "same_name_starts_twice": True,
    "ended_call_is_unknown": True,
    "callbacks_are_retried": True,
    "inbound_track_is_the_phone": False,
}
SHOWN_BY = [
    "call_answered",
    "warm_transfer",
    "transfer_by_code",
    "swap_by_key",
    "merge_then_complete",
    "b_declines",
    "b_leaves_the_consult",
    "a_leaves_the_consult",
    "caller_leaves_in_the_consult",
    "cancelled_in_the_consult",
    "blind_declined",
    "rescue",
    "livekit_dies_under_a_talk",
    "hold_limit_in_the_consult",
    "whose_words",
    "no_model",
    "all_three_by_key",
    "redis_dies_in_the_consult",
]
# Somebody is on the way into a room that nobody needs any more.
ON_THE_WAY = [
    "caller_leaves_as_a_takes_the_call",
    "caller_leaves_on_the_way_back",
    "caller_leaves_as_b_takes_over",
]


IS_CHOSEN: Callable[[tuple[str, str]], bool] = (
    chosen("switches", 1) if STORM_PART else lambda case: case[1] in SHOWN_BY
)
CASES = [case for case in product(TURNED, SCENARIOS) if IS_CHOSEN(case)]


def test_every_switch_is_turned() -> None:
    assert set(TURNED) == set(Switches.__dataclass_fields__)


def _play(name: str, database_url: str, switches: Switches, weather: Weather) -> None:
    scenario = SCENARIOS[name]
    with Rehearsal(Hosted, database_url, 1, scenario.settings, switches, weather) as rehearsal:
        scenario.play(rehearsal.stage)
        assert rehearsal.stage.problems == []


@pytest.mark.parametrize(("switch", "name"), CASES)
def test_a_scenario_ends_well_whatever_twilio_does(switch: str, name: str, ready: Databases) -> None:
    _play(name, ready.new(), replace(Switches(), **{switch: TURNED[switch]}), Weather())


@pytest.mark.parametrize("name", SCENARIOS)
def test_callbacks_that_come_twice_change_nothing(name: str, ready: Databases) -> None:
    _play(name, ready.new(), Switches(), Weather(duplicate_callbacks=0.5, callback_delay=(0.01, 1.0)))


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_nobody_comes_into_a_room_that_is_gone_however_slow_a_redirect_is(
    name: str, ready: Databases
) -> None:
    _play(name, ready.new(), replace(Switches(), redirect_delay=(1.0, 1.5)), Weather())


@pytest.mark.parametrize("name", ["transfer_in_spanish", "transfer_in_german", "transfer_in_french"])
def test_whose_words_are_whose_is_told_by_our_own_greeting_in_every_language(
    name: str, ready: Databases
) -> None:
    _play(name, ready.new(), Switches(inbound_track_is_the_phone=False), Weather())
