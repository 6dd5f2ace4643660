"""Carrying out effects: what each one asks of a carrier, and what its answer means as events.

Decides which failure is worth another try and which is an answer (design 5). One function per effect;
a new effect is a new row in DO. It must not know states or tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.briefs import Briefs
from bridge.core.effects import (
    Announce,
    AnswerQuestion,
    CheckLeg,
    CheckRoom,
    CreateRoom,
    DeleteRoom,
    DialLeg,
    FindDial,
    HangUpLeg,
    LookInside,
    RedirectLeg,
    SketchBrief,
    Transcribe,
    WriteBrief,
)
from bridge.core.events import (
    BriefWritten,
    DialPlaced,
    DialRefused,
    DialUnclear,
    EntryLost,
    EntryMissing,
    EntrySeen,
    Event,
    LegEnded,
    QuestionAnswered,
    RoomChecked,
    RoomMade,
    RoomRefused,
)
from bridge.core.state import Call, Kind, Leg, Outcome
from bridge.lanes import Later, backoff
from bridge.ports.errors import PortError
from bridge.ports.livekit import LiveKit
from bridge.ports.twilio import NOT_IN_PROGRESS, Dialled, Twilio
from bridge.status import LIVE, outcome_of
from bridge.store import calls, effects
from bridge.store.database import Database
from bridge.store.effects import Claim
from twiml import links
from twiml.view import Line

ROOM_TRIES = 2
# Nobody waits for a room to be closed: for two minutes or three, as long as most outages of LiveKit are.
DELETE_TRIES, DELETE_PAUSE, REMADE_AFTER = 18, 10.0, 3
# Whoever may still be on the way into it is waited for so long, so many times.
WAY_IN, WAY_IN_TRIES = 2.0, 3
FIND_TRIES = 3
STAR_TRIES = 2


@dataclass(frozen=True)
class Carriers:
    """What effects need: where state is, the doors, and how our own URLs look."""

    database: Database
    twilio: Twilio
    livekit: LiveKit
    briefs: Briefs
    line: Line
    ring_seconds: int
    detect_machines: bool = False

    def carry_out(self, claim: Claim) -> Sequence[Event]:
        """What came of it, as events. Raises Later, PortError, Unavailable."""
        return list(DO[type(claim.effect)](self, claim))

    def call(self, claim: Claim) -> Call:
        """As it is now; a call is kept for as long as it wants something."""
        with self.database.read() as db:
            call = calls.load(db, claim.call_id)
        assert call is not None, "an effect's row needs its call's"
        return call

    def leg(self, claim: Claim) -> Leg:
        """The leg that an effect is done to."""
        effect: Any = claim.effect
        return self.call(claim).legs[effect.leg]


def _dial(on: Carriers, claim: Claim) -> Iterator[Event]:
    """Said to the carrier once. Whoever finds that a try began and never reported does not try again."""
    leg = on.leg(claim)
    if claim.begun:
        yield DialUnclear(leg.id)
        return
    with on.database.write() as db:
        ours = effects.begin(db, claim, on.database.now())
    if not ours or leg.call_sid is not None:
        return
    if not leg.present:
        # Given up before it was dialled: no carrier will ever report its end.
        yield DialRefused(leg.id, leg.outcome or Outcome.CANCELLED)
        return
    try:
        sid = on.twilio.dial(
            to=leg.phone,
            url=links.document(on.line, leg.id),
            fallback_url=links.fallback(on.line),
            status_url=links.leg_status(on.line, leg.id),
            ring_seconds=on.ring_seconds,
            machine_url=links.machine(on.line, leg.id) if on.detect_machines else None,
        )
    except PortError as error:
        yield _undialled(claim, leg.id, error)
    else:
        yield DialPlaced(leg.id, sid)


def _undialled(claim: Claim, leg: str, error: PortError) -> Event:
    if error.maybe_done:
        return DialUnclear(leg)
    if error.retryable:
        raise Later(max(1.0, backoff(claim.attempts)))
    return DialRefused(leg, Outcome.UNREACHABLE if error.status == 400 else Outcome.ERROR)


def _find_dial(on: Carriers, claim: Claim) -> Iterator[Event]:
    """A ghost that rings after all is adopted; its own callback may have been faster."""
    effect: Any = claim.effect
    leg = on.leg(claim)
    if not leg.live or leg.call_sid is not None:
        return
    try:
        found = _unknown(on, on.twilio.dials_to(leg.phone, leg.created_at))
    except PortError as error:
        # The last look waits behind this one.
        if not effect.last and claim.attempts < FIND_TRIES:
            raise Later(backoff(claim.attempts)) from error
        found = []
    if found:
        yield DialPlaced(leg.id, found[0].sid)
        if found[0].status not in LIVE:
            yield LegEnded(leg.id, outcome_of(found[0].status, leg.party))
    elif effect.last:
        yield DialRefused(leg.id, Outcome.ERROR)
    elif claim.attempts < FIND_TRIES:
        raise Later(backoff(claim.attempts + 2))


def _unknown(on: Carriers, dials: list[Dialled]) -> list[Dialled]:
    """Those that no leg of any call is: two calls may ring the same phone at once."""
    with on.database.read() as db:
        return [dial for dial in dials if calls.find_by_sid(db, dial.sid) is None]


def _redirect(on: Carriers, claim: Claim) -> Iterator[Event]:
    """Dropped once the leg has the document, or has a newer one to fetch (design 3)."""
    effect: Any = claim.effect
    leg = on.leg(claim)
    if not leg.live or leg.call_sid is None or leg.number != effect.number or leg.fetched >= effect.number:
        return
    try:
        on.twilio.redirect(leg.call_sid, links.document(on.line, leg.id), links.fallback(on.line))
    except PortError as error:
        if error.retryable:
            raise Later(backoff(claim.attempts)) from error
        if error.not_found or error.code == NOT_IN_PROGRESS:
            yield from _ask_about(on, claim, leg)


def _hang_up(on: Carriers, claim: Claim) -> Iterator[Event]:
    leg = on.leg(claim)
    if not leg.live or leg.call_sid is None:
        return
    try:
        on.twilio.hang_up(leg.call_sid)
    except PortError as error:
        if error.retryable:
            raise Later(backoff(claim.attempts)) from error
        yield from _ask_about(on, claim, leg)


def _check(on: Carriers, claim: Claim) -> Iterator[Event]:
    yield from _ask_about(on, claim, on.leg(claim))


def _ask_about(on: Carriers, claim: Claim, leg: Leg) -> Iterator[Event]:
    try:
        yield from look_at_leg(on, leg)
    except PortError as error:
        if error.retryable:
            raise Later(backoff(claim.attempts)) from error
        raise


def look_at_leg(on: Carriers, leg: Leg) -> Iterator[Event]:
    """The carrier is the judge of whether a phone is connected; a call that it does not know is over, when it
    is not on its list of live ones either: for one wrong answer nobody's line is given up."""
    if not leg.live or leg.call_sid is None:
        return
    try:
        status = on.twilio.status(leg.call_sid)
    except PortError as error:
        if not error.not_found:
            raise
        if leg.call_sid not in on.twilio.live_sids():
            yield LegEnded(leg.id, Outcome.ERROR)
    else:
        if status not in LIVE:
            yield LegEnded(leg.id, outcome_of(status, leg.party))


