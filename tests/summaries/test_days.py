"""Days of a month: told only with the month that they were said with, however either is written.

Decides with lines made for it, in four languages.
"""

import pytest

from summaries import NoBrief
from summaries.days import Days
from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.examples import known, reply, said

TWO_DAYS = {
    "en": "I moved on March 3rd and the gas was cut on May 9th.",
    "es": "Reservé el tres de marzo y pagué el 9 de mayo.",
    "de": "Am 3. März gebucht und am neunten Mai gezahlt.",
    "fr": "J'ai réservé le trois mars et payé le 9 mai.",
}


def were_said(language: Language, sentence: str, *lines: str, known: str = "") -> bool:
    return Days(language, [[known], lines]).were_said(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "She moved on March 3rd, and it was cut on the 9th of May."),
        ("en", "She moved on 3 March, 2024, and it was cut on May the ninth."),
        ("en", "She moved on 3/3."),
        ("en", "It was cut on 5/9/2024."),
        ("es", "Reservó el 3 de marzo y pagó el nueve de mayo."),
        ("de", "Am dritten März gebucht, am 9. Mai gezahlt."),
        ("fr", "Réservé le 3 mars, payé le neuf mai."),
    ],
)
def test_a_day_with_its_month_may_be_told_in_any_spelling(language: Language, sentence: str) -> None:
    assert were_said(language, sentence, TWO_DAYS[language])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "She moved on March 9th."),
        ("en", "It was cut on the third of May."),
        ("en", "It was cut on 9 March."),
        ("en", "It was cut on 9/3."),
        ("es", "Reservó el 9 de marzo."),
        ("es", "Pagó el tres de mayo."),
        ("de", "Am 9. März gebucht."),
        ("de", "Am dritten Mai gezahlt."),
        ("fr", "Réservé le 9 mars."),
        ("fr", "Payé le trois mai."),
    ],
)
def test_a_day_with_another_month_is_a_date_that_nobody_said(language: Language, sentence: str) -> None:
    assert not were_said(language, sentence, TWO_DAYS[language])


@pytest.mark.parametrize(
    "lines",
    [
        ("In which month?", "In March.", "Which day?", "The third."),
        ("It was in March.", "And which day?", "On the 3rd, I think."),
        ("The 3rd and the 9th of March.",),
        ("From March 1 to 3, that is.",),
        ("On the bill it says 3/3, so March.",),
        ("march third",),
    ],
)
def test_a_day_that_is_told_near_its_month_belongs_to_it(lines: tuple[str, ...]) -> None:
    assert were_said("en", "She moved on March 3rd.", *lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("In March I waited 3 days.",),
        ("We met at 3 in March.",),
        ("In March I paid $3, that is 3%.",),
        ("Order 3 was placed in March.",),
        ("In March my code was 3 4.",),
        ("It was in March.", "Yes.", "I see.", "Well.", "Hm.", "On the 3rd I called."),
    ],
)
def test_what_is_counted_or_far_away_is_no_day_of_the_month(lines: tuple[str, ...]) -> None:
    assert not were_said("en", "She moved on March 3rd.", *lines)


def test_a_day_is_known_from_what_was_told_before_but_no_month_joins_it_there() -> None:
    assert were_said("en", "She moved on March 3rd.", "Hello.", known="Maria moved on March 3rd.")
    assert not were_said("en", "She moved on March 3rd.", "It was on the 3rd.", known="Maria moved in March.")


@pytest.mark.parametrize("sentence", ["Order 9 may be late.", "Support is there 24/7.", "It costs 45/99."])
def test_what_names_no_day_is_not_asked_for_one(sentence: str) -> None:
    assert were_said("en", sentence, "Order 9 is late, and nobody is there 24/7.")


def test_neither_a_brief_nor_an_answer_tells_a_date_made_of_two() -> None:
    validator = Validator(known(), said(TWO_DAYS["en"]))
    assert validator.carries("The gas was cut on May 9th.")
    assert validator.why_not("The gas was cut on March 9th.") == "number"
    with pytest.raises(NoBrief) as caught:
        validator.answer(reply("The gas was cut on March 9th."))
    assert caught.value.dropped == ("number",)
