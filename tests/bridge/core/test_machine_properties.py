"""Anything may happen in any order, twice or too late: what must always hold still does.

The stories start at any stage of a call and go on at random. Phones answer only documents that they were
handed; everything else about them, the carriers and people is arbitrary.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bridge.core.events import (
    AgentFreed,
    BriefWritten,
    Command,
    CommandGiven,
    DialPlaced,
    DialRefused,
    DialUnclear,
    DocumentFetched,
    EntryLost,
    EntryMissing,
    EntrySeen,
    HangUpRequested,
    InputKind,
    InputReceived,
    LegEnded,
    LegRang,
    LiveKitLost,
    RoomChecked,
    RoomMade,
    RoomRefused,
    TransferRequested,
)
from bridge.core.keys import row
from bridge.core.policy import DEFAULT
from bridge.core.state import Brief, CallState, Kind, Leg, Outcome, Party, Place
from tests.bridge.core.story import OUTSIDE, STAGES, Story, at

AGENTS = ("Alice", "Bob", "Cleo")
# How a carrier says that a phone's connection is over (bridge/status.py).
ENDS = (Outcome.BUSY, Outcome.NO_ANSWER, Outcome.UNREACHABLE, Outcome.DECLINED, Outcome.ERROR)
POLICIES = [
    DEFAULT,
    replace(DEFAULT, consult=Kind.LIVEKIT, model=True),
    replace(DEFAULT, hold_limit=20.0, wait_limit=40.0),
]
# Keys of menus, and codes: of Alice, of Bob, of nobody.
KEYS = ("1", "1", "2", "2", "3", "4", "5", "10", "11", "99")
anything = st.data()


def obeys(s: Story, leg: Leg) -> None:
    """The leg does what people and phones usually do next."""
    if leg.answered_at is None or leg.fetched < leg.number:
        s.tell(DocumentFetched(leg.id, f"CA{leg.id}"), answering=leg.id)
    elif leg.place is Place.ENDED:
        s.tell(LegEnded(leg.id, Outcome.DECLINED))
    elif leg.place in (Place.OFFER, Place.BRIEF):
        s.tell(InputReceived(leg.id, leg.number, InputKind.KEYS, "1"), answering=leg.id)
    elif leg.place is Place.KEYPAD:
        s.tell(InputReceived(leg.id, leg.number, InputKind.SILENCE), answering=leg.id)
    else:
        s.tell(EntrySeen(leg.id, leg.entry))


class AnyCall(RuleBasedStateMachine):
    """One call, up to three agents."""

    @initialize(stage=st.sampled_from(sorted(STAGES)), policy=st.sampled_from(POLICIES))
    def begin(self, stage: str, policy: Any) -> None:
        self.s = at(stage, policy)

    def any_leg(self, data: st.DataObject) -> Leg:
        """Mostly one that lives. Drawn by its id, which keeps counterexamples short."""
        legs = self.s.call.legs
        live = [name for name, leg in legs.items() if leg.live]
        some = live if live and data.draw(st.integers(0, 5)) else list(legs)
        return legs[data.draw(st.sampled_from(some))]

    # --- phones --------------------------------------------------------------------------------

    @rule(data=anything)
    def somebody_does_what_is_due(self, data: st.DataObject) -> None:
        obeys(self.s, self.any_leg(data))

    @rule(data=anything)
    def a_document_is_fetched(self, data: st.DataObject) -> None:
        leg = self.any_leg(data)
        self.s.tell(DocumentFetched(leg.id, f"CA{leg.id}"), answering=leg.id)

    @rule(
        data=anything,
        kind=st.sampled_from(InputKind),
        age=st.sampled_from([0, 0, 0, 1, 2]),
        keys=st.sampled_from("124509#"),
        said=st.sampled_from(["", "Hello?", "What has she tried already?"]),
        answered=st.booleans(),
    )
    def something_comes_back(
        self, data: st.DataObject, kind: InputKind, age: int, keys: str, said: str, answered: bool
    ) -> None:
        leg = self.any_leg(data)
        # A greeting that rings into a room does not fetch itself again.
        possible = not (leg.place is Place.GREETING and leg.conversation and kind is InputKind.AGAIN)
        if leg.fetched and possible:
            event = InputReceived(leg.id, leg.fetched - age, kind, keys, said, answered)
            self.s.tell(event, answering=leg.id)

    @rule(data=anything, keys=st.sampled_from(KEYS))
    def a_key_is_pressed_when_asked(self, data: st.DataObject, keys: str) -> None:
        legs = self.s.call.legs
        asked = [name for name, leg in legs.items() if leg.fetched and (row(leg) or leg.step == "code")]
        if asked:
            leg = self.s.call.legs[data.draw(st.sampled_from(asked))]
            self.s.tell(InputReceived(leg.id, leg.fetched, InputKind.KEYS, keys), answering=leg.id)

    @rule(data=anything)
    def it_rings(self, data: st.DataObject) -> None:
        leg = self.any_leg(data)
        self.s.tell(LegRang(leg.id, f"CA{leg.id}"))

    @rule(data=anything, outcome=st.sampled_from(ENDS), asked=st.booleans())
    def a_phone_is_gone(self, data: st.DataObject, outcome: Outcome, asked: bool) -> None:
        """Told by the carrier, or by the action of a document that the phone was handed."""
        leg = self.any_leg(data)
        why = Outcome.COMPLETED if leg.party is Party.CALLER else outcome
        self.s.tell(LegEnded(leg.id, why), answering=leg.id if asked and leg.fetched else None)

    # --- carriers ------------------------------------------------------------------------------

    @rule(data=anything, age=st.sampled_from([0, 0, 1, -1]))
    def an_entry_is_seen(self, data: st.DataObject, age: int) -> None:
        leg = self.any_leg(data)
        self.s.tell(EntrySeen(leg.id, leg.entry - age))

    @rule(data=anything, age=st.sampled_from([0, 0, 1]), how=st.sampled_from(["left", "thrown", "missing"]))
    def an_entry_is_lost(self, data: st.DataObject, age: int, how: str) -> None:
        leg = self.any_leg(data)
        entry = leg.entry - age
        lost = EntryLost(leg.id, entry, by_livekit=how == "thrown")
        self.s.tell(EntryMissing(leg.id, entry) if how == "missing" else lost)

    @rule(data=anything, age=st.sampled_from([0, 0, 1]), alive=st.booleans())
    def a_room_is_checked(self, data: st.DataObject, age: int, alive: bool) -> None:
        checking = [leg.id for leg in self.s.call.legs.values() if leg.step == "checking"]
        if checking:
            leg = self.s.call.legs[data.draw(st.sampled_from(checking))]
            self.s.tell(RoomChecked(leg.id, leg.number - age, alive))

    @rule()
    def livekit_does_not_answer(self) -> None:
        self.s.tell(LiveKitLost())

    @rule(data=anything, how=st.sampled_from(["placed", "refused", "unclear"]))
    def a_dial_has_an_answer(self, data: st.DataObject, how: str) -> None:
        leg = self.any_leg(data)
        if how == "placed":
            self.s.tell(DialPlaced(leg.id, f"CA{leg.id}"))
        elif leg.answered_at is None:
            self.s.tell(DialRefused(leg.id, Outcome.ERROR) if how == "refused" else DialUnclear(leg.id))

    @rule(data=anything, made=st.booleans())
    def a_room_has_an_answer(self, data: st.DataObject, made: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.s.call.conversations)))
        self.s.tell(RoomMade(name) if made else RoomRefused(name))

    # --- time ----------------------------------------------------------------------------------

    @rule()
    def the_next_deadline_passes(self) -> None:
        if name := self.s.next_deadline():
            self.s.passes(name)

    @rule(seconds=st.sampled_from([0.5, 2.0, 15.0, 40.0]))
    def time_goes_by(self, seconds: float) -> None:
        self.s.wait(seconds)

    # --- people at desks -----------------------------------------------------------------------

    @rule(
        to=st.sampled_from([{"agent_id": name} for name in AGENTS] + [{"skill": "any"}, {"phone": OUTSIDE}]),
        mode=st.sampled_from(["warm", "warm", "blind"]),
    )
    def a_transfer_is_requested(self, to: dict[str, str], mode: str) -> None:
        self.s.tell(TransferRequested("", mode, **to))

    @rule(data=anything, command=st.sampled_from(Command))
    def a_command_is_given(self, data: st.DataObject, command: Command) -> None:
        if self.s.call.transfers:
            transfer = data.draw(st.sampled_from(sorted(self.s.call.transfers)))
            self.s.tell(CommandGiven(transfer, command))

    @rule(data=anything, final=st.booleans())
    def a_brief_is_written(self, data: st.DataObject, final: bool) -> None:
        if self.s.call.transfers:
            transfer = data.draw(st.sampled_from(sorted(self.s.call.transfers)))
            self.s.tell(BriefWritten(transfer, Brief("Better words.", (), "groq"), final))

    @rule()
    def the_call_is_hung_up(self) -> None:
        self.s.tell(HangUpRequested())

    @rule(name=st.sampled_from(AGENTS))
    def an_agent_comes_or_goes(self, name: str) -> None:
        held = self.s.directory.entries[name].leg
        if held is None or held == "leg-elsewhere-2":
            self.s.directory.busy_elsewhere(name, busy=held is None)
        self.s.tell(AgentFreed())

    # --- what holds for the directory ----------------------------------------------------------

    @invariant()
    def reservations_are_those_of_live_legs(self) -> None:
        legs = self.s.call.legs.values()
        held = {name: leg for name, leg in self.s.directory.reserved().items() if leg != "leg-elsewhere-2"}
        assert held == {leg.agent_id: leg.id for leg in legs if leg.live and leg.agent_id}

    def teardown(self) -> None:
        everybody_hangs_up(deepcopy(self.s))
        nobody_is_left_on_hold(self.s)


def everybody_hangs_up(s: Story) -> None:
    while live := [leg for leg in s.call.legs.values() if leg.live]:
        s.tell(LegEnded(live[-1].id, Outcome.DECLINED))
    assert s.call.state is CallState.ENDED
    assert set(s.directory.reserved().values()) <= {"leg-elsewhere-2"}
    assert s.call.deadlines == {}


def nobody_is_left_on_hold(s: Story) -> None:
    """From here on phones obey and nobody does anything else: the caller ends up with somebody."""
    for _ in range(80):
        due = [leg for leg in s.call.legs.values() if leg.live and leg.place is not Place.WAITING]
        for leg in due:
            obeys(s, s.call.legs[leg.id])
        s.wait(5.0)
    caller = s.call.caller
    assert not caller.live or caller.place in (Place.WAITING, Place.CONVERSATION, Place.VOICEMAIL)
    if caller.place is Place.CONVERSATION:
        assert any(leg.conversation == caller.conversation for leg in s.call.present() if leg != caller)


TestAnyCall = AnyCall.TestCase
TestAnyCall.settings = settings(max_examples=150, stateful_step_count=40)
