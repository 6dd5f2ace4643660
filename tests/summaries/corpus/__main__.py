"""`python -m tests.summaries.corpus`: the results on the corpus, as the tables of `docs/brief.md`.

Prints only; what is good enough stands in the tests.
"""

from tests.summaries.corpus.compared import comparison
from tests.summaries.corpus.redaction import table
from tests.summaries.corpus.results import tables

print(tables(), table(), "Never tuned on:", comparison(), sep="\n\n")
