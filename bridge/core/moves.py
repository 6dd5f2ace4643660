"""Moves of people between places and conversations that transfers and calls share.

Each is one action of a table row: it moves legs and sets deadlines, and decides nothing about states.
"""

from __future__ import annotations

from bridge.core import briefing
from bridge.core.effects import CreateRoom, DeleteRoom, DialLeg, LookInside, ReleaseAgent
from bridge.core.events import Agent
from bridge.core.signals import Signal
from bridge.core.state import Conversation, Kind, Leg, Party, Place
from bridge.core.work import Work


def dial(w: Work, agent: Agent | None, phone: str, party: Party, transfer: str | None = None) -> Leg:
    """Make a leg and ring its phone; the leg's id is the attempt's identity, stored before the dial."""
    place = Place.BRIEF if party is Party.TARGET else Place.OFFER
    leg = Leg(
        id=next_leg_id(w),
        party=party,
        place=place,
        step=briefing.first_step(w, agent) if party is Party.TARGET else "",
        phone=phone,
        agent_id=agent.id if agent else None,
        name=agent.name if agent else "",
        transfer_id=transfer,
        created_at=w.now,
    )
    w.call.legs[leg.id] = leg
    w.note(leg.id, "place", "", place)
    w.want(DialLeg(leg.id, urgency=0 if party is Party.TARGET else 1))
    w.set(f"ring:{leg.id}", w.policy.dial_wait + w.policy.agent_ring + w.policy.ring_grace)
    return leg


def next_leg_id(w: Work) -> str:
    return f"leg-{w.call.id.removeprefix('call-')}-{len(w.call.legs) + 1}"


def open_room(w: Work) -> Conversation:
    """A fresh LiveKit room; CreateRoom goes out before anybody is sent in (design 5)."""
    room = w.open_conversation(Kind.LIVEKIT)
    w.want(CreateRoom(room.name))
    return room


def fresh_conference(w: Work) -> Conversation:
    return w.open_conversation(Kind.CONFERENCE)


def hold_caller(w: Work, note: str) -> None:
    """A hold has a cap and a way out (design 6.1); A is warned before."""
    w.move(w.call.caller, Place.HOLD, note=note)
    w.set("hold_limit", w.policy.hold_limit)
    w.set("hold_warning", max(w.policy.hold_limit - w.policy.hold_warning_before, 0.0))


def bring(w: Work, leg: Leg | None, conversation: str, note: str = "") -> None:
    """Into this conversation, unless that is where the leg is or goes already."""
    if leg is not None and leg.present and leg.conversation != conversation:
        w.enter(leg, conversation, note)


def home(w: Work) -> Conversation:
    """The conversation where the caller talks; a conference when the room is not known to exist."""
    current = w.call.conversations.get(w.call.home or "")
    if current is None or current.closed or not current.ready:
        current = fresh_conference(w)
        w.call.home = current.name
    return current


def distrust_home(w: Work) -> None:
    """The room has failed somebody: whoever goes home from now on goes into a conference."""
    room = w.call.conversations.get(w.call.home or "")
    if room is not None and room.kind is Kind.LIVEKIT:
        room.ready = False


def settle_in(w: Work, conversation: str) -> None:
    """This conversation is the caller's home now; rooms that nobody will come back to are closed."""
    w.call.home = conversation
    close_rooms(w, keep={conversation} | {leg.conversation or "" for leg in w.call.present()})


def close_rooms(w: Work, keep: set[str]) -> None:
    for room in w.call.conversations.values():
        if room.kind is Kind.LIVEKIT and not room.closed and room.name not in keep:
            room.closed = True
            w.want(DeleteRoom(room.name))


def people_talking(w: Work) -> list[Leg]:
    """Everybody who is in a conversation or on the way into one."""
    return [leg for leg in w.call.present() if leg.conversation is not None]


def regroup(w: Work) -> None:
    """The same people go on in a fresh conference: their conversation has failed them."""
    people = people_talking(w)
    if w.call.caller in people:
        lost = w.call.caller.conversation
    else:
        lost = people[0].conversation if people else None
    conference = fresh_conference(w)
    for leg in people:
        if leg.conversation == lost:
            w.enter(leg, conference.name)
    transfer = w.call.transfer
    if transfer is not None and transfer.consult == lost:
        transfer.consult = conference.name
    if w.call.home == lost:
        w.call.home = conference.name


def look_inside(w: Work) -> None:
    for name in sorted({leg.conversation for leg in people_talking(w) if leg.conversation}):
        w.want(LookInside(name))


def see(w: Work, leg: Leg) -> None:
    """The leg is in its conversation; tell the tables when caller and agent are there together."""
    if leg.seen_at is None:
        leg.seen_at = w.now
        w.note(leg.id, "seen", "", leg.conversation or "")
    partner = partner_of_caller(w)
    caller = w.call.caller
    if partner is None or caller.seen_at is None or partner.seen_at is None:
        return
    for one in (caller, partner):
        one.talking_since = one.talking_since or w.now
    if not any(p.seen_at is None for p in people_talking(w)):
        w.clear("look", "join")
    w.raise_(Signal.TOGETHER)


def partner_of_caller(w: Work) -> Leg | None:
    """Who must be seen with the caller: B at the hand-over, else whoever shares the conversation."""
    caller = w.call.caller
    others = [
        leg
        for leg in people_talking(w)
        if leg.id != caller.id and leg.conversation == caller.conversation and leg.seen_at is not None
    ]
    transfer = w.call.transfer
    if transfer is not None and transfer.hand_over_wanted:
        others = [leg for leg in others if leg.id == transfer.target_leg]
    return others[0] if others else None


def free_agent(w: Work, leg: Leg) -> None:
    if leg.agent_id is not None:
        w.want(ReleaseAgent(leg.id))
