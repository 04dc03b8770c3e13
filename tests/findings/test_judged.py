"""The measurement of findings itself."""

from pathlib import Path

import pytest

from migrator.model.findings import Category, Finding
from migrator.model.location import Location
from tests.findings.judged import Judged, Precision, draw, precision, read_judged

KNOWN = (
    Judged("shop", "time/sleep", "a.py:1", "right", "waits"),
    Judged("shop", "time/sleep", "a.py:2", "wrong", "in a test"),
    Judged("shop", "process/thread", "a.py:3", "right", "never joined"),
    Judged("shop", "process/thread", "a.py:4", "right", "moved since"),
)


def finding(rule: str, line: int, category: Category = Category.OPTIONAL) -> Finding:
    return Finding(Location("a.py", line), rule, category, 1, "", "a:f")


FOUND = [
    ("shop", finding("time/sleep", 1)),
    ("shop", finding("time/sleep", 2)),
    ("shop", finding("process/thread", 3, Category.MANDATORY)),
    ("other", finding("process/thread", 4)),
]


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        (tuple(Category), Precision(2, 1, 1, 2)),
        ((Category.MANDATORY,), Precision(1, 0, 1, 1)),
        ((Category.POTENTIAL,), Precision(0, 0, 1, 0)),
    ],
)
def test_counts_what_is_still_reported(
    categories: tuple[Category, ...], expected: Precision
) -> None:
    assert precision(KNOWN, FOUND, categories) == expected


def test_draws_of_every_rule_before_it_draws_two_of_one() -> None:
    many = [finding("time/sleep", line) for line in range(50)]
    few = [finding("process/thread", 60), finding("state/cache", 61)]
    drawn = draw([*many, *few], 4, seed="1")
    assert sorted(one.rule for one in drawn) == [
        "process/thread",
        "state/cache",
        "time/sleep",
        "time/sleep",
    ]
    assert drawn == draw([*many, *few], 4, seed="1")


def test_a_judgement_is_one_of_two_words(tmp_path: Path) -> None:
    file = tmp_path / "judged.tsv"
    file.write_text("application\trule\tplace\tjudgement\treason\nshop\ta/b\ta.py:1\tmaybe\tx\n")
    with pytest.raises(ValueError, match=r"a.py:1: neither right nor wrong"):
        read_judged(file)


def test_what_is_kept_can_be_read() -> None:
    judged = read_judged()
    assert len({(one.application, one.rule, one.place) for one in judged}) == len(judged)
    assert all(one.reason for one in judged)
