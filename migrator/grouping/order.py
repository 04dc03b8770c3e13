"""Order: which service to move first, with reasons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from migrator.grouping.costs import Division
from migrator.grouping.homes import homes_of
from migrator.grouping.study import Study
from migrator.model.grouping import Rank
from migrator.model.plan import MigrationPlan, Service
from migrator.model.reach import Reach

# What one of each counts, in points of difficulty.
CALL, TRANSACTION, WRITER, EFFORT, BLOCKER, WRITING, SILENT = 0.2, 2.0, 1.0, 0.2, 2.0, 5.0, 3.0


class Work(msgspec.Struct, frozen=True):
    """What the rules say: effort points by service, and the entry points that have to stay."""

    efforts: Mapping[str, int] = {}
    staying: frozenset[str] = frozenset()


class _Reason(msgspec.Struct, frozen=True):
    points: float
    text: str


def rank_services(
    study: Study, plan: MigrationPlan, reaches: Sequence[Reach], work: Work
) -> tuple[Rank, ...]:
    """Rank the services that have entry points, the easiest first; of equals by name."""
    homes = homes_of(study.program, plan)
    owners = {table: service.name for service in plan.services for table in service.owns}
    crossed = _Crossed(study, Division(study.facts, homes, owners), homes)
    writing = {
        entry_point.label
        for entry_point, reach in zip(study.program.entry_points, reaches, strict=True)
        if reach.tables_written
    }
    ranks = []
    for service in plan.services:
        if service.entry_points:
            reasons = [*crossed.of(service.name), *_own(service, writing, work)]
            reasons += _traffic(study, service)
            points = sum(reason.points for reason in reasons)
            reasons.sort(key=lambda reason: -reason.points)
            texts = tuple(reason.text for reason in reasons)
            ranks.append(Rank(service.name, round(points, 1), texts))
    return tuple(sorted(ranks, key=lambda rank: (rank.difficulty, rank.service)))


class _Crossed:
    """What crosses the borders of each service."""

    def __init__(self, study: Study, division: Division, homes: Mapping[str, str]) -> None:
        self._outgoing: Counter[str] = Counter()
        self._incoming: Counter[str] = Counter()
        self._transactions: Counter[str] = Counter()
        self._tables: dict[str, list[str]] = {}
        for caller, callee in division.crossing_calls():
            sites = study.facts.calls[caller, callee]
            self._outgoing[homes[caller]] += sites
            self._incoming[homes[callee]] += sites
        for _, parts in division.spanning():
            self._transactions.update(parts)
        for table, parts in division.writers().items():
            for part in parts if len(parts) > 1 else ():
                self._tables.setdefault(part, []).append(table)

    def of(self, name: str) -> Iterator[_Reason]:
        """Say what crosses the borders of one service."""
        into, out = self._incoming[name], self._outgoing[name]
        if into or out:
            text = f"{_count(into, 'call')} into it, {_count(out, 'call')} out of it"
            yield _Reason(CALL * (into + out), text)
        else:
            yield _Reason(0, "no call crosses its border")
        if count := self._transactions[name]:
            text = f"{_count(count, 'transaction')} with tables of another service as well"
            yield _Reason(TRANSACTION * count, text)
        if tables := self._tables.get(name):
            text = f"others write tables that it writes: {', '.join(tables)}"
            yield _Reason(WRITER * len(tables), text)


def _own(service: Service, writing: set[str], work: Work) -> Iterator[_Reason]:
    total = len(service.entry_points)
    staying = sum(label in work.staying for label in service.entry_points)
    if staying:
        yield _Reason(BLOCKER * staying, f"{_count(staying, 'entry point')} cannot leave yet")
    effort = work.efforts.get(service.name, 0)
    if effort:
        yield _Reason(EFFORT * effort, f"{_count(effort, 'effort point')}")
    changing = sum(label in writing for label in service.entry_points)
    text = f"{changing} of {total} entry points write: the way back has to keep what they wrote"
    yield _Reason(
        WRITING * changing / total, text if changing else "only reads: easy to take back"
    )


def _traffic(study: Study, service: Service) -> Iterator[_Reason]:
    traffic = study.material.traffic
    if traffic is None:
        return
    asked = traffic.by_label()
    requests = sum(asked[la].requests for la in service.entry_points if la in asked)
    if requests:
        yield _Reason(0, f"{requests} requests seen: it is soon known whether it works")
    else:
        yield _Reason(SILENT, "no request seen: nothing would be learnt")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
