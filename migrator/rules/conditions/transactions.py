"""``transaction``: what the database takes together."""

from collections.abc import Iterator

import msgspec

from migrator.model.effects import Transaction
from migrator.rules.index import Index
from migrator.rules.match import Match

SEVERAL = 2


class TransactionOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A transaction.

    Attributes:
        kind: ``block``, ``function``, ``request``, ``commit``; any by default.
        crosses: only those that write tables of several services; a commit ends what its
            function, and what that calls, has written since the one before. What is called and
            commits itself is no part of it, unless a constant argument says that it does not.
    """

    kind: tuple[str, ...] = ()
    crosses: bool = False


def find(condition: TransactionOf, index: Index) -> Iterator[Match]:
    """Yield the transactions."""
    for one in index.program.transactions:
        if condition.kind and one.kind not in condition.kind:
            continue
        owners = _owners(one, index)
        if not condition.crosses or len(owners) >= SEVERAL:
            yield Match(one.location, one.name, (one.function,), ", ".join(owners))


def _owners(transaction: Transaction, index: Index) -> list[str]:
    written = index.tables_in(transaction)
    return sorted({index.owners[table] for table in written if table in index.owners})
