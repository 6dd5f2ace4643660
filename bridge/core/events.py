"""What can happen to a call, in the past tense.

An event is a fact that the shell has learned: from a webhook, from a carrier's answer, from a
deadline, or from somebody's command. It decides nothing and knows no carrier's field names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bridge.core.state import Brief, Outcome


class InputKind(StrEnum):
    """What can come back from a document (`e=` in its URLs)."""

    KEYS = "keys"
    SILENCE = "silence"
    ENDED = "ended"
    AGAIN = "again"
    SPOKEN = "spoken"
    RECORDED = "recorded"


@dataclass(frozen=True)
class CallArrived:
    """A customer's call has reached the voice webhook. `rooms`: LiveKit answers, as far as we know."""

    rooms: bool = True


@dataclass(frozen=True)
class DocumentFetched:
    """The carrier asked for the leg's document without saying what came before: answer or redirect."""

    leg: str
    call_sid: str


@dataclass(frozen=True)
class InputReceived:
    """Something came back from document `number`. `answered`: the ended `<Dial>` had been answered.

    `said` is what was spoken at it, redacted.
    """

    leg: str
    number: int
    kind: InputKind
    keys: str = ""
    said: str = ""
    answered: bool = False
    sip_code: int | None = None


@dataclass(frozen=True)
class LegRang:
    leg: str
    call_sid: str


@dataclass(frozen=True)
class LegEnded:
    """The carrier says the phone connection is over; `outcome` is why, as far as it knows."""

    leg: str
    outcome: Outcome
    sip_code: int | None = None


@dataclass(frozen=True)
class EntrySeen:
    """The leg was seen in its conversation, answered, at this entry."""

    leg: str
    entry: int


@dataclass(frozen=True)
class EntryLost:
    """A conversation lost the leg, which had entered it at this entry; `by_livekit`: it was thrown out."""

    leg: str
    entry: int
    by_livekit: bool = False


@dataclass(frozen=True)
class EntryMissing:
    """The leg should be in its room by now, at least ringing, and is not."""

    leg: str
    entry: int


@dataclass(frozen=True)
class DialPlaced:
    leg: str
    call_sid: str


@dataclass(frozen=True)
class DialRefused:
    """The carrier will not dial, and no phone rings."""

    leg: str
    outcome: Outcome


@dataclass(frozen=True)
class DialUnclear:
    """The request to dial failed in a way that leaves open whether a phone rings."""

    leg: str


@dataclass(frozen=True)
class MachineJudged:
    """The carrier has listened to who picked up."""

    leg: str
    machine: bool


@dataclass(frozen=True)
class WordsSaid:
    """Somebody in the call has said something that was written down."""


@dataclass(frozen=True)
class TranscriptionStarted:
    """The carrier writes down what is said."""


@dataclass(frozen=True)
class TranscriptionStopped:
    """The carrier writes down no more; `session` counts how often it had been started again."""

    session: int


@dataclass(frozen=True)
class GreetingHeard:
    """The carrier's transcription has our greeting: on the track that should be ours, or on the caller's."""

    as_expected: bool


@dataclass(frozen=True)
class RoomMade:
    name: str


@dataclass(frozen=True)
class RoomRefused:
    name: str


@dataclass(frozen=True)
class RoomChecked:
    """A `<Dial>` into a room ended; `alive`: the leg left by itself, and others of the call are in there."""

    leg: str
    number: int
    alive: bool


@dataclass(frozen=True)
class LiveKitLost:
    """LiveKit does not answer any more: nobody in a room can be relied on to hear anything."""


@dataclass(frozen=True)
class SkillsListed:
    """The directory's answer to ListSkills."""

    leg: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class DeadlinePassed:
    name: str


@dataclass(frozen=True)
class AgentFreed:
    """Somewhere an agent became free who might take this waiting call."""


@dataclass(frozen=True)
class Agent:
    """The facts of an agent that a leg needs."""

    id: str
    name: str
    phone: str


@dataclass(frozen=True)
class TransferRequested:
    """Exactly one of `agent_id`, `skill`, `phone`, `code` says to whom. `leg`: whose keys asked for it."""

    reason: str
    mode: str
    agent_id: str | None = None
    skill: str | None = None
    phone: str | None = None
    code: str | None = None
    leg: str | None = None


@dataclass(frozen=True)
class AgentReserved:
    """The directory's answer to ReserveAgent. `request` is the transfer that asked, None for an offer."""

    agent: Agent
    for_transfer: bool = False
    request: TransferRequested | None = None


@dataclass(frozen=True)
class NobodyFree:
    """`unknown`: there is nobody with this code at all."""

    for_transfer: bool = False
    request: TransferRequested | None = None
    unknown: bool = False


class Command(StrEnum):
    """What somebody may ask of a live transfer."""

    COMPLETE = "complete"
    CANCEL = "cancel"
    MERGE = "merge"
    SWAP = "swap"


@dataclass(frozen=True)
class CommandGiven:
    transfer: str
    command: Command


@dataclass(frozen=True)
class HangUpRequested:
    """Somebody with the right to do so wants the whole call to end."""


@dataclass(frozen=True)
class BriefWritten:
    """A brief is there; `final` when no better one will come."""

    transfer: str
    brief: Brief
    final: bool


@dataclass(frozen=True)
class BriefSketched:
    """A model has put into a brief what was said up to `at`, in seconds since 1970."""

    brief: Brief
    at: float


@dataclass(frozen=True)
class QuestionAnswered:
    """What the words of the call say to the question asked at document `number`; empty: nothing."""

    leg: str
    number: int
    answer: str


Event = (
    CallArrived
    | DocumentFetched
    | InputReceived
    | LegRang
    | LegEnded
    | EntrySeen
    | EntryLost
    | EntryMissing
    | DialPlaced
    | DialRefused
    | DialUnclear
    | MachineJudged
    | WordsSaid
    | TranscriptionStarted
    | TranscriptionStopped
    | GreetingHeard
    | RoomMade
    | RoomRefused
    | RoomChecked
    | LiveKitLost
    | SkillsListed
    | DeadlinePassed
    | AgentFreed
    | AgentReserved
    | NobodyFree
    | TransferRequested
    | CommandGiven
    | HangUpRequested
    | BriefWritten
    | BriefSketched
    | QuestionAnswered
)
