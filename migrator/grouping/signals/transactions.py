"""Transactions: tables that are written together would make a distributed transaction apart."""

from collections.abc import Iterator
from itertools import combinations

from migrator.grouping.ties import Material, Tie, node_of_table
from migrator.grouping.written import written_together

TOO_MANY = 12


def transactions(material: Material) -> Iterator[Tie]:
    """Tie the tables that one transaction writes, and each to the function that opens it.

    A transaction that writes more than a dozen tables says nothing about any two of them.
    """
    for transaction, tables in written_together(material.program, material.graph):
        if len(tables) > TOO_MANY:
            continue
        for table in tables:
            node = node_of_table(table)
            yield Tie(transaction.function, node, 1 / len(tables), transaction.location)
        for one, other in combinations(map(node_of_table, tables), 2):
            yield Tie(one, other, 1 / (len(tables) - 1), transaction.location)
