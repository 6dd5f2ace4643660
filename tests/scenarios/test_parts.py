"""A storm that is walked through part by part leaves nothing out, and without one a share is tried.

Nothing is played here.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.scenarios.parts import chosen

TRIALS = range(100)


@pytest.mark.parametrize("parts", [1, 7, 24, 200])
def test_all_parts_together_are_everything_once(parts: int) -> None:
    ours = [chosen("warm_transfer", 60, f"{n}/{parts}") for n in range(1, parts + 1)]
    walked = [trial for mine in ours for trial in filter(mine, TRIALS)]
    assert sorted(walked) == list(TRIALS)


def test_without_a_storm_it_is_a_share_that_begins_elsewhere_with_each_scenario() -> None:
    shares = [list(filter(chosen(name, 10, ""), TRIALS)) for name in ("warm_transfer", "rescue")]
    assert [len(share) for share in shares] == [10, 10] and shares[0][0] != shares[1][0]
    assert all(later - earlier == 10 for share in shares for earlier, later in pairwise(share))
