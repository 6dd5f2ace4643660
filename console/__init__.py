"""The side for people and programs: JSON API, health, metrics.

Decides what outsiders may see and ask for. It must not know carriers' SDKs or TwiML.
"""
