"""What can be chosen about the LiveKit double: how long things take, how unruly its webhooks are.

Decides only names and defaults, in seconds, as measured on loopback (reference/livekit-lab.md b, d, e, f, k).
It must not know how they take effect.
"""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass
class Weather:
    """Times of the server and the SIP service; `duplicate_webhooks` is the share that is sent twice."""

    challenge: Range = (0.004, 0.006)  # INVITE to 407; a 401 takes one round more
    ringing: Range = (0.007, 0.016)  # INVITE to 180
    joining: Range = (0.005, 0.009)  # 180 to being in the room
    making_room: Range = (0.025, 0.045)  # added when the INVITE makes the room
    full: float = 0.012  # added when the room has no place left
    ready: Range = (0.015, 0.028)  # in the room to answerable
    active: Range = (0.017, 0.021)  # in the room to participant_joined
    published: Range = (0.044, 0.050)  # in the room to track_published
    track_heard: Range = (0.025, 0.035)  # somebody publishes to 200
    status: float = 0.03  # 200 to callStatus active
    hang_up: Range = (0.005, 0.008)  # an order of the server to BYE or 486
    key: float = 0.45  # one relayed key
    unavailable: float = 1.0  # INVITE to 503 without server or Redis
    redis_error: float = 1.7  # a request to its error without Redis
    redis_given_up: float = 5.0  # how long it is looked for at such length (seen on 1.13.5)
    redis_error_known: float = 0.1  # the same later
    ready_without_redis: Range = (2.0, 4.0)  # the server's own page goes on saying OK (seen on 1.13.5)
    node_known: Range = (1.3, 2.6)  # an empty Redis comes to a new room being possible (seen on 1.13.5)
    cast_out: Range = (1.2, 2.4)  # an empty Redis comes to the end of its legs' connections (seen on 1.13.5)
    browser_tries: Range = (15.0, 28.0)  # the end of its connection to its last attempt (seen on 1.13.5)
    browser_back: Range = (1.7, 7.2)  # Redis is back to a browser that was out being back (seen on 1.13.5)
    webhook: Range = (0.002, 0.005)
    duplicate_webhooks: float = 0.0
