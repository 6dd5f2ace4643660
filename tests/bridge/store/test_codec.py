"""What is stored of a call comes back as it was, also across versions that know more or less.

The calls are made up by hypothesis: anything that the core's types allow.
"""

from __future__ import annotations

import json
from traceback import format_exception
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.effects import DialLeg, FindDial, Outgoing
from bridge.core.state import Brief, Call, Conversation, Leg, Transfer
from bridge.store import calls
from bridge.store.codec import Unreadable, dump_call, dump_effect, parse_call, parse_effect
from bridge.store.database import Database
from tests.bridge import examples

TIMES = st.floats(0, 4e9)
NAMES = st.text(min_size=1, max_size=12)


def _some(what: Any, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any object of this kind; times are times, for JSON has no infinity."""
    fields = {
        name: TIMES | st.none() if type(None) in get_args(kind) else TIMES
        for name, kind in get_type_hints(what).items()
        if kind is float or float in get_args(kind)
    }
    return st.builds(what, **(fields | known))


ANY_LEG = _some(Leg, redirects=st.lists(TIMES, max_size=3).map(tuple))
ANY_CALL = _some(
    Call,
    legs=st.dictionaries(NAMES, ANY_LEG, max_size=3),
    conversations=st.dictionaries(NAMES, _some(Conversation), max_size=2),
    transfers=st.dictionaries(NAMES, _some(Transfer, brief=st.none() | _some(Brief)), max_size=2),
    deadlines=st.dictionaries(NAMES, TIMES, max_size=4),
)


@given(ANY_CALL)
def test_any_call_comes_back_as_it_was_stored(call: Call) -> None:
    assert parse_call(dump_call(call)) == call


@given(st.one_of([_some(kind) for kind in get_args(Outgoing)]))
def test_any_effect_comes_back_as_it_was_stored(effect: Outgoing) -> None:
    assert parse_effect(type(effect).__name__, dump_effect(effect)) == effect


@pytest.mark.parametrize("part", [(), ("legs", "leg-aaaa-1"), ("conversations", "talk-aaaa")])
def test_what_a_newer_version_stored_is_ignored_and_dropped(part: tuple[str, ...]) -> None:
    call = examples.talk()
    stored = json.loads(dump_call(call))
    inner = stored
    for name in part:
        inner = inner[name]
    inner["mood"] = {"of": "the caller"}
    found = parse_call(json.dumps(stored))
    assert found == call
    assert dump_call(found) == dump_call(call), "new code finds the default there (docs/reliability.md)"


def test_what_an_older_version_did_not_store_has_its_default() -> None:
    stored = json.loads(dump_call(examples.talk()))
    del stored["connected_at"], stored["conversations"], stored["legs"]["leg-aaaa-1"]["seen_at"]
    call = parse_call(json.dumps(stored))
    assert (call.connected_at, call.conversations, call.caller.seen_at) == (None, {}, None)


def test_a_call_that_cannot_be_read_says_where_but_not_what() -> None:
    stored = json.loads(dump_call(examples.talk()))
    stored["legs"]["leg-aaaa-1"]["phone"] = {"number": examples.CALLER}
    with pytest.raises(Unreadable) as caught:
        parse_call(json.dumps(stored))
    assert str(caught.value) == "legs.leg-aaaa-1.phone"
    assert examples.CALLER not in "".join(format_exception(caught.value))


def test_a_stored_call_does_not_spell_out_what_is_the_default() -> None:
    assert "handed_over_at" not in dump_call(examples.talk())
    assert len(dump_call(examples.talk())) < 1500


def test_a_newer_effect_s_extra_field_is_ignored() -> None:
    assert parse_effect("DialLeg", '{"leg": "leg-1", "patience": 3}') == DialLeg("leg-1")
    assert parse_effect("FindDial", '{"leg": "leg-1", "last": true}') == FindDial("leg-1", last=True)


@pytest.mark.parametrize("name", ["Zoë \U0001f4de", 'quotes " and \\', "nul \x00 and line\nbreak"])
def test_strange_characters_survive_the_database(database: Database, name: str) -> None:
    call = examples.talk()
    call.legs["leg-aaaa-2"].name = name
    with database.write() as db:
        calls.add(db, call)
    with database.read() as db:
        assert calls.load(db, call.id) == call
