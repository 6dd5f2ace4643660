"""Plain text: which characters a voice and a document can carry, and in which form.

Decides the alphabet of everything that is spoken.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.plain import allowed, ended, normal, plain, visible


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("It\u2019s \u201cfine\u201d \u2014 really\u2026", 'It\'s "fine" - really...'),
        ("AT&T", "AT and T"),
        ("\u00bfC\u00f3mo? \u00a1Ya!", "C\u00f3mo? Ya!"),
        ("a\tb\r\nc", "a b c"),
        ("a\x00b\x07", "a b"),
        ("zero\u200bwidth", "zerowidth"),
        ("\u202etfel\u202c", "tfel"),
        ("\ud800half", "half"),
        ("\uff26\uff35\uff2c\uff2c", "FULL"),
        ("\u0663 \u00bd", "3 1/2"),
        ("M\u00fcller, \u00c5sa, \u65e5\u672c", "M\u00fcller, \u00c5sa, \u65e5\u672c"),
        ("my card is [card number] now", "my card is card number removed now"),
        ("costs $5, \u20ac6 or \u00a37 (+10%)", "costs $5, \u20ac6 or \u00a37 (+10%)"),
    ],
)
def test_text_takes_one_form(text: str, kept: str) -> None:
    assert normal(text) == kept


def test_markup_stays_visible_to_whoever_wants_to_reject_it_and_is_gone_when_plain() -> None:
    assert normal("<b>hi</b> *you* [x](y)") == "<b>hi</b> *you* x removed(y)"
    assert plain("<b>hi</b> `you` {x}|~") == "b hi /b you x"


@given(st.text())
def test_control_characters_never_survive(text: str) -> None:
    for made in (normal(text), plain(text)):
        assert not [char for char in made if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")]


@given(st.text())
def test_plain_text_is_plain_and_stays_as_it_is(text: str) -> None:
    made = plain(text)
    assert all(map(allowed, made)) and plain(made) == made
    assert made == made.strip() and "  " not in made


@pytest.mark.parametrize(
    ("text", "made"), [("So", "So."), ("So?", "So?"), ("So, ", "So."), ("", ""), (" - ", "")]
)
def test_an_ended_text_ends_in_a_stop(text: str, made: str) -> None:
    assert ended(text) == made


def test_what_is_visible_keeps_its_signs_and_loses_what_nobody_sees() -> None:
    assert visible("[p\u200bin] \uff3bok\uff3d\u202e <b>\ud800") == "[pin] [ok] <b>"
