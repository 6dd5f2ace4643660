"""The limits a deployment may set and the fixed times of the machine, all in seconds.

Decides nothing by itself; `decide` reads it. It must not know where the numbers come from.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.core.state import Kind


@dataclass(frozen=True)
class Policy:
    agent_ring: float = 20.0
    hold_limit: float = 180.0
    hold_warning_before: float = 30.0
    wait_limit: float = 600.0
    rescue: float = 20.0
    consult: Kind = Kind.CONFERENCE
    # Twilio adds about 5 s to every ring time-out (reference/twilio.md 3.1); ours is the net under it.
    ring_grace: float = 8.0
    # How long a dial may wait for its turn, before its phone rings (DIALS_PER_SECOND).
    dial_wait: float = 30.0
    # How long a redirected phone may take to fetch its document before we redirect it again.
    unfetched: float = 3.0
    # People on their way into a conversation: look inside, then give the conversation up (design 4).
    look: float = 3.0
    # An agent's leg into the room where the caller should be ringing already needs so long at most.
    agent_look: float = 1.5
    # The greeting takes about so long; only then the caller's leg is sent to its room.
    greeting: float = 4.0
    # What is heard of it on a track comes at most so long after the call itself.
    greeting_heard: float = 10.0
    join: float = 6.0
    # How long LiveKit may take to say whether a leg has left its room by itself.
    star: float = 3.0
    # How long the carrier may take to notice that LiveKit has thrown a leg out.
    thrown_out: float = 1.0
    # A sentence spoken before the conversation is entered delays the entry by about so much.
    note: float = 5.0
    # A phone that was told goodbye should be gone by then, else it is hung up by request.
    goodbye: float = 12.0
    # An unclear dial is adopted within this time or counts as failed (design 5).
    adopt: float = 8.0
    # An agent who did not take a call is not offered the same call again before that; after a dial that
    # went wrong, so that nobody was rung, sooner.
    offer_again: float = 30.0
    dial_again: float = 10.0
    # A room that LiveKit has not confirmed so long after the call came is not waited for.
    room_wait: float = 1.0
    # Whether there is a language model that writes briefs.
    model: bool = False
    # A brief of the language model that is not there so long after B answered is not waited for.
    brief_wait: float = 3.0
    # While people talk their words are put into a brief this long after the first new ones; None: only at
    # a transfer.
    sketch_after: float | None = 15.0
    # Longest that B waits for the answer to a question.
    answer_wait: float = 4.0
    # Whether every target hears the brief only after a key.
    brief_after_key: bool = False
    # Whether the carrier listens if a machine has picked up, and how long B's brief waits for its verdict,
    # which takes about four seconds (reference/twilio.md 5.3); then B is asked for a key.
    machine_detection: bool = False
    machine_wait: float = 6.0
    # A transcription that is not said to have begun by then is begun by request: the caller may have lost
    # the document that begins it. One that stopped is started again after two seconds, then four, and so on,
    # so many times.
    transcribe_due: float = 20.0
    transcribe_again: float = 2.0
    transcribe_tries: int = 6
    # Whether what was said is kept when the call is over.
    keep_words: bool = True


DEFAULT = Policy()
