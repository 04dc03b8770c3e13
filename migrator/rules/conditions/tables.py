"""``table``: a table is everybody's, or tied to another service's."""

from collections.abc import Iterator

import msgspec

from migrator.model.location import Location
from migrator.model.program import AccessMode, Table
from migrator.rules.index import Index
from migrator.rules.match import Match


class TableOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table in a relation to the services of the plan.

    Attributes:
        is_: ``written across`` (several services write it), ``read across`` (a service reads
            one that another owns) or ``referenced across`` (a foreign key leads from a table
            of one service to a table of another).
    """

    is_: str = msgspec.field(name="is")


def find(condition: TableOf, index: Index) -> Iterator[Match]:
    """Yield the tables, or the foreign keys."""
    for table in index.program.tables:
        if condition.is_ == "referenced across":
            yield from _references(table, index)
        elif condition.is_ == "written across":
            yield from _shared(table, AccessMode.WRITE, index)
        else:
            yield from _shared(table, AccessMode.READ, index)


def _references(table: Table, index: Index) -> Iterator[Match]:
    owner = index.owners.get(table.name, "")
    for target, line in table.references:
        other = index.owners.get(target, "")
        if owner and other and other != owner:
            users = index.users_of(table.name)
            yield Match(Location(table.location.file, line), table.name, users, target)


def _shared(table: Table, mode: AccessMode, index: Index) -> Iterator[Match]:
    owner = index.owners.get(table.name, "")
    users = index.users_of(table.name, mode)
    others = sorted({index.service_of(user) for user in users} - {"", owner})
    if owner and others:
        foreign = tuple(user for user in users if index.service_of(user) in others)
        yield Match(table.location, table.name, foreign, ", ".join(others))
