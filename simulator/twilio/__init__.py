"""A carrier that behaves as Twilio Programmable Voice does, as a core without I/O.

Decides what calls, documents, conferences and callbacks do; time comes from the world, HTTP goes through
the network seam. It must not know the application under test: it follows the TwiML and URLs it is given.
"""
