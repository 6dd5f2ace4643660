"""Entering a conversation: what the two carriers need to let the leg in and to say who it is.

What is the same for everybody there must be the same in every document: anybody may come first.
"""

import re
from dataclasses import replace

import pytest

from bridge.core.state import Party, Place
from simulator.contract import check_twiml
from tests.twiml.phones import KINDS, LEG, LINE, leg, one, verbs, views, words
from twiml import render
from twiml.view import View

# The longest ids that a call could get, and a host name that leaves room for them.
LONGEST = replace(
    leg(Place.CONVERSATION),
    line=replace(LINE, sip_host=f"{'a.' * 90}example.net:65535"),
    call=f"call-{'z' * 20}",
    leg=f"leg-{'z' * 20}-99999",
    identity=f"leg-{'z' * 20}-99999.99999",
    entry=99_999,
    number=999_999_999,
    conversation=f"conf-{'z' * 20}-99999",
)
ENTERING = [Place.GREETING, Place.CONVERSATION]


def _sip(view: View) -> tuple[str, str]:
    uri, _, headers = (one(view, "Sip").text or "").partition("?")
    return uri, headers


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_is_spoken_before_the_conversation_is_entered(kind: str) -> None:
    view = leg(Place.CONVERSATION, kind=kind, note="back_busy")
    assert verbs(view)[0] == "Say" and verbs(view)[1].startswith("Dial>")
    assert words(view) == "Bob is busy. You are back with the caller."


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_note_the_leg_enters_at_once_and_says_when_it_is_back(kind: str) -> None:
    dial = one(leg(Place.CONVERSATION, kind=kind), "Dial")
    assert len(verbs(leg(Place.CONVERSATION, kind=kind))) == 1
    assert "?n=7&e=ended#" in dial.get("action", "")


def test_a_room_is_dialled_with_the_trunks_credentials() -> None:
    sip = one(leg(Place.CONVERSATION), "Sip")
    assert (sip.get("username"), sip.get("password")) == ("trunk", "<\"&'>")


def test_a_room_is_dialled_by_its_name_at_the_configured_host_and_transport() -> None:
    assert _sip(leg(Place.CONVERSATION))[0] == (
        "sip:conv-mfrggzdfmztwq2lknnwg-1@project.sip.example.net:5061;transport=tls"
    )


def test_the_headers_name_call_leg_and_entry_and_are_our_own() -> None:
    headers = dict(header.split("=") for header in _sip(leg(Place.CONVERSATION))[1].split("&"))
    assert headers == {"X-Bridge-Call": LEG.call, "X-Bridge-Leg": LEG.identity}


@pytest.mark.parametrize("place", ENTERING)
def test_the_caller_id_names_leg_and_entry(place: Place) -> None:
    # Two legs with one From user: the second would throw the first out of the room.
    assert one(leg(place), "Dial").get("callerId") == f"{LEG.leg}.3"
    assert one(leg(place, identity=f"{LEG.leg}.4"), "Dial").get("callerId") == f"{LEG.leg}.4"


@pytest.mark.parametrize("place", ENTERING)
def test_the_longest_possible_ids_stay_within_the_carriers_limits(place: Place) -> None:
    for kind in KINDS:
        assert check_twiml(render(replace(LONGEST, place=place, kind=kind))) == []
    uri, headers = _sip(replace(LONGEST, place=place))
    assert len(uri) < 255
    assert len(headers) < 1024
    assert re.fullmatch(r"[A-Za-z0-9+_.-]+", one(LONGEST, "Dial").get("callerId", ""))
    label = one(replace(LONGEST, kind="conference"), "Conference").get("participantLabel", "")
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,128}", label), "goes into REST paths without being escaped"


def test_a_room_that_does_not_answer_is_given_up_after_fifteen_seconds() -> None:
    assert one(leg(Place.CONVERSATION), "Dial").get("timeout") == "15"


def test_the_entry_into_a_room_is_reported_with_its_number() -> None:
    sip = one(leg(Place.CONVERSATION, entry=3), "Sip")
    assert "/entry?k=3#" in sip.get("statusCallback", "")
    assert set(sip.get("statusCallbackEvent", "").split()) == {"answered", "completed"}


def test_all_that_enter_a_conference_say_the_same_of_it() -> None:
    """The first joiner fixes the callback (reference/twilio.md 3.3), and nobody knows who that is."""
    joining = [view for view in views() if "Conference" in render(view)]
    assert {view.place for view in joining} == set(ENTERING)
    joining += [replace(view, leg="leg-other-1", identity="leg-other-1.9", number=1) for view in joining]
    said = {tuple(sorted(one(view, "Conference").attrib.items())) for view in joining}
    labels = {dict(attributes).pop("participantLabel") for attributes in said}
    assert labels == {LEG.identity, "leg-other-1.9"}
    assert len({tuple(pair for pair in one if pair[0] != "participantLabel") for one in said}) == 1
    assert {one(view, "Conference").text for view in joining} == {LEG.conversation}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("party", [Party.AGENT, Party.TARGET])
def test_star_brings_an_agent_out_of_a_talk_to_a_menu(party: Party, kind: str) -> None:
    assert one(leg(Place.CONVERSATION, kind=kind, party=party), "Dial").get("hangupOnStar") == "true"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ENTERING)
def test_a_caller_who_presses_star_stays_in_the_talk(place: Place, kind: str) -> None:
    # False is also what the carrier takes it for when nothing is said.
    dial = one(leg(place, kind=kind, party=Party.CALLER), "Dial")
    assert dial.get("hangupOnStar", "false") == "false"


def test_two_conferences_are_reported_apart() -> None:
    views_of_two = [leg(Place.CONVERSATION, kind="conference", conversation=f"conf-a-{n}") for n in (1, 2)]
    assert len({one(view, "Conference").get("statusCallback") for view in views_of_two}) == 2


def test_a_conference_is_quiet_quick_and_outlives_whoever_leaves() -> None:
    conference = one(leg(Place.CONVERSATION, kind="conference"), "Conference")
    assert (
        conference.attrib.items()
        >= {
            "beep": "false",
            "jitterBufferSize": "small",
            "startConferenceOnEnter": "true",
            "endConferenceOnExit": "false",
            "statusCallbackEvent": "start end join leave",
        }.items()
    )
    assert (conference.get("waitUrl") or "").startswith(f"{LINE.base_url}/twilio/wait#")
