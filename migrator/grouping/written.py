"""What a transaction writes, itself and through what it calls."""

from collections.abc import Iterator
from functools import cache

from migrator.model.effects import Transaction
from migrator.model.program import AccessMode, Program
from migrator.model.reach import CallGraph

# A transaction of a request is one of each entry point; work that is put off is none.
KINDS = ("block", "function", "commit")


def written_together(
    program: Program, graph: CallGraph
) -> Iterator[tuple[Transaction, tuple[str, ...]]]:
    """Yield each transaction with the tables that it writes, sorted; those without are left out.

    Of a block these are the writes on its lines and those of what is called there; of a function
    or a commit, all writes of the function and of what it calls.
    """
    written = _Written(program, graph)
    for transaction in program.transactions:
        if transaction.kind in KINDS and (tables := written.by(transaction)):
            yield transaction, tuple(sorted(tables))


class _Written:
    """Who writes which table on which line, and who calls whom there."""

    def __init__(self, program: Program, graph: CallGraph) -> None:
        self._writes: dict[str, list[tuple[int, str]]] = {}
        for access in program.accesses:
            if access.mode is AccessMode.WRITE:
                line = access.location.line
                self._writes.setdefault(access.function, []).append((line, access.table))
        self._calls: dict[str, list[tuple[int, str]]] = {}
        for call in program.calls:
            self._calls.setdefault(call.caller, []).append((call.location.line, call.callee))
        self._graph = graph
        self._below = cache(self._find_below)

    def by(self, transaction: Transaction) -> frozenset[str]:
        """Name the tables that a transaction writes."""
        if transaction.kind != "block":
            return self._below(transaction.function)
        lines = range(transaction.location.line, transaction.end_line + 1)
        calls = self._calls.get(transaction.function, ())
        tables = {t for line, t in self._writes.get(transaction.function, ()) if line in lines}
        return frozenset(tables).union(*(self._below(c) for line, c in calls if line in lines))

    def _find_below(self, function: str) -> frozenset[str]:
        reached = self._graph.parents([function])
        return frozenset(table for name in reached for _, table in self._writes.get(name, ()))
