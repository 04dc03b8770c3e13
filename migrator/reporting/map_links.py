"""What the map draws lines for: each pair once, with the first place and how many there are."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from migrator.grouping.study import Study
from migrator.grouping.ties import Material, node_of_table
from migrator.model.location import Location
from migrator.model.program import AccessMode, Program
from migrator.reporting import map_shape as shape
from migrator.reporting.map_index import MapIndex
from migrator.reporting.map_shape import NONE

K = TypeVar("K", bound=Hashable)
MOST_NAMES = 6


def call_rows(program: Program, index: MapIndex) -> Iterator[shape.CallRow]:
    """Yield who calls whom."""
    found = ((call.caller, call.callee, call.location) for call in program.calls)
    for (caller, callee), count, place in _summed(((one, other), at) for one, other, at in found):
        ends = index.node(caller), index.node(callee)
        yield shape.CallRow(*ends, count, *index.place(place))


def import_rows(program: Program, index: MapIndex) -> Iterator[shape.ImportRow]:
    """Yield which module imports which, and what of it."""
    for module in program.modules:
        taken: dict[str, list[str]] = {}
        lines: dict[str, int] = {}
        for one in module.imports:
            lines.setdefault(one.target, one.line)
            taken.setdefault(one.target, []).extend([one.name] if one.name else [])
        for target, names in taken.items():
            number = index.modules.get(target, NONE)
            if number != NONE and target != module.name:
                known = [*dict.fromkeys(names)]
                more = ["…"] if len(known) > MOST_NAMES else []
                text = ", ".join([*known[:MOST_NAMES], *more])
                yield shape.ImportRow(index.modules[module.name], number, lines[target], text)


def access_rows(program: Program, index: MapIndex) -> Iterator[shape.AccessRow]:
    """Yield who reads and who writes which table."""
    found = (((a.function, a.table, a.mode), a.location) for a in program.accesses)
    for (function, table, mode), count, place in _summed(found):
        is_write = int(mode is AccessMode.WRITE)
        ends = index.node(function), index.tables[table]
        yield shape.AccessRow(*ends, is_write, count, *index.place(place))


def hidden_rows(material: Material, index: MapIndex) -> Iterator[shape.HiddenRow]:
    """Yield what depends without a call; what is no function or table has no place on a map."""
    found = (((e.kind, e.source, e.target), e.location) for e in material.program.hidden_edges)
    for (kind, source, target), count, place in _summed(found):
        one = index.node(source)
        other = _target(target, material, index)
        if NONE not in {one, other} and one != other:
            yield shape.HiddenRow(kind, one, other, count, *index.place(place))


def _target(name: str, material: Material, index: MapIndex) -> int:
    """Find a table, the handler of an entry point, or a function."""
    if name in index.tables:
        return index.node(node_of_table(name))
    return index.node(material.handlers.get(name, name))


def transaction_rows(study: Study, index: MapIndex) -> Iterator[shape.TransactionRow]:
    """Yield the transactions that write, as the metrics count them."""
    for location, function, tables in study.facts.transactions:
        written = tuple(index.tables[table] for table in tables)
        yield shape.TransactionRow(index.node(function), *index.place(location), written)


def _summed(found: Iterable[tuple[K, Location]]) -> Iterator[tuple[K, int, Location]]:
    counts: dict[K, int] = {}
    places: dict[K, Location] = {}
    for key, place in found:
        counts[key] = counts.get(key, 0) + 1
        places.setdefault(key, place)
    yield from ((key, count, places[key]) for key, count in counts.items())
