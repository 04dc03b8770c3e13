"""How often the rule of rollback is wrong, and how soon it is right: `make cutover-stats`.

Writes the table of docs/measurements.md. Seeded: the same numbers come again.
"""

import math
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from numpy.random import Generator, default_rng

from migrator.model.cutover import Policy
from migrator.routing.decide import METRICS
from migrator.routing.statistics import Counts, EProcess

DOCS = Path(__file__).parents[2] / "docs" / "measurements.md"
BEGIN, END = "<!-- cutover-stats: begin -->\n", "<!-- cutover-stats: end -->\n"
RUNS = 1000
BATCH = 20  # answers of the service between two looks
LOOKS = 100
MONOLITH = 0.005
SHARES = (0.05, 0.25, 0.5)
RATES = (0.005, 0.02, 0.05, 0.2)

Rule = Callable[[], Callable[[Counts, Counts], bool]]


def by_evidence() -> Callable[[Counts, Counts], bool]:
    """Judge as `watch` does: alpha is divided between errors and slowness."""
    evidence = EProcess()
    alpha = Policy().alpha / METRICS

    def is_bad(old: Counts, new: Counts) -> bool:
        nonlocal evidence
        evidence = evidence.after(old, new)
        return evidence.is_beyond(alpha)

    return is_bad


def by_threshold() -> Callable[[Counts, Counts], bool]:
    """Judge as dashboards do: more than one of a hundred, from 100 answers on."""
    total = Counts()

    def is_bad(_: Counts, new: Counts) -> bool:
        nonlocal total
        total += new
        return total.requests >= 100 and total.share > 0.01

    return is_bad


def ends(rule: Rule, share: float, rate: float, dice: Generator) -> list[int | None]:
    """Return after how many answers of the service each ramp is rolled back."""
    others = round(BATCH * (1 - share) / share)

    def ramp() -> int | None:
        is_bad = rule()
        olds = dice.binomial(others, MONOLITH, LOOKS)
        news = dice.binomial(BATCH, rate, LOOKS)
        for look, (old, new) in enumerate(zip(olds, news, strict=True), 1):
            if is_bad(Counts(others, int(old)), Counts(BATCH, int(new))):
                return look * BATCH
        return None

    return [ramp() for _ in range(RUNS)]


def lines() -> Iterator[str]:
    """Yield the table."""
    heads = [f"at {share:.0%}" for share in SHARES]
    yield f"| the service fails for | {' | '.join(heads)} | more than 1 % of 100 or more |\n"
    yield "|---|" + "---|" * (len(SHARES) + 1) + "\n"
    for rate in RATES:
        cells = [_cell(ends(by_evidence, share, rate, default_rng(1))) for share in SHARES]
        cells.append(_cell(ends(by_threshold, 0.25, rate, default_rng(1))))
        yield f"| {rate:.1%} | {' | '.join(cells)} |\n"


def _cell(found: list[int | None]) -> str:
    known = [math.inf if one is None else one for one in found]
    rolled = sum(one is not None for one in found) / len(found)
    median = statistics.median(known)
    return f"{rolled:.1%}" + ("" if math.isinf(median) else f", after {median:.0f}")


def main() -> None:
    """Write the table into the docs, and on standard output."""
    table = "".join(lines())
    text = DOCS.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    DOCS.write_text(before + BEGIN + table + END + rest.partition(END)[2], "utf-8")
    print(table)  # noqa: T201 - what a person waits for


if __name__ == "__main__":
    main()
