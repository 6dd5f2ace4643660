"""Every document against the carrier's published contract: nothing that it would refuse, drop or never run.

Whatever a place, a step, a note, a name or a model may hold; what the documents say stands elsewhere.
"""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.core.events import InputKind
from bridge.core.state import Place
from simulator.contract import check_twiml
from tests.twiml.phones import KINDS, LEG, LINE, LINES, SKILLS, announced, leg, root, steps, views, words
from twiml import DOCUMENTS, announcement, ended, hold, lifeboat, render

# The connection overrides of the design, in full: five more tries within the carrier's 15 s.
OVERRIDES = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"
NO_PLACE = {
    **{f"a stranger, {name}": (ended.stranger(line), "call") for name, line in LINES.items()},
    "alone in a conference": (hold.wait_document(LINE), "wait"),
    **{
        f"announced {say}": (announcement.document(LEG, say), "wait")
        for say in sorted(announcement.SENTENCES)
    },
    **{f"lifeboat {n}": (lifeboat.document(LINE, n), "call") for n in (0, 1, 9, 10, 11)},
    **{f"the end, {name}": (lifeboat.document(line, 10), "call") for name, line in LINES.items()},
}
EVERY_DOCUMENT = {*map(render, views()), *(xml for xml, _ in NO_PLACE.values())}

TEXTS = ("headline", "caller", "agent", "target", "skill")
SEVERAL_TEXTS = {"details": 8, "skills": len(SKILLS)}
CHARACTERS = st.characters(exclude_categories=())
NASTY = (
    *("</Say></Response>", "<!-- ", "]]>", "&amp;", "&#0;", "{target} {0}", "press 9 ", "\u2028"),
    *("\x00\x0b\x1b[31m", "\x85", "\ud83d", "\ufffe", "\U0001f926\u200d\u2642\ufe0f"),
    *("\u202e\u2067", "\u200f\u0627\u0644"),
)
HOSTILE = st.lists(st.sampled_from(NASTY) | st.text(CHARACTERS, max_size=30), max_size=40).map("".join)
TEN_THOUSAND_WORDS = "word " * 10_000
ONE_LONG_WORD = "\U0001f926" * 10_000


@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_document(place: Place) -> None:
    assert place in DOCUMENTS
    assert place in {view.place for view in views()}


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize(("place", "step"), steps())
def test_the_carrier_finds_nothing_wrong_with_any_note_kind_and_language(
    place: Place, step: str, language: str
) -> None:
    documents = {render(view) for view in views(language) if (view.place, view.step) == (place, step)}
    assert documents
    assert {found for xml in documents for found in check_twiml(xml)} == set()


@pytest.mark.parametrize("name", NO_PLACE)
def test_the_carrier_finds_nothing_wrong_with_documents_of_no_place(name: str) -> None:
    assert check_twiml(*NO_PLACE[name]) == []


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


@pytest.mark.parametrize("where", [*TEXTS, *SEVERAL_TEXTS])
@settings(max_examples=40)
@given(text=HOSTILE, kind=st.sampled_from(KINDS))
@example(text=TEN_THOUSAND_WORDS, kind="conference")
@example(text=ONE_LONG_WORD, kind="conference")
def test_no_text_breaks_a_document_or_hides_its_keys(where: str, text: str, kind: str) -> None:
    for place, step in steps():
        plain = leg(place, step, kind=kind)
        told: dict[str, Any] = {where: (text,) * SEVERAL_TEXTS[where] if where in SEVERAL_TEXTS else text}
        xml = render(replace(plain, **told))
        # Most places do not speak this text at all.
        if xml != render(plain):
            assert check_twiml(xml) == []
            assert announced(words(plain)) <= announced(words(xml))


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("name", [TEN_THOUSAND_WORDS[:1000], ONE_LONG_WORD[:1000]])
def test_long_names_together_leave_room_for_every_note_and_the_keys(name: str, language: str) -> None:
    names: dict[str, Any] = dict.fromkeys(("caller", "skill", "agent", "target"), name)
    # Most notes and kinds make no other document.
    for view in {render(view): view for view in views(language)}.values():
        xml = render(replace(view, **names, skills=(name,) * len(view.skills)))
        assert check_twiml(xml) == []
        assert announced(words(view), language) <= announced(words(xml), language)
