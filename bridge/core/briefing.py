"""How B is told what the call is about: announced, behind a key or not, asked about, judged a machine.

Decides which step of the brief follows. It must not know what is spoken, nor who writes briefs and answers.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.core.effects import AnswerQuestion
from bridge.core.events import Agent, BriefWritten, InputReceived, MachineJudged, QuestionAnswered
from bridge.core.signals import Signal
from bridge.core.state import Leg, Outcome, Party, Place
from bridge.core.work import Work

# Steps in which B has not begun to hear a brief.
BEFORE_THE_BRIEF = ("announce", "gate", "moment")
# "Hello?" is no question.
FEWEST_WORDS = 3
# Seconds until a document that covers a wait asks again: at first with a sentence, then without one.
FIRST_ROUND, NEXT_ROUND = 2.2, 1.0
# The note of one that has said its sentence.
QUIET = "quiet"


def first_step(w: Work, who: Agent | None) -> str:
    """Whoever picks up an outside phone may be anybody: they hear the brief only after a key."""
    return "gate" if who is None or w.policy.brief_after_key else "announce"


def hear(w: Work, leg: Leg) -> None:
    """The announcement is over, or the key to the brief was pressed: the headline, as soon as it may come."""
    if _may_be_told(w, leg):
        w.move(leg, Place.BRIEF, "headline")
        w.raise_(Signal.TARGET_TOLD)
    elif not _is_judged(w, leg) and _waited(w, leg) >= w.policy.machine_wait:
        # Its verdict may come yet, and a person has a key.
        w.move(leg, Place.BRIEF, "gate")
    elif leg.step != "moment":
        w.move(leg, Place.BRIEF, "moment")
    else:
        leg.note = QUIET


def _may_be_told(w: Work, leg: Leg) -> bool:
    transfer = w.call.transfers.get(leg.transfer_id or "")
    brief = transfer.brief if transfer is not None else None
    # A sketch from before the transfer is a model's brief already.
    written = transfer is None or transfer.brief_final or (brief is not None and brief.written)
    another = NEXT_ROUND if leg.step == "moment" else FIRST_ROUND
    return _is_judged(w, leg) and (written or _waited(w, leg) + another > w.policy.brief_wait)


def _is_judged(w: Work, leg: Leg) -> bool:
    return leg.judged or not w.policy.machine_detection


def _waited(w: Work, leg: Leg) -> float:
    return w.now - (leg.answered_at or w.now)


def goes_on(w: Work, leg: Leg, event: InputReceived) -> None:
    """A document that covers a moment has come to its end."""
    if leg.step in COVERED:
        COVERED[leg.step](w, leg)


def ask(w: Work, leg: Leg, event: InputReceived) -> None:
    """B has spoken: a question is answered, a word or two get the brief again."""
    if leg.step in BEFORE_THE_BRIEF:
        return
    if len(event.said.split()) < FEWEST_WORDS:
        w.move(leg, Place.BRIEF, "headline")
        return
    w.note(leg.id, "asked")
    leg.answer, leg.asked_at = "", w.now
    if w.policy.model:
        w.move(leg, Place.BRIEF, "asked")
        w.want(AnswerQuestion(leg.id, leg.number, event.said))
    else:
        w.move(leg, Place.BRIEF, "answer")


def _tell_answer(w: Work, leg: Leg) -> None:
    """The document keeps its number while it is asked for again: the answer will name it."""
    if leg.answer or w.now - (leg.asked_at or 0.0) + NEXT_ROUND > w.policy.answer_wait:
        w.move(leg, Place.BRIEF, "answer")
    else:
        leg.note = QUIET


def _told_once(w: Work, leg: Leg) -> None:
    """A has heard what B is being told."""
    w.move(leg, Place.CONSULTING, "briefing")


COVERED: dict[str, Callable[[Work, Leg], None]] = {
    "announce": hear,
    "moment": hear,
    "asked": _tell_answer,
    "told": _told_once,
}


def question_answered(w: Work, event: QuestionAnswered) -> None:
    """Told when the document asks again, too late not at all. Without an answer B waits no longer."""
    leg = w.call.legs[event.leg]
    if leg.live and leg.number == event.number and leg.step == "asked":
        leg.answer = event.answer
        if not event.answer:
            leg.asked_at = None


def machine_judged(w: Work, event: MachineJudged) -> None:
    """A machine takes no calls; whoever has pressed a key already is none, whatever was heard."""
    leg = w.call.legs[event.leg]
    known, leg.judged = leg.judged, True
    # An older version that works beside this one knows of accepted calls only.
    if known or leg.accepted_at is not None or not event.machine or not leg.present:
        return
    leg.outcome = Outcome.NOT_ACCEPTED
    w.note(leg.id, "machine")
    w.show_out(leg, "")
    w.raise_(Signal.TARGET_UNAVAILABLE if leg.party is Party.TARGET else Signal.AGENT_UNAVAILABLE)


def brief_written(w: Work, event: BriefWritten) -> None:
    """A better brief counts until one is being spoken (design 6.4: briefs are spoken once)."""
    transfer = w.call.transfers[event.transfer]
    target = w.call.legs.get(transfer.target_leg or "")
    spoken = target is not None and target.place is Place.BRIEF and target.step not in BEFORE_THE_BRIEF
    if transfer.live and transfer.accepted_at is None and not spoken:
        transfer.brief, transfer.brief_final = event.brief, event.final
        w.note(transfer.id, "brief", "", event.brief.source)
