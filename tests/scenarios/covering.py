"""A few scenarios that together go through everything: for what is too slow to be tried with all of them.

Decides nothing; whoever adds a kind of moment adds a scenario here too.
"""

COVERING = [
    "call_answered",
    "caller_waits_for_an_agent",
    "waiting_caller_leaves_a_message",
    "warm_transfer",
    "transfer_to_a_skill",
    "transfer_by_code",
    "b_declines",
    "swap_by_key",
    "blind_declined",
    "rescue",
    "hold_limit_in_the_consult",
    "livekit_dies_under_a_talk",
]
