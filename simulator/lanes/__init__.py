"""Two ways to bring the simulated world and the application together: in-process, and over sockets.

Decide how requests travel and whose clock counts. They must not know what is in the requests.
"""
