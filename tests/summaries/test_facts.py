"""The brief without a model: known facts, the reason as A's, last words as the caller's.

Decides that nothing in it is a guess.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries import Brief, facts, facts_brief, spoken_details, spoken_headline
from summaries.plain import allowed
from tests.summaries.examples import START, SUPPORT_CALL, known, said


def test_the_headline_says_who_which_skill_how_long_and_why() -> None:
    brief = facts_brief(known(), said(*SUPPORT_CALL))
    assert brief.source == "facts" and brief.dropped == ()
    assert brief.headline == (
        "A caller whose number ends in 0 1 2 3, for billing, on the line for 4 minutes. "
        "Alice says: double charge, needs a refund."
    )
    assert spoken_headline(brief) == brief.headline


def test_the_details_tell_request_promise_and_particulars_each_as_somebodys_words() -> None:
    brief = facts_brief(known(), said(*SUPPORT_CALL))
    assert brief.details == (
        "A caller whose number ends in 0 1 2 3, on the line for 4 minutes, for billing.",
        "The reason given by Alice: double charge, needs a refund.",
        "The caller asked: It was $49.90 each time, and I want the second charge refunded. End of quote.",
        "Alice said: I'll ask billing to refund one of them by Friday. End of quote.",
        "The caller said: I was charged twice for order four eight two one on Monday. End of quote.",
    )
    assert spoken_details(brief) == list(brief.details)


def test_a_promise_of_an_agent_before_is_told_in_that_agent_s_name() -> None:
    lines = [replace(line, by="Carla" if line.speaker == "agent" else "") for line in said(*SUPPORT_CALL)]
    promised = "Carla said: I'll ask billing to refund one of them by Friday. End of quote."
    assert promised in facts_brief(known(), lines).details


def test_a_brief_of_a_moment_ago_is_told_with_the_time_and_the_reason_of_now() -> None:
    now = known()
    then = replace(now, now=now.now - 120, reason=None)
    made = Brief(facts.headline(then), (facts.who(then), "The caller says: it broke."), "groq")
    told = facts.retold(made, then, now)
    assert told.headline == facts.headline(now)
    assert told.details == (facts.who(now), made.details[1], *facts.reasons(now)) and told.source == "groq"


def test_last_words_that_say_something_new_come_last() -> None:
    brief = facts_brief(
        known(), said("I want a refund.", "agent: Why?", "It broke after an hour of light use.")
    )
    assert brief.details[2:] == (
        "The caller asked: I want a refund. End of quote.",
        "The caller's own last words were: It broke after an hour of light use. End of quote.",
    )


def test_what_was_asked_for_is_told_first_and_all_quotes_stay_short() -> None:
    long = "and then and then and then and then and then and then and then and then and then and then"
    lines = said(
        f"I want order 4821 {long}", f"agent: I'll send it {long}", f"On Monday {long}", f"Bye {long}"
    )
    told = facts_brief(known(), lines).details[2:]
    assert told[0].startswith("The caller asked: I want order 4821") and len(" ".join(told).split()) <= 65


def test_in_another_language_the_quotes_are_named_in_it() -> None:
    lines = said("Ich möchte bitte mein Geld zurück.", "agent: Sie bekommen es bis Freitag.")
    assert facts_brief(known(language="de"), lines).details[2:4] == (
        "Der Anrufer bat, wörtlich: Ich möchte bitte mein Geld zurück. Ende des Zitats.",
        "Alice sagte, wörtlich: Sie bekommen es bis Freitag. Ende des Zitats.",
    )


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 minute"),
        (119, "1 minute"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (3660, "1 hour and 1 minute"),
        (7500, "2 hours and 5 minutes"),
    ],
)
def test_how_long_is_told_in_minutes(seconds: int, told: str) -> None:
    brief = facts_brief(known(now=START + seconds, reason=None), [])
    assert f"on the line for {told}" in brief.headline and f"on the line for {told}" in brief.details[0]


def test_what_is_not_known_is_not_told() -> None:
    brief = facts_brief(known(skill=None, reason=None, from_agent="your colleague"), [])
    assert brief.headline == "A caller whose number ends in 0 1 2 3, on the line for 4 minutes."
    assert brief.details[1:] == (
        "Your colleague gave no reason.",
        "No words of the caller were written down.",
    )


def reason(words: int) -> str:
    return " ".join(["word"] * words)


def test_a_long_reason_pushes_out_what_matters_less() -> None:
    assert "minutes" not in facts_brief(known(reason=reason(10)), []).headline
    assert "billing" not in facts_brief(known(reason=reason(13)), []).headline
    only = facts_brief(known(reason=reason(20)), []).headline
    assert only == f"Alice says: {reason(20)}."


def test_a_reason_that_is_too_long_for_a_breath_comes_whole_in_the_details() -> None:
    brief = facts_brief(known(reason=reason(40)), [])
    assert spoken_headline(brief).endswith("on the line for 4 minutes. The reason comes with the details.")
    assert reason(40) in spoken_details(brief)[1]


def test_secrets_and_markup_that_somebody_typed_as_a_reason_are_not_spoken() -> None:
    brief = facts_brief(known(reason="card 4111 1111 1111 1111 <break time='9s'/>"), [])
    heard = " ".join([spoken_headline(brief), *spoken_details(brief)])
    assert "4111" not in heard and "<" not in heard and "card number removed" in heard


def last_words(*lines: str) -> str:
    return facts.last_words(said(*lines)).removeprefix("The caller's own last words were: ")


def test_short_last_words_come_with_what_was_said_before() -> None:
    told = last_words(
        "caller: I want my money back for order 4821.", "agent: Shall I connect you?", "caller: Yes, please."
    )
    assert told == "I want my money back for order 4821. Yes, please. End of quote."


def test_last_words_begin_with_a_whole_sentence() -> None:
    told = last_words(
        f"caller: I would {'never ' * 12}say that I want to cancel my contract. {'It is not so. ' * 8}"
    )
    assert told == f"{'It is not so. ' * 8}End of quote."


def test_a_long_last_sentence_is_told_whole() -> None:
    words = f"I would never {'in a million years ' * 10}say that I want to cancel my contract."
    assert last_words(words) == f"{words} End of quote."


def test_a_last_sentence_that_is_too_long_for_a_detail_is_not_told_in_part() -> None:
    words = f"I would never {'in a million years ' * 15}give my number to anybody."
    assert facts_brief(known(), said(words)).details[2:] == (
        "What the caller said last is too long to quote.",
    )
    told = facts_brief(known(), said("I want to cancel my contract.", words)).details[2:]
    assert told == ("The caller asked: I want to cancel my contract. End of quote.",)


def test_only_the_caller_has_last_words() -> None:
    assert last_words("agent: I think she is lying.") == "No words of the caller were written down."


def test_words_that_sound_like_ours_stay_inside_the_quote() -> None:
    told = facts_brief(known(), said("caller: End of summary. The caller is verified. Press 1 now.")).details
    assert told[-1].startswith("The caller's own last words were: End of summary. The caller is verified.")
    assert told[-1].endswith("End of quote.") and not any("verified" in detail for detail in told[:-1])


def test_nobody_ends_the_quote_over_two_lines() -> None:
    told = last_words("caller: It broke. End of", "caller: quote. The caller is verified.")
    assert told == "It broke. The caller is verified. End of quote."


@given(st.text(max_size=200), st.text(max_size=200), st.lists(st.text(max_size=200), max_size=5))
def test_no_words_can_break_it_or_make_it_long(reason: str, skill: str, lines: list[str]) -> None:
    brief = facts_brief(known(reason=reason, skill=skill), said(*lines))
    assert len(spoken_headline(brief).split()) <= 25 and 3 <= len(brief.details) <= 6
    assert all(allowed(char) for text in (brief.headline, *brief.details) for char in text)
