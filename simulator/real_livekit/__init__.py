"""The real LiveKit server on loopback, in place of the double.

Decides how it is configured, started, stopped and killed. It must not know the application.
"""
