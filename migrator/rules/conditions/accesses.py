"""``access``: a table is read or written in a certain way."""

from collections.abc import Iterator

import msgspec

from migrator.model.program import AccessMode
from migrator.rules.index import Index, stands
from migrator.rules.match import Match


class AccessOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table that is read or written.

    Attributes:
        mode: ``read`` or ``write``; both by default.
        via: how it comes in: empty where it is named itself, else ``join``, ``relation`` or
            ``sql``; any by default.
        where: ``module`` (when it is imported) or ``function``; empty for both.
        crosses: only by functions of a service that does not own the table, while another does.
    """

    mode: tuple[AccessMode, ...] = ()
    via: tuple[str, ...] = ()
    where: str = ""
    crosses: bool = False


def find(condition: AccessOf, index: Index) -> Iterator[Match]:
    """Yield the accesses; their value is the service that owns the table."""
    for one in index.program.accesses:
        if condition.mode and one.mode not in condition.mode:
            continue
        if condition.via and one.via not in condition.via:
            continue
        if not stands(one.function, condition.where):
            continue
        owner, user = index.owners.get(one.table, ""), index.service_of(one.function)
        if not condition.crosses or (owner and user and owner != user):
            yield Match(one.location, one.table, (one.function,), owner)
