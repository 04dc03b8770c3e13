"""What a division costs: calls, transactions and writers that cross its borders."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from math import log

import msgspec

from migrator.grouping.ties import Material
from migrator.grouping.written import written_together
from migrator.model.location import Location
from migrator.model.program import AccessMode, Program
from migrator.model.reach import CallGraph

SMALL, LARGE = 5, 20  # handlers of a service that one team can know

Parts = Mapping[str, str]


class Facts:
    """What costs are counted from, gathered once for many divisions."""

    def __init__(self, program: Program, graph: CallGraph) -> None:
        self._program = program
        self._graph = graph

    @classmethod
    def of(cls, material: Material) -> "Facts":
        """Gather the facts of a program."""
        return cls(material.program, material.graph)

    @cached_property
    def calls(self) -> Counter[tuple[str, str]]:
        """How many call sites there are of each caller and callee."""
        return Counter((call.caller, call.callee) for call in self._program.calls)

    @cached_property
    def writers(self) -> dict[str, set[str]]:
        """The functions that write each table."""
        return self._users((AccessMode.WRITE,))

    @cached_property
    def users(self) -> dict[str, set[str]]:
        """The functions that read or write each table."""
        return self._users(tuple(AccessMode))

    @cached_property
    def transactions(self) -> list[tuple[Location, str, tuple[str, ...]]]:
        """Where each transaction is, which function opens it, and which tables it writes."""
        found = {
            (transaction.location, transaction.function, tables)
            for transaction, tables in written_together(self._program, self._graph)
        }
        return sorted(found)

    @cached_property
    def models(self) -> dict[str, str]:
        """The class that declares each table."""
        return {table.name: table.model for table in self._program.tables if table.model}

    def _users(self, modes: Iterable[AccessMode]) -> dict[str, set[str]]:
        users: dict[str, set[str]] = {}
        for access in self._program.accesses:
            if access.mode in modes:
                users.setdefault(access.table, set()).add(access.function)
        return users


class Division:
    """Which part each function is in, and each table; '' is what all parts share.

    What is shared travels with everybody who calls it: it counts for the parts of its callers.
    """

    def __init__(
        self, facts: Facts, parts: Parts, owners: Mapping[str, str] | None = None
    ) -> None:
        self._facts = facts
        self._parts = parts
        self._owners = owners

    @cached_property
    def runners(self) -> dict[str, frozenset[str]]:
        """The parts in which each function runs: its own, or those that get to it."""
        inside: dict[str, set[str]] = {}
        below: dict[str, list[str]] = {}
        for caller, callee in self._facts.calls:
            if not self._parts.get(callee):
                below.setdefault(caller, []).append(callee)
        waiting = [(name, part) for name, part in self._parts.items() if part]
        while waiting:
            name, part = waiting.pop()
            known = inside.setdefault(name, set())
            if part not in known:
                known.add(part)
                waiting += [(callee, part) for callee in below.get(name, ())]
        return {name: frozenset(parts) for name, parts in inside.items()}

    def parts_of(self, functions: Iterable[str]) -> Counter[str]:
        """Count in how many of the functions each part has to do with."""
        runners = self.runners
        return Counter(chain.from_iterable(runners.get(name, ()) for name in functions))

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The part of each table: as given, or that which writes it most and declares it."""
        if self._owners is not None:
            return self._owners
        return {table: self._find_owner(table) for table in self._facts.users}

    def _find_owner(self, table: str) -> str:
        declaring = self._parts.get(self._facts.models.get(table, ""), "")
        for functions in (self._facts.writers.get(table, ()), self._facts.users[table]):
            votes = self.parts_of(functions)
            if votes:
                return max(votes, key=lambda part: (votes[part], part == declaring, part))
        return declaring

    def crossing_calls(self) -> list[tuple[str, str]]:
        """List caller and callee of calls from part to part."""
        get = self._parts.get
        return [
            pair
            for pair in self._facts.calls
            if (one := get(pair[0])) and (other := get(pair[1])) and one != other
        ]

    def inner_calls(self) -> list[tuple[str, str]]:
        """List caller and callee of calls between functions of one part."""
        get = self._parts.get
        return [
            pair for pair in self._facts.calls if (one := get(pair[0])) and one == get(pair[1])
        ]

    def writers(self) -> dict[str, tuple[str, ...]]:
        """Name the parts that write each table, sorted."""
        return {
            table: tuple(sorted(self.parts_of(functions)))
            for table, functions in sorted(self._facts.writers.items())
        }

    def spanning(self) -> list[tuple[Location, tuple[str, ...]]]:
        """List the transactions that write tables of several parts, with these parts."""
        found = []
        for location, _, tables in self._facts.transactions:
            parts = {owner for table in tables if (owner := self.owners.get(table, ""))}
            if len(parts) > 1:
                found.append((location, tuple(sorted(parts))))
        return found

    def entropy(self) -> float:
        """Return the mean over tables of the entropy of who uses it, in nats: 0 is best.

        CARGO's transaction entropy: https://arxiv.org/abs/2207.11784
        """
        entropies = [
            _entropy(self.parts_of(functions)) for functions in self._facts.users.values()
        ]
        return sum(entropies) / len(entropies) if entropies else 0.0


class Cost(msgspec.Struct, frozen=True):
    """Shares from 0 to 1: less is better, but for ``balance``."""

    calls: float
    writers: float
    transactions: float
    balance: float


def price(facts: Facts, division: Division, handlers: Counter[str]) -> Cost:
    """Say what people care about of a division; ``handlers`` counts those of each part."""
    crossing, inner = len(division.crossing_calls()), len(division.inner_calls())
    writers = list(division.writers().values())
    return Cost(
        calls=share(crossing, crossing + inner),
        writers=share(sum(len(parts) > 1 for parts in writers), len(writers)),
        transactions=share(len(division.spanning()), len(facts.transactions)),
        balance=balance(handlers.values()),
    )


def balance(sizes: Iterable[int]) -> float:
    """Say how near services are to 5 to 20 handlers: 1 where all are in between."""
    counts = [size for size in sizes if size]
    fitting = (size * min(1, size / SMALL, LARGE / size) for size in counts)
    return sum(fitting) / sum(counts) if counts else 1.0


def share(some: float, everything: float) -> float:
    """Return a share; none of nothing."""
    return some / everything if everything else 0.0


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return -sum(n / total * log(n / total) for n in counts.values()) if total else 0.0
