"""Setting up both carriers for this deployment: `flask provision`.

Decides what Twilio and LiveKit should have, what differs, and how to get there without ever making a thing
twice. It must not know calls.
"""
