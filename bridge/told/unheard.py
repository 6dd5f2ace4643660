"""What can happen to a call without anybody hearing anything of it then and there, and why.

Decides that they need no rows; a test tells each in every situation and holds it to that.
"""

from __future__ import annotations

from bridge.core.events import (
    AgentReserved,
    BriefSketched,
    BriefWritten,
    CallArrived,
    DialPlaced,
    DialUnclear,
    Event,
    GreetingHeard,
    LegRang,
    NobodyFree,
    QuestionAnswered,
    RoomMade,
    SkillsListed,
    TranscriptionStarted,
    TranscriptionStopped,
    WordsSaid,
)

# They belong to what asked for them: each row above has its answers in it.
INSIDE: dict[type[Event], str] = {
    CallArrived: "begins a call, so it cannot happen in one",
    AgentReserved: "the directory's answer to whoever asked it, in the same moment",
    NobodyFree: "likewise, when nobody can be had",
    SkillsListed: "what a menu offers, in the same moment as the menu",
}
EVENTS: dict[type[Event], str] = {
    LegRang: "the carrier says that a phone rings, which it does already",
    DialPlaced: "the carrier has taken the order to ring a phone",
    DialUnclear: "nobody knows whether a phone rings: after 8 s it counts as one that cannot be reached",
    RoomMade: "whoever rings into the room goes on ringing until somebody is there",
    WordsSaid: "words are written down",
    TranscriptionStarted: "likewise",
    TranscriptionStopped: "it is begun again",
    GreetingHeard: "it is known whose words are whose",
    BriefSketched: "a brief is kept ready for a transfer",
    BriefWritten: "B hears it when B's document asks again",
    QuestionAnswered: "likewise",
}
DEADLINES: dict[str, str] = {
    "look": "somebody is sent to look who is in the talk",
    "sketch": "a brief is asked for",
    "transcribe": "the transcription is begun again",
    "unfetched": "the phone is told once more to fetch its document",
    "adopt": "a last search for a dial that may not ring",
}
