"""A LiveKit server with its SIP service, as far as an application, a carrier and a judge can see it.

Decides what the real ones were measured to do (reference/livekit-lab.md), on the world's time, without I/O.
It must not know the application's internals.
"""
