"""Findings that a person has read in the source, and what they came to."""

import csv
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from migrator.model.findings import Category, Finding

FILE = Path(__file__).parent / "judged.tsv"
RIGHT = "right"
WRONG = "wrong"


class Judged(NamedTuple):
    """One finding of one application.

    Attributes:
        place: ``file:line``.
        judgement: ``right`` where it is what the rule says, and would hurt as it says.
        reason: what the source has there.
    """

    application: str
    rule: str
    place: str
    judgement: str
    reason: str


class Precision(NamedTuple):
    """How many of the judged findings that are still reported are right.

    Attributes:
        gone: judged, and not reported any more.
    """

    right: int
    wrong: int
    gone: int
    rules: int

    @property
    def share(self) -> float:
        """The share of those that are right; 1 where there is none."""
        return self.right / max(self.right + self.wrong, 1)


def read_judged(file: Path = FILE) -> tuple[Judged, ...]:
    """Read what was judged."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = tuple(Judged(*row) for row in rows[1:])
    if wrong := [one for one in found if one.judgement not in {RIGHT, WRONG}]:
        raise ValueError(f"{file}: {wrong[0].place}: neither {RIGHT} nor {WRONG}")
    return found


def precision(
    judged: Iterable[Judged],
    found: Iterable[tuple[str, Finding]],
    categories: Sequence[Category] = tuple(Category),
) -> Precision:
    """Compare what was judged with the findings (application, finding) of today."""
    today = {(name, one.rule, str(one.location)): one.category for name, one in found}
    counted: Counter[str] = Counter()
    rules = set()
    for one in judged:
        category = today.get((one.application, one.rule, one.place))
        if category is None:
            counted["gone"] += 1
        elif category in categories:
            counted[one.judgement] += 1
            rules.add(one.rule)
    return Precision(counted[RIGHT], counted[WRONG], counted["gone"], len(rules))


def draw(findings: Sequence[Finding], count: int, seed: str) -> list[Finding]:
    """Draw findings by chance: rule by rule in turn, so that no rule fills the sample."""
    chance = random.Random(seed)  # noqa: S311  (a sample, no secret)
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    rules = sorted(by_rule)
    chance.shuffle(rules)
    for rule in rules:
        chance.shuffle(by_rule[rule])
    drawn: list[Finding] = []
    while len(drawn) < count and any(by_rule.values()):
        for rule in rules:
            if by_rule[rule] and len(drawn) < count:
                drawn.append(by_rule[rule].pop())
    return drawn
