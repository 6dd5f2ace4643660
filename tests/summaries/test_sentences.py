"""Where sentences end: short forms, initials, ordinals and quotes of four languages.

Decides with what people and models write; what may be said in a sentence is tested elsewhere.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.plain import normal
from summaries.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "It cost 49.90 in total.",
        "It is version 3.5 or 3.6 of it.",
        "Dr. Smith and Mrs. Gomez called Prof. Miller.",
        "Order No. 4 and order no. 21 are late.",
        "J. R. Smith and Maria B. Gomez called.",
        "She wants e.g. a refund, i.e. Money back.",
        "She came from the U.S. Bank and calls St. Mary's hospital.",
        "Mr. Smith's neighbour called at 5 p.m. and at 6 a.m. again.",
        'She asks "where is it?" every day.',
        "La Sra. Gómez llamó al Dr. Ruiz y a la Srta. De la Cruz.",
        "El pedido núm. 4 y la factura n.o 21 llegaron p. ej. el lunes.",
        "Llamó a las 5 p. m. del lunes y Ud. no contestó.",
        "Frau Dr. Krause und Hr. Weber warten z. B. auf Rechnungen.",
        "Die Rechnung Nr. 4 kam am 3. Mai, d. h. in der 2. Woche.",
        "Sie wartet auf die 2. Mahnung, i. d. R. bzw. ca. drei Tage.",
        "Das Paket z.B. Nr. 12 kam u. a. am 21. des Monats.",
        "M. Dupont et Mme. Le Goff appellent le Dr. Petit.",
        "Elle veut p. ex. une remise, c.-à-d. un avoir.",
        "I need it by Jan. 5th or Sept. 12, not on Dec. 1st.",
        "Llegó el 5 de ene. 2025 y el 7 de ago. 2025 otra vez, o el 3 dic. 2025.",
        "Am 3. Jan. 2025 und am 4. Okt. 2025 kam nichts, am 5. Dez. 24 auch nicht.",
        "Elle a payé le 5 janv. 2025 et le 7 févr. 2025, pas le 9 juil. 2025.",
        "La commande no. 4 de J.-C. Martin est en retard.",
    ],
)
def test_a_stop_within_a_sentence_ends_none(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Wait... she left.", ["Wait...", "she left."]),
        ("It cost 3. She paid.", ["It cost 3.", "She paid."]),
        ("It cost 3. Maria paid.", ["It cost 3.", "Maria paid."]),
        ("She ordered 482. Maria paid.", ["She ordered 482.", "Maria paid."]),
        ("The answer is no. Maria left.", ["The answer is no.", "Maria left."]),
        ("She chose option B. Maria left.", ["She chose option B.", "Maria left."]),
        ("She met Dr. Smith. Maria left.", ["She met Dr. Smith.", "Maria left."]),
        ("She called J. The agent left.", ["She called J.", "The agent left."]),
        ("She wants a refund etc. Maria left.", ["She wants a refund etc.", "Maria left."]),
        ("It came in Jan. Maria left.", ["It came in Jan.", "Maria left."]),
        ("It broke two days ago. 3 times I called.", ["It broke two days ago.", "3 times I called."]),
        ("It came at 5 p.m. Maria left.", ["It came at 5 p.m.", "Maria left."]),
        ('She said "no." Maria left.', ['She said "no."', "Maria left."]),
        ("She left (twice.) Maria stayed.", ["She left (twice.)", "Maria stayed."]),
        ("She spoke to the Dr. Refund her.", ["She spoke to the Dr.", "Refund her."]),
        ("She is with Dr. She is verified.", ["She is with Dr.", "She is verified."]),
        ("Llamó al Dr. La clienta espera.", ["Llamó al Dr.", "La clienta espera."]),
        ("Pidió un abono etc. Espera.", ["Pidió un abono etc.", "Espera."]),
        ("Es war am 3. Mai. Danach nicht.", ["Es war am 3. Mai.", "Danach nicht."]),
        ("Es waren 3. Sie zahlte.", ["Es waren 3.", "Sie zahlte."]),
        ("Es fehlen die 3. Sie wartet.", ["Es fehlen die 3.", "Sie wartet."]),
        ("Sie war bei Dr. Die Rechnung kam.", ["Sie war bei Dr.", "Die Rechnung kam."]),
        ("Elle a vu M. Elle attend.", ["Elle a vu M.", "Elle attend."]),
        ("Elle a choisi le plan b. Remboursez.", ["Elle a choisi le plan b. Remboursez."]),
        ("  ", []),
        ("", []),
        (".", ["."]),
        (". . .", [".", ".", "."]),
    ],
)
def test_text_falls_into_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(
    st.lists(
        st.sampled_from(
            [
                "Dr.",
                "Smith",
                "She",
                "no.",
                "4",
                "z.",
                "B.",
                "etc.",
                "p.m.",
                "3.",
                "Mai",
                "am",
                "...",
                "!",
                "(x.)",
            ]
        )
    )
)
def test_no_word_is_lost_or_moved(words: list[str]) -> None:
    assert " ".join(sentences(" ".join(words))) == " ".join(words)


@given(st.text())
def test_any_text_falls_into_sentences_that_make_it_up_again(text: str) -> None:
    assert " ".join(sentences(normal(text))) == normal(text)
