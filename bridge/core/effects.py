"""What the machine wants done, in the imperative.

An effect is stored in the same commit as the state that wants it and carried out after it. Effects
with the same `lane` run in order, others side by side. `asks` says who is waited for meanwhile: who is
slow there holds up nobody who asks somebody else. Those of `Inside` are the exception: the shell answers
them inside the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bridge.core.events import TransferRequested


@dataclass(frozen=True)
class _ToLeg:
    """Done to one leg; what is done to the same leg keeps its order."""

    asks: ClassVar[str] = "phones"
    leg: str

    @property
    def lane(self) -> str:
        return self.leg


@dataclass(frozen=True)
class _ToRoom:
    """Done to one room, likewise."""

    asks: ClassVar[str] = "rooms"
    name: str

    @property
    def lane(self) -> str:
        return self.name


@dataclass(frozen=True)
class CreateRoom(_ToRoom):
    """Make it before anybody is sent in."""


@dataclass(frozen=True)
class DeleteRoom(_ToRoom):
    """Close it; nobody comes back to it, and nobody waits for it."""

    asks: ClassVar[str] = "leftovers"


@dataclass(frozen=True)
class DialLeg(_ToLeg):
    """Ring the leg's phone. Happens once as the carrier sees it (design 6.4).

    `urgency`: 0 for a transfer, whose caller is on hold already, 1 for an offer.
    """

    urgency: int = 1


@dataclass(frozen=True)
class FindDial(_ToLeg):
    """Look whether an unclear dial rings a phone after all; `last`: give it up when it is not found."""

    last: bool


@dataclass(frozen=True)
class RedirectLeg(_ToLeg):
    """Make the phone fetch document `number` or a newer one; dropped once it has.

    `urgency`: 0 out of a talk that may be dead, where people sit in silence, 1 from where they hear us.
    """

    number: int
    urgency: int = 1


@dataclass(frozen=True)
class HangUpLeg(_ToLeg):
    """End the phone's call at the carrier."""


@dataclass(frozen=True)
class CheckLeg(_ToLeg):
    """Ask the carrier whether the leg still lives; its answer comes back as an event."""


@dataclass(frozen=True)
class LookInside:
    """Ask who is in a conversation; what is seen comes back as events."""

    asks: ClassVar[str] = "looks"
    conversation: str

    @property
    def lane(self) -> str:
        return f"look:{self.conversation}"


@dataclass(frozen=True)
class CheckRoom:
    """Ask LiveKit who is left in a room that a `<Dial>` of this leg, at this document, has left."""

    asks: ClassVar[str] = "looks"
    leg: str
    number: int
    conversation: str

    @property
    def lane(self) -> str:
        return f"look:{self.conversation}"


@dataclass(frozen=True)
class Announce(_ToLeg):
    """Say a sentence to one leg in its conference, over the talk; the others do not hear it."""

    note: str


@dataclass(frozen=True)
class WriteBrief:
    """Have the language model write what B is told; until then the brief of facts stands."""

    asks: ClassVar[str] = "model"
    transfer: str

    @property
    def lane(self) -> str:
        return f"brief:{self.transfer}"


@dataclass(frozen=True)
class SketchBrief:
    """Have the model put into a brief what was said so far, before anybody asks for a transfer."""

    asks: ClassVar[str] = "model"
    call: str

    @property
    def lane(self) -> str:
        return f"sketch:{self.call}"


@dataclass(frozen=True)
class AnswerQuestion:
    """Have the model look up in the words of the call what B, at this document, has asked."""

    asks: ClassVar[str] = "model"
    leg: str
    number: int
    question: str

    @property
    def lane(self) -> str:
        return f"ask:{self.leg}"


@dataclass(frozen=True)
class Transcribe(_ToLeg):
    """Have the carrier write down the words of this leg again."""

    session: int


Outgoing = (
    CreateRoom
    | DeleteRoom
    | DialLeg
    | FindDial
    | RedirectLeg
    | HangUpLeg
    | CheckLeg
    | LookInside
    | CheckRoom
    | Announce
    | WriteBrief
    | SketchBrief
    | AnswerQuestion
    | Transcribe
)
# Asked for twice before it was done once, it is done once: the newer one takes the older one's place.
ONCE = (RedirectLeg, CheckLeg, LookInside, SketchBrief)


@dataclass(frozen=True)
class ReserveAgent:
    """Reserve for leg `leg`: this agent, that of the keypad code, or the longest idle with the skill.

    `passed_over`: agents who had their chance. Answered by AgentReserved or NobodyFree.
    """

    leg: str
    agent_id: str | None = None
    skill: str | None = None
    code: str | None = None
    passed_over: frozenset[str] = frozenset()
    for_transfer: bool = False
    request: TransferRequested | None = None


@dataclass(frozen=True)
class ReleaseAgent:
    """The leg has ended, its agent is free again."""

    leg: str


@dataclass(frozen=True)
class ListSkills:
    """Tell which skills a menu may offer to this leg. Answered by SkillsListed."""

    leg: str


@dataclass(frozen=True)
class StateFacts:
    """Write the brief of facts, so that there is one from the first moment on, whatever happens."""

    transfer: str


@dataclass(frozen=True)
class ForgetRedirect:
    """A redirect of the leg that still waits is not wanted: the phone came by itself, or is gone."""

    leg: str


Inside = ReserveAgent | ReleaseAgent | ListSkills | StateFacts | ForgetRedirect
Effect = Outgoing | Inside
