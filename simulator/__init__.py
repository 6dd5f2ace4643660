"""A phone network on one machine: a carrier, a LiveKit double, phones and the people who hold them.

Decides what the application under test sees of the outside world.
It must not know the application's internals: only URLs, TwiML, REST and SIP pass between them.
"""
