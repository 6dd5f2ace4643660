"""The shapes of the JSON API, as the contract gives them; free of any framework.

Decides fields, types and what a field may hold. It must not know where values come from.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, model_validator


def rfc3339(at: float) -> str:
    """Seconds since 1970 as every time of the API is written."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _phone(value: str) -> str:
    wrong = "must be an E.164 phone number such as +15551234567"
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise ValueError(wrong) from None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_possible_number(number) or written != value:
        raise ValueError(wrong)
    return value


def storable(value: str) -> str:
    # PostgreSQL cannot hold it, in a key either.
    if "\0" in value:
        raise ValueError("must not contain a null character")
    return value


Time = Annotated[
    float,
    PlainSerializer(rfc3339, return_type=str),
    Field(json_schema_extra={"type": "string", "format": "date-time"}),
]
Phone = Annotated[str, Field(max_length=20), AfterValidator(_phone)]
Skill = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Skills = Annotated[list[Skill], Field(max_length=20)]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S"), AfterValidator(storable)]
Id = Annotated[str, Field(max_length=64), AfterValidator(storable)]


class Wanted(BaseModel):
    """What is sent to us: an unknown field is a mistake, not something to overlook."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NewAgent(Wanted):
    name: Name
    phone: Phone
    skills: Skills = []


class AgentChange(Wanted):
    status: Literal["available", "away", "wrapping_up"] | None = None
    name: Name | None = None
    phone: Phone | None = None
    skills: Skills | None = None


class Target(Wanted):
    """Exactly one of the three."""

    agent_id: Id | None = None
    skill: Skill | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _one(self) -> Target:
        if [self.agent_id, self.skill, self.phone].count(None) != 2:
            raise ValueError("give exactly one of agent_id, skill and phone")
        return self


class NewTransfer(Wanted):
    to: Target
    reason: Annotated[str, Field(max_length=500)] = ""
    mode: Literal["warm", "blind"] = "warm"


class NewToken(Wanted):
    role: Literal["supervisor"]


class AgentPath(BaseModel):
    agent_id: Id


class CallPath(BaseModel):
    call_id: Id


class TransferPath(BaseModel):
    transfer_id: Id


class CommandPath(TransferPath):
    command: Literal["complete", "cancel", "merge", "swap"]


class Page(BaseModel):
    limit: Annotated[int, Field(ge=1, le=200)] = 100
    cursor: Annotated[str, Field(max_length=200), AfterValidator(storable)] | None = None


class CallPage(Page):
    state: Literal["live"] | None = None


class Agent(BaseModel):
    id: str
    name: str
    code: str
    phone: str
    skills: list[str]
    status: Literal["available", "away", "ringing", "on_call", "wrapping_up"]


class Leg(BaseModel):
    id: str
    party: Literal["caller", "agent", "target"]
    agent_id: str | None
    place: str
    call_sid: str | None


class Call(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    id: str
    state: Literal["waiting", "ringing", "connected", "transferring", "voicemail", "ended"]
    direction: str
    from_: str = Field(alias="from")
    to: str
    skill: str | None
    agent_id: str | None
    transfer_id: str | None
    home: Literal["livekit", "conference"] | None
    room: str | None
    legs: list[Leg]
    started_at: Time
    ended_at: Time | None
    outcome: Literal["completed", "abandoned", "voicemail", "no_agent", "failed"] | None


class Attempt(BaseModel):
    agent_id: str | None
    outcome: str | None
    sip_code: int | None
    rang_ms: int | None


class Brief(BaseModel):
    headline: str
    details: list[str]
    source: str


class Moment(BaseModel):
    at: Time
    event: str


class Transfer(BaseModel):
    id: str
    call_id: str
    step: Literal["initiating", "explaining", "completing", "completed", "cancelled", "failed"]
    mode: Literal["warm", "blind"]
    reason: str
    from_agent_id: str
    to_agent_id: str | None
    attempts: list[Attempt]
    outcome: str | None
    brief: Brief | None
    timeline: list[Moment]
    started_at: Time
    accepted_at: Time | None
    ended_at: Time | None


class Said(BaseModel):
    at: Time
    speaker: Literal["caller", "agent"]
    text: str


class Token(BaseModel):
    """Lets a browser into the call's room until `expires_at`; whoever is in stays."""

    token: str
    url: str
    expires_at: Time


class Agents(BaseModel):
    items: list[Agent]
    next: str | None


class Calls(BaseModel):
    items: list[Call]
    next: str | None


class Transcript(BaseModel):
    items: list[Said]
    next: str | None


class ProblemDocument(BaseModel):
    """RFC 9457, as application/problem+json."""

    type: str
    title: str
    status: int
    detail: str
