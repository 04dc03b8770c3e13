"""Shared tables: who writes a table belongs to it, who reads it much less."""

from collections.abc import Iterator

from migrator.grouping.ties import Material, Tie, node_of_table
from migrator.model.location import Location
from migrator.model.program import AccessMode
from migrator.model.reach import module_of

WRITE, READ, DECLARATION = 2.0, 0.25, 2.0


def tables(material: Material) -> Iterator[Tie]:
    """Tie functions to the tables that they use, and tables to the class that declares them.

    What many modules use says little about each of them.
    """
    homes: dict[tuple[str, AccessMode], set[str]] = {}
    found: dict[tuple[str, str, AccessMode], Location] = {}
    for access in material.program.accesses:
        homes.setdefault((access.table, access.mode), set()).add(module_of(access.function))
        found.setdefault((access.function, access.table, access.mode), access.location)
    for (function, table, mode), location in found.items():
        weight = WRITE if mode is AccessMode.WRITE else READ
        weight /= len(homes[table, mode])
        yield Tie(function, node_of_table(table), weight, location)
    for declared in material.program.tables:
        if declared.model:
            node = node_of_table(declared.name)
            yield Tie(declared.model, node, DECLARATION, declared.location)
