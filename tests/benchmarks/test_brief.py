"""The measurement of a brief: the call that it measures is the one it says.

Decides nothing about speed, which belongs to machines.
"""

from benchmarks import brief
from summaries import Brief


def test_it_measures_a_call_of_ten_minutes() -> None:
    lines = brief.call_of_ten_minutes()
    assert len(lines) == 120 and 1_500 <= sum(len(line.text.split()) for line in lines) <= 1_600
    assert {line.speaker for line in lines} == {"caller", "agent"}
    assert 590 < lines[-1].at - lines[0].at < 610


def test_what_is_measured_is_what_a_call_needs() -> None:
    works = brief.works(brief.call_of_ten_minutes())
    checked = works["a model's answer checked"]()
    assert isinstance(checked, Brief) and checked.details and checked.dropped
    assert brief.milliseconds(works["extraction"]) > 0 and brief.kilobytes(works["extraction"]) > 0
