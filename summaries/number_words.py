"""Numbers written as English words, and the digits that they stand for.

Decides where one number ends and the next begins: "forty one eleven" is 41 and 11, "two hundred and
fifty" is 250, "double four" is 44. It must not know what a number is used for.
"""

from __future__ import annotations

from collections.abc import Sequence

_UNDER_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
UNITS = {word: value for value, word in enumerate(_UNDER_TWENTY.split())}
# Said for zero when digits are read out.
UNITS |= {"oh": 0, "o": 0, "nought": 0, "naught": 0, "nil": 0}
# The second spelling is one that transcribers make.
TENS = {word: value * 10 for value, word in enumerate(_TENS.split(), start=2)} | {"fourty": 40}
SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
REPEATS = {"double": 2, "triple": 3, "treble": 3}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split(), start=1)} | {"thirtieth": 30}


def read(words: Sequence[str], at: int) -> tuple[str, int]:
    """The digits of the number that begins at `at`, and where it ends; `("", at)` when none begins there.

    Words are in lower case.
    """
    word = words[at]
    if word in REPEATS:
        digits, end = read(words, at + 1) if at + 1 < len(words) else ("", at)
        return (digits * REPEATS[word], end) if len(digits) == 1 else ("", at)
    if word in UNITS or word in TENS or word == "hundred" or word in SCALES:
        return _cardinal(words, at)
    return "", at


def _cardinal(words: Sequence[str], at: int) -> tuple[str, int]:
    total, current, end = 0, -1, at
    while end < len(words):
        # "two hundred and fifty" is one number, "five and six" are two.
        step = 2 if words[end] == "and" and _round(total, current) and end + 1 < len(words) else 1
        word = words[end + step - 1]
        if word in SCALES and (current > 0 or end == at):
            total, current = total + max(current, 1) * SCALES[word], -1
        elif (grown := _grown(current, word)) >= 0:
            current = grown
        else:
            break
        end += step
    return str(total + max(current, 0)), end


def _round(total: int, current: int) -> bool:
    return (current >= 100 and current % 100 == 0) or (current < 0 < total)


def _grown(current: int, word: str) -> int:
    """`current` with one more word of the same number, or -1 when the word begins another."""
    if word == "hundred":
        return 100 if current < 0 else current * 100 if 0 < current < 100 else -1
    value = UNITS.get(word, TENS.get(word, -1))
    # A first word begins, and what is no number ends.
    if value < 0 or current < 0:
        return value
    open_hundred = current >= 100 and current % 100 == 0
    open_ten = current % 100 >= 20 and current % 10 == 0 and 0 < value < 10
    return current + value if (open_hundred and value > 0) or open_ten else -1
