"""Names and dates: those of the call may be spoken, and no others, whatever the language capitalises.

Decides with calls in four languages; German is the hard one.
"""

import pytest

from summaries.grounds import Grounds
from summaries.names import Names
from summaries.words import Language
from tests.summaries.examples import SUPPORT_CALL, known, said

LINES: dict[Language, tuple[str, ...]] = {
    "en": SUPPORT_CALL,
    "de": (
        "Guten Tag, Krause, mein Kühlschrank hat am Montag aufgehört zu kühlen.",
        "Ich will den Vertrag kündigen, der Motor und die Tür sind kaputt. Das hat Koch verkauft.",
    ),
    "es": ("Soy María Gómez y escribí el lunes a la tienda.",),
    "fr": ("Je m'appelle Élodie Martin, j'ai écrit lundi à Paris.",),
}


def were_there(language: Language, sentence: str) -> bool:
    return Names(Grounds(known(language=language), said(*LINES[language]))).were_there(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Maria wrote on Monday."),
        ("en", "Charged twice, she wrote."),
        ("de", "Der Anrufer Krause möchte eine Kündigung."),
        ("de", "Der Kühlschrankmotor ist kaputt."),
        ("de", "Der Kühlschrank ist seit Montag ohne Motors Hilfe."),
        ("de", "Motorschaden: die Rückerstattung ist offen."),
        ("de", "Kaputt sind Motor und Tür."),
        ("de", "Vier Euro kostet der Motor, zwei Millionen die Tür."),
        ("de", "Die Dritte Tür ist kaputt."),
        ("en", "Forty wrote on Monday."),
        ("fr", "Deuxième fois, Élodie a écrit."),
        ("es", "Escribió a la tienda el lunes."),
        ("es", "La clienta María escribió."),
        ("fr", "L'appelante Élodie a écrit d'Alice et de Paris lundi."),
        ("fr", "D'après Élodie, elle a écrit."),
    ],
)
def test_names_of_the_call_and_ordinary_words_may_be_spoken(language: Language, sentence: str) -> None:
    assert were_there(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Smith wrote."),
        ("en", "Maria wrote to Six."),
        ("en", "Maria wrote on tuesday."),
        ("en", "Maria comes tomorrow."),
        ("de", "Herr Schmidt möchte eine Kündigung."),
        ("de", "Müller ruft an."),
        ("de", "Der Anrufer Kochmann ruft an."),
        ("de", "Die Tür von Hoffmann ist kaputt."),
        ("de", "Die Tür ist seit Dienstag kaputt."),
        ("de", "Die Tür ist seit dienstags kaputt und kommt morgen."),
        ("de", "Er lebt in Berlin."),
        ("es", "Pérez escribió."),
        ("es", "María escribió el martes."),
        ("es", "María escribió en mayo."),
        ("fr", "Dupont a écrit."),
        ("fr", "Elle a écrit à Lyon mardi."),
        ("fr", "C'est l'amie d'Hélène."),
    ],
)
def test_names_and_dates_from_nowhere_are_found(language: Language, sentence: str) -> None:
    assert not were_there(language, sentence)


SURNAMES = """
Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Bauer Richter Klein Wolf Schröder Neumann Schwarz
Zimmermann Braun Hofmann Hartmann Lange Schmitt Werner Krüger Meier Lehmann Schmid Schulze Maier Köhler
Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich
Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm
Winter Kraus Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf
Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Pfeiffer Ende Weise
"""


@pytest.mark.parametrize("surname", SURNAMES.split())
def test_no_common_german_surname_passes_as_a_noun(surname: str) -> None:
    assert not were_there("de", f"Der Anrufer nennt {surname}.")
    assert not were_there("de", f"{surname} ruft an.")
