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
        "A caller whose number ends in 0 1 2 3, for billing, on the line for 4 minutes; "
        "Alice says: double charge, needs a refund."
    )
    assert spoken_headline(brief) == brief.headline


def test_a_reason_of_several_sentences_is_told_in_one() -> None:
    told = facts.headline(replace(known(), reason="Charged twice. Wants it back!"))
    assert told.endswith("4 minutes; Alice says: Charged twice; Wants it back.")


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


def test_what_an_agent_before_promised_is_told_when_the_new_one_has_promised_too() -> None:
    first = said("The washing machine leaks.", "agent: I'll send a technician on Thursday at 8.")
    then = said("I would like a new one instead.", "agent: I'll refund 45 dollars for the carpet.")
    lines = [replace(line, by="Carla" if line.speaker == "agent" else "") for line in first] + then
    details = facts_brief(known(), lines).details
    new, old = (
        "Alice said: I'll refund 45 dollars for the carpet. End of quote.",
        "Carla said: I'll send a technician on Thursday at 8. End of quote.",
    )
    assert details.index(new) + 1 == details.index(old)


def test_promises_of_agents_before_are_left_out_when_there_is_no_time_for_them() -> None:
    names = ("", "Carla", "Dan", "Eve", "Finn", "Gus")
    made = said(
        *(f"agent: I'll send the {name or 'new'} form again on Monday without any charge." for name in names)
    )
    lines = [replace(line, by=name) for line, name in zip(made, names, strict=True)]
    quotes = [text for text in facts_brief(known(), lines).details if "I'll send" in text]
    assert [text.partition(" ")[0] for text in quotes] == ["Gus", "Finn", "Eve", "Dan"]


def test_a_brief_of_a_moment_ago_is_told_with_the_time_and_the_reason_of_now() -> None:
    now = known()
    then = replace(now, now=now.now - 120, reason=None)
    made = Brief(facts.headline(then), (facts.who(then), "The caller says: it broke."), "groq")
    told = facts.retold(made, then, now)
    assert told.headline == facts.headline(now)
    assert told.details == (facts.who(now), made.details[1]) and told.source == "groq"
    told = facts.retold(replace(made, headline="The caller says: it hums."), then, now)
    assert told.details == (facts.who(now), *facts.reasons(now), made.details[1])


def test_a_model_that_tells_neither_who_calls_nor_why_is_told_behind_both() -> None:
    made = Brief("The caller says: it broke.", ("The caller says: on Monday.",), "groq")
    told = facts.with_known(made, known())
    assert told.details == (facts.who(known()), *facts.reasons(known()), *made.details)
    assert (told.headline, told.source) == (made.headline, "groq")


def test_what_a_model_has_told_of_who_calls_and_why_is_not_told_twice() -> None:
    who, (why,) = facts.who(known()), facts.reasons(known())
    made = Brief("The caller says: it broke.", (who, "The caller says: on Monday.", why), "groq")
    assert facts.with_known(made, known()).details == (who, why, "The caller says: on Monday.")
    assert facts.with_known(replace(made, details=(who,)), known()).details == (who, why)
    ours = Brief(facts.headline(known()), ("The caller says: on Monday.",), "groq")
    assert facts.with_known(ours, known()) == ours


def test_a_headline_without_room_for_all_of_it_leaves_it_to_the_details() -> None:
    no_skill, no_reason = known(reason=reason(13)), known(reason=reason(40))
    told = [facts.with_known(Brief(facts.headline(one), (), "groq"), one) for one in (no_skill, no_reason)]
    assert [brief.details for brief in told] == [(facts.who(no_skill),), facts.reasons(no_reason)]


def test_a_word_of_the_reason_in_the_caller_s_mouth_is_not_the_reason() -> None:
    made = Brief("The caller says: refund.", (), "groq")
    assert facts.reasons(known(reason="refund"))[0] in facts.with_known(made, known(reason="refund")).details


# --- what was told before ---------------------------------------------------------------------


def before(**changed: object) -> tuple[str, ...]:
    return facts.heard_before(known(from_agent="Bob", **changed))


@pytest.mark.parametrize("words", [4, 40])
def test_the_next_colleague_hears_why_it_was_transferred_before_and_hears_it_once(words: int) -> None:
    then = known(reason=reason(words))
    brief = facts_brief(then, [])
    told = before(earlier=(brief.headline, *brief.details), reasons_before=(("Alice", then.reason),))
    assert " ".join(told).count(reason(words)) == 1 and told[0].startswith("Bob was told before: A caller")
    assert "comes with the details" not in " ".join(told)


def test_after_two_transfers_each_reason_is_told_in_the_name_of_whoever_gave_it() -> None:
    told = before(
        earlier=("The caller says: it broke.",),
        reasons_before=(("Alice", "broken lens"), ("Carla", "frame question")),
    )
    assert told[1:] == (
        "The reason given by Alice: broken lens.",
        "The reason given by Carla: frame question.",
    )


def test_a_reason_of_a_transfer_before_stays_with_whoever_gave_it() -> None:
    now = known(from_agent="Bob", reasons_before=(("Alice", "broken lens"),))
    assert facts.before(now, "The reason given by Alice: broken lens.").startswith(
        "The reason given by Alice"
    )
    assert facts.before(now, "It broke.") == "Bob was told before: It broke."


def test_who_has_not_been_told_anything_before_hands_on_nothing() -> None:
    assert before() == ()


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
    assert spoken_headline(brief).endswith("on the line for 4 minutes; the reason comes with the details.")
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
