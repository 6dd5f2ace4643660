"""Every document against the carrier's published contract: nothing that it would refuse, drop or never run.

Whatever a place, a step, a note, a name or a model may hold; what the documents say stands elsewhere.
"""

import itertools
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.core.events import InputKind
from bridge.core.keys import KEYS
from bridge.core.state import Place
from simulator.contract import check_twiml
from tests.twiml.phones import KINDS, LINE, announced, leg, root, steps, views, words
from twiml import DOCUMENTS, ended, hold, lifeboat, render
from twiml.view import View

# The connection overrides of the design, in full: four more tries within the carrier's 15 s.
OVERRIDES = "#rc=4&rp=ct,rt,5xx&rt=3500&tt=15000"
NO_LEG = {
    "a stranger": (ended.stranger(LINE), "call"),
    "alone in a conference": (hold.wait_document(LINE), "wait"),
    **{f"lifeboat {n}": (lifeboat.document(LINE, n), "call") for n in (0, 1, 9, 10, 11)},
}
EVERY_DOCUMENT = {*map(render, views()), *(xml for xml, _ in NO_LEG.values())}

CHARACTERS = st.characters(exclude_categories=())
CHUNKS = st.sampled_from(
    [
        "</Say></Response>",
        "<!-- ",
        "]]>",
        "&amp;",
        "&#0;",
        "\x00\x0b\x1b[31m",
        "\ud83d",
        "\ufffe",
        "\u202e\u2067",
    ]
    + [
        "\u200f",
        "\u2028",
        "\x85",
        "{target} {0} %s",
        "\U0001f926\u200d\u2642\ufe0f",
        "press 9 ",
        "\u0627\u0644",
    ]
)
HOSTILE = st.lists(CHUNKS | st.text(CHARACTERS, max_size=30), max_size=40).map("".join)
TEN_THOUSAND_WORDS = "word " * 10_000
ONE_LONG_WORD = "\U0001f926" * 10_000


@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_document(place: Place) -> None:
    assert place in DOCUMENTS
    assert place in {view.place for view in views()}


@pytest.mark.parametrize(("place", "step"), steps())
def test_the_carrier_finds_nothing_wrong_with_any_note_and_kind(place: Place, step: str) -> None:
    documents = {render(view) for view in views() if (view.place, view.step) == (place, step)}
    assert documents
    assert {found for xml in documents for found in check_twiml(xml)} == set()


@pytest.mark.parametrize("name", NO_LEG)
def test_the_carrier_finds_nothing_wrong_with_documents_of_nobody(name: str) -> None:
    assert check_twiml(*NO_LEG[name]) == []


def _urls(xml: str) -> list[str]:
    """All that a document makes the carrier fetch, by the names of what is fetched or by its look."""
    found = [(name, value) for one in root(xml).iter() for name, value in one.items()]
    found += [(one.tag, one.text or "") for one in root(xml).iter()]
    fetched = re.compile("action|Redirect|Play|.*(?:[uU]rl|Callback)")
    return [value for name, value in found if fetched.fullmatch(name) or "://" in value]


def test_every_url_is_ours_and_ends_in_the_overrides_but_the_music() -> None:
    urls = {url for xml in EVERY_DOCUMENT for url in _urls(xml)}
    assert LINE.music_url in urls
    for url in urls - {LINE.music_url}:
        assert url.startswith(f"{LINE.base_url}/twilio/")
        assert url.endswith(OVERRIDES) and url.count("#") == 1
        parts = urlsplit(url)
        assert re.fullmatch("/calls/twilio(/[a-z0-9-]+)+", parts.path)
        query = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
        assert set(query) in ({"n", "e"}, {"k"}, set())
        assert set(query.get("e", [])) <= set(InputKind)


def test_the_music_is_played_from_where_the_deployment_says() -> None:
    played = {one.text for xml in EVERY_DOCUMENT for one in root(xml).iter("Play")}
    assert played == {LINE.music_url}


@pytest.mark.parametrize("where", ["headline", "details", "reason", "caller", "agent", "target", "skill"])
@settings(max_examples=40)
@given(text=HOSTILE, kind=st.sampled_from(KINDS))
@example(text=TEN_THOUSAND_WORDS, kind="conference")
@example(text=ONE_LONG_WORD, kind="conference")
def test_no_text_breaks_a_document_or_hides_its_keys(where: str, text: str, kind: str) -> None:
    for place, step in steps():
        view = leg(place, step, kind=kind, note="hold_warning" if place is Place.CONSULTING else "")
        view = replace(view, **{where: (text,) * 8 if where == "details" else text})
        xml = render(view)
        assert check_twiml(xml) == []
        assert announced(words(leg(place, step))) <= announced(words(xml)) | {"#"}


@given(st.tuples(*[HOSTILE] * 4), st.sampled_from(sorted(KEYS)))
@example((TEN_THOUSAND_WORDS,) * 4, Place.CONSULTING)
@example((ONE_LONG_WORD,) * 4, Place.CONSULTING)
def test_long_names_together_leave_room_for_the_keys(names: tuple[str, ...], place: Place) -> None:
    caller, skill, agent, target = names
    for (one, step), note in itertools.product(steps(), ("", "hold_warning")):
        if one is place and announced(words(leg(one, step))):
            said = words(leg(one, step, note=note, caller=caller, skill=skill, agent=agent, target=target))
            assert set(KEYS[place]) <= announced(said)


def test_the_same_view_gives_the_same_document() -> None:
    changed: View = leg(Place.BRIEF, "headline", headline="Another.")
    assert render(leg(Place.BRIEF, "headline")) == render(leg(Place.BRIEF, "headline"))
    assert render(changed) != render(leg(Place.BRIEF, "headline"))
