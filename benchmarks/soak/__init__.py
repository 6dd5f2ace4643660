"""The soak: a thousand live calls on the real server while its workers are killed one after the other.

Decides who calls, who transfers whom, and what counts as lost. It must not know the bridge from within:
it is a carrier to it, and a client of its API.
"""
