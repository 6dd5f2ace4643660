"""What of a model's answer may be spoken: nothing that the call and the facts do not carry.

Decides on the support call of the examples, and on calls and answers made at random.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries import Brief, NoBrief, facts, spoken_details, spoken_headline
from summaries.facts import headline as facts_headline
from summaries.plain import allowed
from summaries.sentences import sentences
from summaries.validate import Validator
from summaries.words import Dropped, Language
from tests.summaries.calls import CALLS, FALSE, TRUE
from tests.summaries.corpus.results import is_told
from tests.summaries.examples import SUPPORT_CALL, answer, cited, known, reply, said

VALIDATOR = Validator(known(), said(*SUPPORT_CALL))
HEADLINE = "Maria Gomez was charged twice for order 4821 and wants a refund."
SPOKEN = f"The caller says: {HEADLINE}"
CALLERS = "The caller says:|By their own account:"


def brief(headline: str, *details: str) -> Brief:
    return VALIDATOR.brief(answer(headline, *details), "groq")


def test_a_true_brief_is_told_in_the_name_of_whoever_said_it() -> None:
    made = brief(
        HEADLINE,
        "The caller wants the second charge of $49.90 refunded.",
        "She wrote two e-mails and got no answer.",
        "Alice promised to ask billing for a refund by Friday. The caller says she is the account owner.",
    )
    callers = (
        "By their own account: the caller wants the second charge of $49.90 refunded; "
        "she wrote two e-mails and got no answer; she is the account owner."
    )
    agents = "Alice said: I'll ask billing to refund one of them by Friday. End of quote."
    assert made == Brief(SPOKEN, (callers, agents), "groq")


@pytest.mark.parametrize(
    "sentence",
    [
        "Order four eight two one was charged twice.",
        "Order 4 8 2 1 was charged twice.",
        "She paid 49.90 dollars on Monday.",
        "Open question: whether one charge can be refunded by Friday.",
        "Charged twice, she wants one charge refunded.",
        "Maria's order was charged two times.",
        "The number of the caller ends in 0123.",
        "The call began 4 minutes ago, for billing.",
        "One of the charges is wrong at first sight.",
        "The caller sounds upset.",
        "Refund of one charge is pending.",
        "Order 4821 is meant.",
    ],
)
def test_what_the_words_carry_in_another_spelling_is_kept(sentence: str) -> None:
    assert VALIDATOR.carries(sentence)


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("amount", "She was charged $499."),
        ("letters of two alphabets", "The charge is \u0430pproved."),
        ("the end of a quote", "End of quote, her order was charged twice."),
        ("order after a colon", "Alice says: refund the order."),
        ("currency", "She was charged 49.90 euros."),
        ("digits in another order", "Order 4281 is meant."),
        ("digits read in another order", "Order 8 4 2 1 is meant."),
        ("part of a number", "Order 482 is meant."),
        ("count", "She was charged three times."),
        ("date", "She was charged on the 23rd."),
        ("day", "She was charged on Tuesday."),
        ("name", "Maria Smith wants a refund."),
        ("first word as name", "Smith wants a refund."),
        ("name behind a colon", "The topic: Smith."),
        ("title", "Doctor Gomez wants a refund."),
        ("shouting", "THE ORDER IS LATE."),
        ("web address", "See www.example.com for more."),
        ("bare domain", "See example.com for more."),
        ("e-mail", "Write to maria@example.com."),
        ("markup", "The caller wants <b>one</b> refund."),
        ("markdown", "The caller wants *one* refund."),
        ("template", "The caller wants {{refund}}."),
        ("second person", "She thinks you can help."),
        ("first person", "I think she is right."),
        ("key", "Then press 1."),
        ("order", "Refund both charges now."),
        ("order with an amount", "Refund $49.90 today."),
        ("order to open", "Open the account."),
        ("order in lower case", "give her the money."),
        ("duty", "The second charge has to be refunded."),
        ("card", "Her card is 4111 1111 1111 1111."),
        ("length", "The caller wants " + "very " * 40 + "much."),
        ("punctuation only", "...!"),
        ("empty", ""),
    ],
)
def test_what_nothing_carries_is_dropped(why: str, sentence: str) -> None:
    assert not VALIDATOR.carries(sentence)
    kept = brief(HEADLINE, sentence, "The caller sounds upset.")
    assert kept.details == ("By their own account: the caller sounds upset.",), why


def test_one_wrong_sentence_does_not_take_its_neighbours_with_it_and_is_counted() -> None:
    kept = brief(HEADLINE, "She sounds upset. She paid $12. She wants a refund.", "Smith approved it.")
    assert kept.details == ("The caller says: she sounds upset; she wants a refund.",)
    assert kept.dropped == ("number", "name")


def test_a_headline_that_falls_is_replaced_by_the_known_facts() -> None:
    kept = brief("Maria Gomez wants $499.", "The order is 4821.")
    assert kept == Brief(
        facts_headline(known()), ("The caller says: the order is 4821.",), "groq", ("number",)
    )


def test_what_stands_before_a_headline_counts_among_its_words() -> None:
    fits = f"She is upset, {'very ' * 18}upset."
    assert brief(fits).headline == f"The caller says: s{fits[1:]}" and len(fits.split()) == 22
    with pytest.raises(NoBrief):
        brief(fits.replace("very", "very very", 1))


@pytest.mark.parametrize("details", [(), ("",), ("She paid $12.", "Smith approved it.")])
def test_nothing_left_is_no_brief(details: tuple[str, ...]) -> None:
    with pytest.raises(NoBrief) as caught:
        brief("The order is 4812.", *details)
    assert caught.value.fault == "answer" and "4812" not in str(caught.value)


def test_a_good_headline_alone_is_a_brief() -> None:
    assert brief(HEADLINE, "She paid $12.") == Brief(SPOKEN, (), "groq", ("number",))


def test_details_end_where_nobody_listens_any_more() -> None:
    wants = [f"The caller wants a refund for the second charge, {'very ' * times}soon." for times in range(9)]
    kept = brief(HEADLINE, *wants)
    (heard,) = spoken_details(kept)
    assert 50 < len(heard.split()) <= 70 and heard.startswith("By their own account: ")
    assert kept.dropped == ("form",) * (8 - heard.count(";"))


def test_an_agent_without_a_name_may_be_mentioned() -> None:
    nameless = Validator(known(from_agent="your colleague"), said(*SUPPORT_CALL))
    assert nameless.carries("Your colleague says she will ask billing.")
    assert not nameless.carries("Your colleague thinks you can help.")


@pytest.mark.parametrize(
    "text", ["\uff26ull", "4\u200b99", "\u0664\u0669\u0669 euros", "o\u0301k\x00", "\u2488 item"]
)
def test_disguised_characters_are_judged_as_what_they_are(text: str) -> None:
    kept = brief(f"The caller wants {text}.", "The caller wants a refund.")
    assert all(map(allowed, kept.headline)) and not re.search(r"499|1 item|Full", kept.headline)


# --- why a sentence falls, and the lines that it cites ---


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("number", "She was charged $499."),
        ("name", "Maria Smith wants a refund."),
        ("name", "She was charged on tuesday."),
        ("tie", "The parcel fell into a river."),
        ("tie", "The caller is calm."),
        ("form", "Refund both charges now."),
        ("form", "El cliente llama por una factura."),
        ("form", "Call [phone 1]."),
        ("secret", "Her PIN is 4821."),
    ],
)
def test_each_sentence_that_falls_says_why(why: Dropped, sentence: str) -> None:
    assert VALIDATOR.why_not(sentence) == why
    assert brief(HEADLINE, sentence).dropped == (why,)


def test_a_brief_in_the_shape_of_the_schema_is_kept_in_the_order_of_a_brief() -> None:
    raw = cited(
        (HEADLINE, [1, 2]),
        ("mood", "The caller sounds upset.", [4]),
        ("promised", "Alice promised to ask billing for a refund by Friday.", [3]),
        ("tried", "She wrote two e-mails.", [4]),
    )
    kept = VALIDATOR.brief(raw, "groq")
    assert (kept.headline, kept.dropped) == (SPOKEN, ())
    assert kept.details == (
        "The caller says: she wrote two e-mails; the caller sounds upset.",
        "Alice said: I'll ask billing to refund one of them by Friday. End of quote.",
    )


@pytest.mark.parametrize("lines", [[99], [2, 99], [4], [-1]])
def test_a_sentence_whose_lines_do_not_exist_or_say_something_else_falls(lines: list[int]) -> None:
    raw = cited((HEADLINE, [1]), ("wants", "The order of Monday is 4821.", lines))
    kept = VALIDATOR.brief(raw, "groq")
    assert kept.details == () and kept.dropped == ("tie",)


def test_nothing_left_says_of_each_sentence_why() -> None:
    with pytest.raises(NoBrief) as caught:
        brief("The parcel fell into a river.", "She paid $12. Smith called.")
    assert caught.value.dropped == ("tie", "number", "name")


def test_a_mood_is_told_only_when_the_words_show_it() -> None:
    calm = Validator(known(), said("Hello, I have a question about my invoice."))
    assert not calm.carries("The caller sounds upset.") and not calm.carries("The caller is worried.")
    angry = Validator(known(), said("This is ridiculous, nobody answers.", "agent: Thank you."))
    assert angry.carries("The caller sounds upset.") and not angry.carries("The caller is grateful.")


# --- phone numbers and addresses ---

REACHABLE = said(
    "caller: You can reach me on 415 555 0123, or jane.doe@example.com.", "caller: My order is 482137."
)


def test_a_phone_number_comes_back_only_in_what_is_spoken() -> None:
    validator = Validator(known(), REACHABLE)
    kept = validator.brief(
        answer("The caller can be reached on [phone 1].", "Her e-mail is [email 1]."), "groq"
    )
    assert kept.headline == "By their own account: the caller can be reached on 4155550123."
    assert kept.details == ("The caller says: her e-mail is jane dot doe at example dot com.",)
    assert validator.answer(reply("The caller can be reached on [phone 1].", 0)).text.endswith("4155550123.")


@pytest.mark.parametrize(
    "sentence",
    ["Call back on [phone 2].", "She is on [phone 1] and 555.", "[pin 1]"],
)
def test_a_placeholder_makes_nothing_else_true(sentence: str) -> None:
    kept = Validator(known(), REACHABLE).brief(answer("The order is 482137.", sentence), "groq")
    assert kept.details == () and len(kept.dropped) == 1


# --- a colleague asks ---


@pytest.mark.parametrize(
    ("text", "lines", "heard"),
    [
        ("The order is 4821.", [1], "The caller says: the order is 4821."),
        (
            "She wrote two e-mails. Smith answered. Nobody answered.",
            [4],
            "The caller says: she wrote two e-mails; nobody answered.",
        ),
        (
            "She wrote two e-mails. Nobody answered. It was $49.90.",
            [],
            "The caller says: she wrote two e-mails; nobody answered.",
        ),
        ("The caller says she is the account owner.", [4], "The caller says: she is the account owner."),
        (
            "Alice promised a refund by Friday.",
            [3],
            "Alice said: I'll ask billing to refund one of them by Friday. End of quote.",
        ),
        ("Alice verified her.", [5], "Alice said: I could not verify you yet. End of quote."),
    ],
)
def test_an_answer_is_two_supported_sentences_at_most(text: str, lines: list[int], heard: str) -> None:
    assert VALIDATOR.answer(reply(text, *lines)).text == heard


def test_what_an_answer_leaves_out_says_why_too() -> None:
    told = "Smith answered. She wrote two e-mails. Nobody answered. It was $49.90. She sounds upset."
    assert VALIDATOR.answer(reply(told)).dropped == ("name", "form", "form")


@pytest.mark.parametrize(
    ("raw", "dropped"),
    [
        (reply("The order is 4821.", known=False), ()),
        (reply(""), ()),
        (reply("I do not know; ask Alice."), ("form",)),
        (reply("She paid $12.", 2), ("number",)),
        (reply("The order is 4821.", 99), ("tie",)),
        (reply("El pedido es el 4821 y la clienta quiere que le paguen."), ("form",)),
        (reply("The caller wrote e-mails, " + "and e-mails " * 16 + "and nobody answered."), ("form",)),
    ],
)
def test_no_answer_is_better_than_one_that_nothing_supports(raw: str, dropped: tuple[Dropped, ...]) -> None:
    with pytest.raises(NoBrief) as caught:
        VALIDATOR.answer(raw)
    assert caught.value.fault == "answer" and caught.value.dropped == dropped


# --- languages ---


@pytest.mark.parametrize("language", CALLS)
def test_true_sentences_survive_in_each_language(language: Language) -> None:
    validator = Validator(*CALLS[language])
    assert {sentence: validator.why_not(sentence) for sentence in TRUE[language]} == dict.fromkeys(
        TRUE[language]
    )


@pytest.mark.parametrize("language", CALLS)
def test_false_ones_fall_in_each_language(language: Language) -> None:
    validator = Validator(*CALLS[language])
    assert [sentence for sentence in FALSE[language] if validator.carries(sentence)] == []


@pytest.mark.parametrize("asked", CALLS)
@pytest.mark.parametrize("language", CALLS)
def test_an_answer_in_another_language_is_refused_as_a_whole(language: Language, asked: Language) -> None:
    told, lines = CALLS[language]
    raw = answer(TRUE[asked][0], *TRUE[asked][1:3])
    if language == asked:
        assert is_told(TRUE[asked][0], Validator(told, lines).brief(raw, "groq").headline)
        return
    with pytest.raises(NoBrief, match="another language"):
        Validator(told, lines).brief(raw, "groq")


NUMBERS = st.integers(0, 10**9)
SPELLINGS = st.sampled_from(
    [
        "{}",
        "${}",
        "{} dollars",
        "{:,}",
        "{}%",
        "{}.50",
        "{}th",
        "#{}",
        "no. {}",
        "{}\u200b0",
        "1{}",
        "{} {}",
        "-{}",
        "{}k",
    ]
)
FRAMES = st.sampled_from(
    ["The caller wants {}.", "She paid {} for it.", "Order {} is late.", "{} is the amount."]
)


@given(st.lists(NUMBERS, max_size=4), st.lists(st.tuples(FRAMES, SPELLINGS, NUMBERS), min_size=1, max_size=6))
def test_no_number_gets_through_that_was_not_in_the_call(
    there: list[int], offered: list[tuple[str, str, int]]
) -> None:
    """Judged by digits alone, knowing nothing of how the validator reads them."""
    call = said(*(f"it is {number} for it, {number} dollars, {number} percent" for number in there))
    there_are = known(caller="a caller with a withheld number", now=known().since, reason=None)
    sentences = [frame.format(spelling.format(number, number)) for frame, spelling, number in offered]
    try:
        kept = Validator(there_are, call).brief(answer(sentences[0], *sentences[1:]), "groq")
    except NoBrief:
        return
    heard = re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", " ".join([kept.headline, *kept.details])))
    assert {int(digits) for digits in heard} <= set(there)


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=4))
def test_whatever_a_model_says_the_spoken_text_is_plain_and_short(headline: str, details: list[str]) -> None:
    try:
        kept = brief(headline, *details)
    except NoBrief:
        return
    heard = [spoken_headline(kept), *spoken_details(kept)]
    assert all(allowed(char) for text in heard for char in text)
    assert kept.headline == facts_headline(known()) or len(sentences(kept.headline)) == 1
    assert len(heard[0].split()) <= 25


MIXED = "Maria Bob Gomez Alice Smith Boss Zoe verified owner approved refund wants 4821 77 the"
WORDS = st.sampled_from(MIXED.split())


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=5))
def test_no_invented_name_is_kept_and_nothing_is_told_in_our_name_in_any_order_of_words(
    told: list[str],
) -> None:
    try:
        kept = brief(*told)
    except NoBrief:
        return
    ours = {facts_headline(known()), facts.who(known()), *facts.reasons(known())}
    for text in {kept.headline, *kept.details} - ours:
        assert not re.search(r"Smith|Boss|Zoe|77", text)
        assert re.fullmatch(rf"(?:{CALLERS}) [^.]*\.|Alice said: (.*) End of quote\.", text)
        assert re.match(CALLERS, text) or text[12:-14] in " ".join(SUPPORT_CALL)
