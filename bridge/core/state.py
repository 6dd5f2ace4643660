"""What is known of one call: its legs, its conversations, its transfer, its deadlines.

Decides nothing: these are the nouns that `decide` turns into other nouns. A call with everything
that belongs to it is one aggregate, loaded and stored as a whole in one transaction.
It must not know the database, the clock or any carrier's SDK.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Place(StrEnum):
    """Where a leg is; with its step it says all that the phone is told (design 3)."""

    GREETING = "greeting"
    WAITING = "waiting"
    OFFER = "offer"
    CONVERSATION = "conversation"
    HOLD = "hold"
    CONSULTING = "consulting"
    KEYPAD = "keypad"
    BRIEF = "brief"
    VOICEMAIL = "voicemail"
    ENDED = "ended"


class Party(StrEnum):
    CALLER = "caller"
    AGENT = "agent"
    TARGET = "target"


class Kind(StrEnum):
    """The two kinds of conversation."""

    LIVEKIT = "livekit"
    CONFERENCE = "conference"


class CallState(StrEnum):
    WAITING = "waiting"
    RINGING = "ringing"
    CONNECTED = "connected"
    TRANSFERRING = "transferring"
    VOICEMAIL = "voicemail"
    ENDED = "ended"


class TransferState(StrEnum):
    DIALLING = "dialling"
    BRIEFING = "briefing"
    CONSULTING = "consulting"
    SWAPPED = "swapped"
    THREE_WAY = "three_way"
    HANDING_OVER = "handing_over"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


OVER = frozenset({TransferState.COMPLETED, TransferState.CANCELLED, TransferState.FAILED})


class Outcome(StrEnum):
    """How a transfer or one attempt of it ended; the words of the outside contract."""

    COMPLETED = "completed"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    CALLER_LEFT = "caller_left"
    AGENT_LEFT = "agent_left"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    NOT_ACCEPTED = "not_accepted"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    ERROR = "error"


class CallOutcome(StrEnum):
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    VOICEMAIL = "voicemail"
    NO_AGENT = "no_agent"
    FAILED = "failed"


@dataclass
class Conversation:
    """A LiveKit room or a Twilio conference. `ready`: the room is known to exist at LiveKit."""

    name: str
    kind: Kind
    ready: bool = False
    closed: bool = False


@dataclass
class Leg:
    """One phone connection. Times are seconds since 1970.

    `number` is the number of the leg's current document, `fetched` the newest one handed to the
    carrier. `entry` counts how often the leg was sent into a conversation; `seen_at` is when it was
    last seen in the current one, None while it is on its way; `lost`: LiveKit has said that it ended
    the entry itself. `heads_for`: where the document that it still plays may yet lead it, though it was sent
    elsewhere since. `redirects`: when each of those was wanted that the phone has not come for. `choices`
    are the skills of its menu, in the order spoken. `judged`: the carrier has said whether a machine picked
    up, or a key that a person did. `answer` is to the question that this phone asked at `asked_at`.
    """

    id: str
    party: Party
    place: Place
    phone: str
    step: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()
    number: int = 1
    fetched: int = 0
    fetched_at: float | None = None
    redirects: tuple[float, ...] = ()
    call_sid: str | None = None
    agent_id: str | None = None
    name: str = ""
    transfer_id: str | None = None
    conversation: str | None = None
    entry: int = 0
    seen_at: float | None = None
    lost: bool = False
    heads_for: str | None = None
    talking_since: float | None = None
    created_at: float = 0.0
    rang_at: float | None = None
    answered_at: float | None = None
    accepted_at: float | None = None
    ended_at: float | None = None
    outcome: Outcome | None = None
    sip_code: int | None = None
    judged: bool = False
    answer: str = ""
    asked_at: float | None = None

    @property
    def live(self) -> bool:
        return self.ended_at is None

    @property
    def present(self) -> bool:
        """On the line and not being shown out."""
        return self.live and self.place is not Place.ENDED

    @property
    def leads_into(self) -> str | None:
        """The conversation that its document is to bring it into, until it is seen there."""
        dials = self.place in (Place.GREETING, Place.CONVERSATION)
        return self.conversation if dials and self.seen_at is None else None

    @property
    def identity(self) -> str:
        """Who this leg is in a room, this time: From user of its INVITE (reference/livekit.md 1.4)."""
        return f"{self.id}.{self.entry}"


@dataclass
class Brief:
    """What B is told. `source` is a provider's name or `facts`."""

    headline: str
    details: tuple[str, ...]
    source: str

    @property
    def written(self) -> bool:
        """By a model, which knows what the caller wants."""
        return self.source != "facts"


@dataclass
class Transfer:
    """One try to give the caller to somebody else; `agent_leg` is A's leg, `target_leg` B's."""

    id: str
    state: TransferState
    mode: str
    reason: str
    from_agent_id: str
    agent_leg: str
    to_agent_id: str | None = None
    to_skill: str | None = None
    to_phone: str | None = None
    target_leg: str | None = None
    first_conversation: str | None = None
    consult: str | None = None
    hand_over_wanted: bool = False
    brief_final: bool = False
    outcome: Outcome | None = None
    brief: Brief | None = None
    started_at: float = 0.0
    accepted_at: float | None = None
    ended_at: float | None = None

    @property
    def live(self) -> bool:
        return self.state not in OVER


@dataclass
class Call:
    """One customer's call with everything that belongs to it. `home` names where the caller talks.

    `mirrored`: the transcription's inbound track is what the caller hears, not what the caller says;
    `tracks_known`: it was heard that it is not.
    `transcribed`: the transcription has begun; `session` counts how often it was started again. `sketch` is
    a brief of what was said up to `sketched_at`, kept up to date while caller and agent talk.
    """

    id: str
    state: CallState
    direction: str
    from_number: str
    to_number: str
    skill: str | None
    started_at: float
    version: int = 0
    home: str | None = None
    agent_leg: str | None = None
    connected_at: float | None = None
    handed_over_at: float | None = None
    preferred_agent: str | None = None
    ended_at: float | None = None
    outcome: CallOutcome | None = None
    waiting_since: float | None = None
    mirrored: bool = False
    tracks_known: bool = False
    transcribed: bool = False
    session: int = 0
    sketch: Brief | None = None
    sketched_at: float | None = None
    legs: dict[str, Leg] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    deadlines: dict[str, float] = field(default_factory=dict)

    @property
    def caller(self) -> Leg:
        return next(leg for leg in self.legs.values() if leg.party is Party.CALLER)

    @property
    def transfer(self) -> Transfer | None:
        """The live transfer, of which there is at most one."""
        return next((t for t in self.transfers.values() if t.live), None)

    @property
    def agent(self) -> Leg | None:
        """The leg of the agent in charge."""
        return self.legs.get(self.agent_leg) if self.agent_leg else None

    def offered(self) -> Leg | None:
        """The leg of the agent who is being asked to take the call."""
        offers = (leg for leg in self.legs.values() if leg.present and leg.place is Place.OFFER)
        return next(offers, None)

    def present(self) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.present]

    def copy(self) -> Call:
        """A call of its own to change; ten times as fast as a deep copy, which every webhook would pay."""
        return replace(
            self,
            legs={name: replace(leg) for name, leg in self.legs.items()},
            conversations={name: replace(one) for name, one in self.conversations.items()},
            transfers={name: replace(one) for name, one in self.transfers.items()},
            deadlines=dict(self.deadlines),
        )
