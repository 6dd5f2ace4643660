"""The doors to the carriers: Twilio's REST API and LiveKit's server API, as few verbs as we need.

Each decides how a verb is said to its carrier and what its refusals mean. They must not know calls or
transfers.
"""
