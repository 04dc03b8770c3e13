"""Tables in raw SQL strings; what cannot be parsed is ``Unresolved``."""

from collections.abc import Iterable, Iterator

from migrator.model import facts
from migrator.model.location import Location
from migrator.model.program import AccessMode, TableAccess, Unresolved


def find_accesses(modules: Iterable[facts.ModuleFacts]) -> Iterator[TableAccess | Unresolved]:
    """Yield what functions do to tables in SQL strings of their own or of their module."""
    for module in modules:
        for found in module.digest.sql:
            location = Location(module.file, found.line)
            if not found.is_read:
                yield Unresolved("SQL that cannot be parsed", location)
            for table, is_written in found.tables:
                mode = AccessMode.WRITE if is_written else AccessMode.READ
                yield TableAccess(table, mode, found.function, location)