def _create_room(on: Carriers, claim: Claim) -> Iterator[Event]:
    """A caller waits for the room: after the second failure a conference takes its place."""
    effect: Any = claim.effect
    try:
        on.livekit.create(effect.name)
    except PortError as error:
        if error.retryable and claim.attempts + 1 < ROOM_TRIES:
            raise Later(backoff(claim.attempts)) from error
        yield RoomRefused(effect.name)
    else:
        yield RoomMade(effect.name)


def _delete_room(on: Carriers, claim: Claim) -> Iterator[Event]:
    """Given up after a while: LiveKit closes an empty room by itself after an hour, if it has not crashed."""
    effect: Any = claim.effect
    if claim.attempts < WAY_IN_TRIES and _somebody_heads_for(on.call(claim), effect.name):
        raise Later(WAY_IN)
    try:
        if claim.attempts >= REMADE_AFTER:
            on.livekit.delete_left_behind(effect.name)
        else:
            on.livekit.delete(effect.name)
    except PortError as error:
        if claim.attempts + 1 < DELETE_TRIES:
            raise Later(backoff(claim.attempts, DELETE_PAUSE)) from error
        raise
    yield from ()


def _somebody_heads_for(call: Call, room: str) -> bool:
    """An INVITE into a room that is gone may make it again, with nobody who would ever close it."""
    return any(leg.live and leg.heads_for == room for leg in call.legs.values())


def _look_inside(on: Carriers, claim: Claim) -> Iterator[Event]:
    effect: Any = claim.effect
    call = on.call(claim)
    try:
        yield from look(on, call, effect.conversation, overdue=True)
    except PortError as error:
        if error.retryable and claim.attempts == 0:
            raise Later(backoff(0)) from error
        raise


