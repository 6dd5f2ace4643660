"""The machine: states, events, effects, three tables and `decide`. Pure; imports nothing but itself.

It decides what happens next in a call. It must not know Flask, an SDK, the clock, randomness or the
database: the shell around it hands in events and the time, and carries the effects out.
"""
