"""``reaches``: how much an entry point, or a service, reaches."""

from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from migrator.model.program import Command, EntryPoint
from migrator.model.reach import Reach, module_of
from migrator.rules.index import Index
from migrator.rules.match import Match

OF = (
    "functions",
    "modules",
    "tables_read",
    "tables_written",
    "settings",
    "environment_bytes",
    "aws",
    "hosts",
    "tasks",
    "routes",
)
FROM_ENVIRONMENT = frozenset({"environment", "pydantic"})
VALUE_BYTES = 32  # of a variable whose value is not known: an address, a key, a number

Reached = tuple[EntryPoint, Reach]


class ReachesOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry point, or a service, that reaches more than so many.

    Attributes:
        of: one of ``OF``; ``modules`` are those that are loaded; ``environment_bytes`` are the
            names of the variables that are read, with 32 for the value of each.
        share: ``more_than`` is a percentage of what the monolith has (modules only).
        at_least: how many there have to be, whatever their share.
        by: ``entry-point``, or ``service``: all entry points of a service together, and once,
            but for commands. What is in no service counts as one.
        once: of several that are over it only the largest, as a matter of all of them.
    """

    of: str
    more_than: int
    share: bool = False
    at_least: int = 0
    by: str = "entry-point"
    once: bool = False


def find(condition: ReachesOf, index: Index) -> Iterator[Match]:
    """Yield the entry points; a service at the first of its own."""
    found = sorted(_over(condition, index), key=lambda pair: (-pair[0], pair[1]))
    if condition.once and found:
        labels = tuple(label for _, match in found for label in match.labels)
        functions = tuple(dict.fromkeys(name for _, match in found for name in match.functions))
        yield msgspec.structs.replace(found[0][1], labels=labels, functions=functions)
    else:
        yield from (match for _, match in found)


def _over(condition: ReachesOf, index: Index) -> Iterator[tuple[int, Match]]:
    whole = len(index.program.modules)
    for name, group in _groups(condition.by, index):
        size = _size(condition.of, group, index)
        if size < condition.at_least:
            continue
        if condition.share:
            size = round(100 * size / max(whole, 1))
        if size > condition.more_than:
            first, labels = group[0][0], tuple(point.label for point, _ in group)
            handlers = tuple(dict.fromkeys(point.handler for point, _ in group))
            shown = name or "the monolith"
            yield size, Match(first.location, shown, handlers, f"{size:,}", labels)


def _groups(by: str, index: Index) -> Iterator[tuple[str, Sequence[Reached]]]:
    pairs = zip(index.program.entry_points, index.reaches, strict=True)
    if by != "service":
        yield from ((point.label, [(point, reach)]) for point, reach in pairs)
        return
    groups: dict[str, list[Reached]] = {}
    for point, reach in pairs:
        if isinstance(point.trigger, Command):
            continue
        groups.setdefault(index.service_of_thing(point.label), []).append((point, reach))
    yield from groups.items()


def _size(of: str, group: Sequence[Reached], index: Index) -> int:
    if of == "routes":
        return len(group)
    functions = {name for _, reach in group for name in reach.functions}
    if of == "modules":
        return len(index.loaded_with(functions))
    if of == "environment_bytes":
        return sum(len(key) + VALUE_BYTES for key in _variables(functions, index))
    return len(set(chain.from_iterable(getattr(reach, of) for _, reach in group)))


def _variables(functions: set[str], index: Index) -> set[str]:
    """Return what functions read themselves, and what is read when their modules are loaded."""
    loaded = index.loaded_with(functions)
    return {
        read.key
        for read in index.program.config_reads
        if read.store in FROM_ENVIRONMENT
        and (
            read.function in functions
            or (module_of(read.function) in loaded and index.graph.is_loose(read.function))
        )
    }
