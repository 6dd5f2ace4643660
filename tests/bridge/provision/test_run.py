"""The command as it is typed: over sockets against both carriers, what it prints, and that calls come in.

The last is the proof: a whole warm transfer on carriers that only `provision` has set up.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from app import Hosted, app, migrate
from simulator.command import Databases, databases
from simulator.lanes.sockets import SocketLane
from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.stage import AUTH_TOKEN, LIVEKIT_SECRET, NUMBER, SIP_PASSWORD, Addresses, Stage
from simulator.twilio.faults import Fault
from tests.bridge.provision.deployment import Deployment, bared

SECRETS = (AUTH_TOKEN, LIVEKIT_SECRET, SIP_PASSWORD, NUMBER)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """On the real clock, with a door for each carrier."""
    with SocketLane() as lane:
        stages: list[Stage] = []
        doors = [
            lane.doors.open(lambda *asked: stages[0].twilio_door(*asked)),
            lane.doors.open(lambda *asked: stages[0].livekit_door(*asked)),
        ]
        twilio, livekit = (f"http://127.0.0.1:{port}" for port in doors)
        addresses = Addresses("https://bridge.test", twilio, livekit)
        made = lane.driver.call(lambda: bared(Stage(lane.world, lane.network, addresses)))
        stages.append(made)
        yield made


def typed(stage: Stage, *arguments: str, **settings: str) -> Result:
    environment = stage.environment("sqlite:///nowhere.db") | settings
    return CliRunner().invoke(app.cli, ["provision", *arguments], env=environment)


def test_the_command_says_a_line_for_each_thing_and_no_secret(stage: Stage) -> None:
    dry, first, second = typed(stage, "--dry-run"), typed(stage), typed(stage)
    told = [[line.partition(" (")[0] for line in run.output.splitlines()[:3]] for run in (dry, first, second)]
    assert told == [
        [
            "Twilio number ***0000: would change: voice URL, fallback URL, status callback",
            "LiveKit inbound trunk: would make",
            "LiveKit dispatch rule: would make",
        ],
        [
            "Twilio number ***0000: changed: voice URL, fallback URL, status callback",
            "LiveKit inbound trunk: made",
            "LiveKit dispatch rule: made",
        ],
        [
            "Twilio number ***0000: unchanged",
            "LiveKit inbound trunk: unchanged",
            "LiveKit dispatch rule: unchanged",
        ],
    ]
    for run in (dry, first, second):
        assert run.exit_code == 0
        assert run.output.splitlines()[3].startswith("LiveKit webhook: by hand")
        assert not [secret for secret in SECRETS if secret in run.output]


def test_the_command_fails_when_a_half_did_and_does_the_other(stage: Stage) -> None:
    stage.carrier.faults.append(Fault("error", status=401, code=20003))
    run = typed(stage)
    assert run.exit_code == 1
    assert "Twilio number ***0000: FAILED. Twilio does not accept our credentials" in run.output
    assert "LiveKit dispatch rule: made" in run.output


def test_a_missing_setting_is_named_and_nothing_is_asked(stage: Stage) -> None:
    run = typed(stage, LIVEKIT_SIP_PASSWORD="")
    assert run.exit_code == 1 and "LIVEKIT_SIP_PASSWORD must be" in run.output
    assert [fact for fact in stage.world.history if fact.kind == "rest"] == []


@pytest.fixture
def ready() -> Iterator[Databases]:
    with databases(migrate) as found:
        yield found


@pytest.mark.parametrize("name", ["warm_transfer", "consult_in_a_room"])
def test_calls_come_in_on_carriers_that_only_this_command_has_set_up(name: str, ready: Databases) -> None:
    scenario = SCENARIOS[name]
    rehearsal = Rehearsal(Hosted, ready.new(), 3, scenario.settings)
    assert Deployment(bared(rehearsal.stage)).provision()[0] == 0
    with rehearsal:
        scenario.play(rehearsal.stage)
    assert rehearsal.stage.problems == []
    assert any(fact.kind == "sip_left" for fact in rehearsal.world.history)
