"""The sentences in English, by key; the other languages have the same keys with the same names in them.

Decides the words. Names, which come in braces, may also be the stand-ins below. It must not know when a
sentence is spoken.
"""

from __future__ import annotations

ENGLISH = {
    # the caller
    "greeting": "Thank you for calling. We are connecting you now.",
    "waiting": "You are number {position} in line. Please hold, and we will be with you as soon as we can.",
    "waiting_keys": "To leave a message instead, press 2.",
    "hold": "Please hold for a moment. {agent} is getting a colleague to help you.",
    "hold_dialling": "Please hold. We are calling {target} for you.",
    "hold_briefing": "Please hold. {target} is being told about your call.",
    "hold_consulting": "Please hold. {agent} is talking to {target} about your call.",
    "hold_returning": "Please hold. We are connecting you.",
    "swap": "{agent} is talking to the caller. Please hold for a moment.",
    "joining": "You are being connected to {target}, who can help you further.",
    "joining_skill": "You are being connected to {target}, who can help you with {skill}.",
    "back": "Thank you for holding. You are going back to {agent}.",
    "queued": "We are sorry, the connection to your agent was lost. We are finding somebody else for you.",
    "untaken": "We are sorry, {target} cannot take your call now. We are finding somebody else for you.",
    "call_ended": "The call has ended. Thank you, and goodbye.",
    "voicemail": "Nobody can take your call now. Please leave a message after the tone, then press pound.",
    "message_thanks": "Thank you. We have your message and will call you back. Goodbye.",
    # an agent who is asked to take a call
    "offer": "Call from {caller}, for {skill}.",
    "offer_keys": "Press 1 to take the call, or 2 to decline.",
    "still_there": "Are you still there?",
    "not_taken": "The call goes to somebody else. Goodbye.",
    "declined": "Thank you. Goodbye.",
    "no_longer_needed": "The call no longer needs an agent. Goodbye.",
    "caller_left": "The caller has hung up. Goodbye.",
    # A, while B is called
    "consulting_dialling": "The caller is on hold. Calling {target}.",
    "consulting_next_target": "Nobody took the call yet. Now calling {target}.",
    "consulting_next_to_hand_over": "Now calling {target}, who gets the caller. You may hang up.",
    "consulting_answered": "{target} has answered.",
    "consulting_briefing": "{target} has answered and is hearing the summary.",
    "consulting_told": "{target} is being told this: {headline}",
    "consulting_hand_over": "The caller will be connected as soon as {target} accepts. You may hang up.",
    "consulting_handing_over": "The caller is being connected to {target}. You may hang up.",
    "consulting_back": "Press 1 to go back to the caller.",
    "consulting_keys": "Press 1 to go back to the caller, or 2 to hand over as soon as {target} accepts.",
    "hold_warning": "The caller has been on hold for a long time. In half a minute you will be reconnected.",
    "caller_joins": "The caller has been on hold for too long and is joining you now.",
    "back_busy": "{target} is busy. You are back with the caller.",
    "back_no_answer": "{target} did not answer. You are back with the caller.",
    "back_declined": "{target} could not take the call. You are back with the caller.",
    "back_left": "{target} has left. You are back with the caller.",
    "back_not_accepted": "Nobody took the call on {target}'s phone. You are back with the caller.",
    "back_unreachable": "{target} could not be reached. You are back with the caller.",
    "back_timed_out": "The caller was on hold for too long. You are back with the caller.",
    "back_cancelled": "The transfer is cancelled. You are back with the caller.",
    "back_error": "Calling {target} went wrong. You are back with the caller.",
    "handed_over": "The caller is now with {target}. Thank you, and goodbye.",
    "blind": "The caller is being transferred to {target}. Goodbye.",
    # an agent at a menu
    "keypad_talk": "The caller is on hold. Press 1 to go back to the caller, or 2 to call a colleague.",
    "keypad_skill": "Press {position} for {skill}.",
    "keypad_code": "Enter the code of your colleague, then press pound.",
    "keypad_consult": "Press 1 for the caller alone, 2 to hand over, 3 to talk all three, or 4 to swap.",
    "keypad_three_way": "Press 1 to be alone with the caller, or 2 to hand over and leave.",
    "keypad_leave": "Press 1 to leave, or hold on to go back.",
    "code_unknown": "There is no colleague with this code.",
    "nobody_free": "Nobody is free there now.",
    "menu": "One moment, please.",
    # B
    "announce": "Transfer from {agent}.",
    "gate": "Transfer from {agent}, for {skill}.",
    "gate_keys": "Press 1 to hear the summary, or 2 to decline.",
    "moment": "One moment, please.",
    "brief_reason": "{agent} has {caller} on the line.",
    "brief_keys": "Press 1 to take the call, 2 to decline, 4 for more detail, or 5 to hear it again.",
    "brief_ask": "Or just ask a question.",
    "no_details": "There is nothing more to tell.",
    "no_answer": "I do not know. Please ask {agent}.",
    "released": "The transfer was cancelled. Thank you, and goodbye.",
    # anybody
    "unknown_leg": "We are sorry, this call is over. Goodbye.",
    "lifeboat": "Please stay on the line. We will be right with you.",
    "lifeboat_end": "We are sorry, we cannot connect you now. Please call again in a few minutes. Goodbye.",
}

STAND_INS = {
    "somebody": "a colleague",
    "your_colleague": "your colleague",
    "caller_with_number": "a caller whose number ends in {digits}",
    "caller_without_number": "a caller with a withheld number",
    "no_skill": "support",
}
