"""URLs: what comes back from a document says which and what, and nothing else is ever an input.

Held against the table of inputs, so that nothing is reported in vain and nothing is missed.
"""

import re

import pytest

from bridge.core.events import InputKind
from bridge.core.legs import INPUTS, stay
from bridge.core.state import Place
from tests.twiml.phones import LEG, LINE, happened, leg, steps, views
from twiml import links, render

BASE = "https://bridge.example.com/calls/twilio"
OVERRIDES = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (links.document(LINE, "leg-a-1"), "/legs/leg-a-1"),
        (links.leg_status(LINE, "leg-a-1"), "/legs/leg-a-1/status"),
        (links.announcement(LINE, "leg-a-1", "hold_warning"), "/legs/leg-a-1/announcement?say=hold_warning"),
        (links.back(LEG, "keys"), f"/legs/{LEG.leg}?n=7&e=keys"),
        (links.entry_status(LEG), f"/legs/{LEG.leg}/entry?k=3"),
        (links.conference_status(LEG), f"/conferences/{LEG.conversation}"),
        (links.transcription(LINE, LEG.call), f"/calls/{LEG.call}/transcription"),
        (links.transcription(LINE, LEG.call, 2), f"/calls/{LEG.call}/transcription?s=2"),
        (links.machine(LINE, LEG.leg), f"/legs/{LEG.leg}/machine"),
        (links.wait(LINE), "/wait"),
        (links.fallback(LINE), "/fallback"),
        (links.fallback(LINE, 3), "/fallback?k=3"),
    ],
)
def test_a_url_is_under_the_base_and_survives_our_death(url: str, path: str) -> None:
    assert url == f"{BASE}{path}{OVERRIDES}"


def test_a_fetch_of_the_current_document_is_never_an_input() -> None:
    assert "?" not in links.document(LINE, "leg-a-1")


@pytest.mark.parametrize("number", [1, 2, 99_999])
def test_all_that_comes_back_from_a_document_carries_its_number(number: int) -> None:
    for place, step in steps():
        xml = render(leg(place, step, number=number))
        assert set(re.findall(r"[?;]n=(\d+)", xml)) <= {str(number)}
        assert xml.count(f"?n={number}&amp;e=") == len(happened(xml))


@pytest.mark.parametrize("place", Place)
def test_what_the_machine_reacts_to_is_what_the_documents_of_a_place_report(place: Place) -> None:
    reported = {kind for view in views() if view.place is place for kind in happened(view)}
    reacted = {kind for kind in InputKind if INPUTS[place][kind] is not stay}
    # A document that fetches itself again reports it, whether or not the machine has something to do.
    assert reacted <= reported <= reacted | {InputKind.AGAIN}
