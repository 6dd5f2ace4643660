"""`python -m tests.summaries.corpus`: the results on the corpus, as the tables of `docs/brief.md`.

Prints only; what is good enough stands in the tests.
"""

from tests.summaries.corpus.results import tables

print(tables())
