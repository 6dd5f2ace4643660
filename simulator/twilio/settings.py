"""What can be chosen about the carrier: a number's webhooks, its open questions, its weather.

Decides only names and defaults. `Switches` are the questions of reference/twilio.md section 9 that nothing
public settles: a scenario must end well under both settings. It must not know how they take effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Range = tuple[float, float]


@dataclass
class NumberConfig:
    """The voice settings of one of our numbers (reference/twilio.md 4.5)."""

    voice_url: str = ""
    voice_fallback_url: str = ""
    status_callback: str = ""
    voice_method: str = "POST"
    voice_fallback_method: str = "POST"
    status_callback_method: str = "POST"
    friendly_name: str = ""
    sid: str = ""
    trunk_sid: str = ""
    voice_application_sid: str = ""


@dataclass(frozen=True)
class Switches:
    """The open questions of reference/twilio.md section 9, by their numbers there; defaults are believed.

    The last two are of other sections.
    """

    redirect_requests_old_action: bool = False  # 1: redirecting a parent still requests the old Dial action
    invite_carries_child_sid: bool = True  # 2: X-Twilio-CallSid is the SIP leg's own SID (else the parent's)
    hangup_requests_action: bool = False  # 3: the Dial action is requested when the parent hangs up first
    child_completes_first: bool = True  # 3: order of the completed callbacks of child and parent
    transcription_survives_redirect: bool = True  # 4: a new document does not stop a transcription
    inbound_track_is_the_phone: bool = True  # 4: inbound_track is what the leg's own phone says
    token_on_first_attempt: bool = True  # 5: I-Twilio-Idempotency-Token on first attempts too
    same_name_starts_twice: bool = False  # 4: a second <Start> under a running name begins a second session
    # 6: seconds until a SIP leg whose peer sends nobody's voice is cut (32014)
    quiet_sip_leg_cut_after: float | None = None
    kicked_leg_continues: bool = True  # 7: after a kick or an end by API the leg's action or next verb runs
    redirect_delay: Range = (0.02, 0.3)  # 8: seconds from the accepted update to the request for TwiML
    secure_media_accepted: bool = True  # 9: the peer takes `;transport=tls;secure=true` (else 488, 32207)
    ended_call_is_unknown: bool = False  # 5.3: an update of an ended call is refused with 20404, not 21220
    callbacks_are_retried: bool = False  # 1.2: connection overrides also repeat status callbacks


@dataclass(frozen=True)
class Weather:
    """How long things take and how unruly callbacks are; all times in seconds."""

    music_seconds: float = 30.0
    play_seconds: Mapping[str, float] = field(default_factory=dict)  # for URLs that end so
    callback_delay: Range = (0.01, 0.15)
    duplicate_callbacks: float = 0.0  # the share of callbacks that are sent twice
    setup_delay: Range = (0.05, 0.3)  # from dialling to the first sign of the other end
    verdict_human: float = 1.8  # answering machine detection (reference/twilio.md 5.3)
    verdict_machine: float = 4.0
    transcript_delay: Range = (0.2, 0.8)
    retry_pause: float = 1.0  # between the tries of one webhook; nothing public says how long
    ring_grace: float = 5.0  # what Twilio adds to every `timeout` (reference/twilio.md 3.1, 4.1, 4.4)
