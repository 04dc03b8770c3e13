"""Tables in raw SQL strings; what cannot be parsed is ``Unresolved``."""

from collections.abc import Iterable, Iterator, Set

from migrator.model import facts
from migrator.model.location import Location
from migrator.model.program import AccessMode, Table, TableAccess, Unresolved


def find_tables(modules: Iterable[facts.ModuleFacts]) -> Iterator[Table]:
    """Yield the tables that ``CREATE TABLE`` makes, with the function that says so."""
    for module in modules:
        for found in module.digest.sql:
            for table in found.tables:
                if table.name and table.mode == "create" and found.is_given:
                    yield Table(table.name, found.function, Location(module.file, found.line))


def find_accesses(
    modules: Iterable[facts.ModuleFacts], tables: Set[str]
) -> Iterator[TableAccess | Unresolved]:
    """Yield what functions do to tables in SQL strings of their own or of their module.

    A string of which it is not known that it is run counts for the tables of ``tables`` only,
    where there are any: otherwise a word of a sentence would pass for a table.
    """
    for module in modules:
        for found in module.digest.sql:
            location = Location(module.file, found.line)
            if not found.is_read:
                yield Unresolved("SQL that cannot be parsed", location)
            elif found.is_given and any(not table.name for table in found.tables):
                yield Unresolved("SQL on a table with a computed name", location)
            for table in found.tables:
                is_known = table.name in tables or not tables or found.is_given
                if table.name and is_known:
                    mode = AccessMode.READ if table.mode == "read" else AccessMode.WRITE
                    yield TableAccess(table.name, mode, found.function, location, "sql")
