"""`python -m tests.summaries.corpus`: the results on the corpus, as the tables of `docs/brief.md`.

Prints only; what is good enough stands in the tests.
"""

from tests.summaries.corpus.reading import HELD_OUT
from tests.summaries.corpus.redaction import table
from tests.summaries.corpus.results import tables

print(tables(), table(), sep="\n\n")
print("\nNever tuned on:\n")
print(tables(HELD_OUT), table(HELD_OUT), sep="\n\n")
