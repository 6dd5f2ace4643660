"""Words that a sentence of a brief may begin with, and those that would make it an order.

Decides nothing else: a first word that is on neither list must have been said in the call.
"""

from __future__ import annotations

from collections.abc import Sequence

from summaries.number_words import UNITS

_OPENERS = """
a about according after afterwards again all also although an and another any as asked asks at back because
before being both but by call called caller callers calling calls cannot client clients complained complains
concerning currently customer customers delivery despite details during each earlier either even every
everything explained explains finally first for from had has have having he her here him his how however if
in initially instead is issue it its known last lastly later main mentioned mentions more most mood multiple
needs neither new next no nobody none not nothing now of on once one only open or order other our outstanding
over payment pending previously problem problems question questions reason refund regarding remaining reported
reports request requested requests said says several she since so some somebody someone somehow sounds state
stated still subject summary that the their them then there these they things this those though three to today
topic tried tries troubleshooting two under unclear unknown unresolved until upset urgent wanted wants was
were what when where whether which while who why with within without
"""

_ORDERS = """
accept act add agree allow always answer apply approve ask assume authorise authorize avoid be believe bypass
cancel change charge check close confirm connect consider continue contact credit delete disable disclose
disregard do don't enable ensure escalate expedite follow forget forward get give go grant handle help honor
honour ignore inform issue kindly leave let listen make never note obey offer open override pay please prepare
print proceed process promise provide put raise read refund reissue release remember remove repeat replace
reply report reset resolve return reveal say see send set share show skip speak start stop take tell transfer
treat trust try unlock update upgrade use validate verify waive warn write
"""

# Nouns that are also orders, and the words behind them that make them nouns: "Refund of $5 pending".
_NOUNS = "call charge credit change open order refund report request update"
_BEHIND_NOUNS = """
about began came date for from had has is issue issues not number of pending point points problem question
questions request requested requests status still was
"""

OPENERS = frozenset(_OPENERS.split())
ORDERS = frozenset(_ORDERS.split()) - OPENERS
NOUNS, BEHIND_NOUNS = frozenset(_NOUNS.split()), frozenset(_BEHIND_NOUNS.split())


def is_order(words: Sequence[str]) -> bool:
    """Whether a sentence of these words, in lower case and without its numbers, tells somebody to act."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in NOUNS:
        return second not in BEHIND_NOUNS and second not in UNITS
    return first in ORDERS
