"""Calls told through `decide` for documentation: situations, what can happen, who hears what.

Nothing here is used by a real call, and nothing that is heard is written here: the machine is asked.
"""