def look(on: Carriers, call: Call, name: str, overdue: bool = False) -> Iterator[Event]:
    """Who is in a conversation: the other place in the code that knows its kind (design 3).

    `overdue`: everybody who is on the way there should be there by now; a room lists even those who ring.
    """
    in_room = call.conversations[name].kind is Kind.LIVEKIT
    found = on.livekit.inside(name) if in_room else on.twilio.inside(name)
    there = {one.who: one.answered for one in found}
    for leg in call.present():
        who = leg.identity if in_room else leg.call_sid
        if leg.conversation != name:
            continue
        if there.get(who or ""):
            yield EntrySeen(leg.id, leg.entry)
        elif leg.seen_at is not None and who not in there:
            yield EntryLost(leg.id, leg.entry)
        elif overdue and in_room and who not in there:
            yield EntryMissing(leg.id, leg.entry)


def _check_room(on: Carriers, claim: Claim) -> Iterator[Event]:
    """`*` is: our entry has left, and somebody else of the call is still there (design 5)."""
    effect: Any = claim.effect
    call = on.call(claim)
    leg = call.legs[effect.leg]
    try:
        there = {one.who for one in on.livekit.inside(effect.conversation)}
    except PortError as error:
        if error.retryable and claim.attempts < STAR_TRIES:
            raise Later(backoff(0)) from error
        there = set()
    if leg.identity in there and claim.attempts < STAR_TRIES:
        # The carrier ended the leg a moment ago; LiveKit may not have had its BYE yet.
        raise Later(backoff(0))
    others = {one.identity for one in call.present() if one is not leg}
    alive = leg.identity not in there and bool(there & others)
    yield RoomChecked(leg.id, effect.number, alive)


def _announce(on: Carriers, claim: Claim) -> Iterator[Event]:
    """A sentence over a talk is worth one try: what it announces happens anyway."""
    effect: Any = claim.effect
    leg = on.leg(claim)
    if leg.conversation is not None and leg.call_sid is not None:
        url = links.announcement(on.line, leg.id, effect.note)
        on.twilio.announce(leg.conversation, leg.call_sid, url)
    yield from ()


def _write_brief(on: Carriers, claim: Claim) -> Iterator[Event]:
    """The brief of facts stands already; when no better one comes it is the last word."""
    effect: Any = claim.effect
    call = on.call(claim)
    transfer = call.transfers[effect.transfer]
    if transfer.live and transfer.brief is not None:
        _wait_for_words(on, call, claim)
        yield BriefWritten(transfer.id, on.briefs.of_model(call, transfer) or transfer.brief, final=True)


def _wait_for_words(on: Carriers, call: Call, claim: Claim) -> None:
    """The last words matter most and are waited for, once: who goes on talking delays nothing more."""
    if claim.attempts == 0 and (seconds := on.briefs.settles_in(call)) > 0:
        raise Later(seconds)


def _sketch_brief(on: Carriers, claim: Claim) -> Iterator[Event]:
    """What fails is made up for by the next words, or by the transfer."""
    call = on.call(claim)
    if call.ended_at is None:
        _wait_for_words(on, call, claim)
        if (sketched := on.briefs.sketch(call)) is not None:
            yield sketched


def _answer_question(on: Carriers, claim: Claim) -> Iterator[Event]:
    effect: Any = claim.effect
    call = on.call(claim)
    leg = call.legs[effect.leg]
    if leg.live and leg.number == effect.number:
        answer = on.briefs.answer(call, call.transfers[leg.transfer_id or ""], effect.question)
        yield QuestionAnswered(leg.id, effect.number, answer)


def _transcribe(on: Carriers, claim: Claim) -> Iterator[Event]:
    """Only a call in progress can be written down; one that is over needs it no more."""
    effect: Any = claim.effect
    leg = on.leg(claim)
    if not leg.live or leg.call_sid is None:
        return
    try:
        on.twilio.transcribe(
            leg.call_sid,
            f"{claim.call_id}.{effect.session}",
            links.transcription(on.line, claim.call_id, effect.session),
            on.line.locale,
        )
    except PortError as error:
        if error.retryable:
            raise Later(backoff(claim.attempts)) from error
        if error.not_found or error.code == NOT_IN_PROGRESS:
            yield from _ask_about(on, claim, leg)


DO: dict[type, Callable[[Carriers, Claim], Iterator[Event]]] = {
    DialLeg: _dial,
    FindDial: _find_dial,
    RedirectLeg: _redirect,
    HangUpLeg: _hang_up,
    CheckLeg: _check,
    CreateRoom: _create_room,
    DeleteRoom: _delete_room,
    LookInside: _look_inside,
    CheckRoom: _check_room,
    Announce: _announce,
    WriteBrief: _write_brief,
    SketchBrief: _sketch_brief,
    AnswerQuestion: _answer_question,
    Transcribe: _transcribe,
}
