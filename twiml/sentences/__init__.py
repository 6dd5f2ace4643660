"""Every fixed sentence that a phone can hear, by language and key, and what stands for nameless people.

`{caller}`, `{agent}`, `{target}`, `{skill}`, `{headline}` and `{position}` come from the view.
Decides which languages there are. It must not know voices, nor when a sentence is spoken.
"""

from __future__ import annotations

from twiml.sentences import english, french, german, spanish

ENGLISH = english.ENGLISH
CATALOGUE = {
    "en": ENGLISH,
    "es": spanish.SPANISH,
    "de": german.GERMAN,
    "fr": french.FRENCH,
}
STAND_INS = {
    "en": english.STAND_INS,
    "es": spanish.STAND_INS,
    "de": german.STAND_INS,
    "fr": french.STAND_INS,
}
