"""What each function does to the world: one index for the reach of entry points and for trees."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from migrator.model.location import Location
from migrator.model.program import AccessMode, Program


class Effect(msgspec.Struct, frozen=True, order=True):
    """One thing that a function does, or depends on, beside calling functions of the monolith.

    Attributes:
        kind: ``reads`` and ``writes`` (a table), ``setting``, ``aws``, ``host``, ``file``,
            ``task``, ``transaction``, or the kind of a hidden edge.
        name: the table, key, action, host, path, task, … itself.
        detail: what else is known, ``join`` or ``timeout 3``; mostly empty.
    """

    location: Location
    kind: str
    name: str
    detail: str = ""


# Hidden edges that run what they point at: they are followed as calls are.
RUNNING = frozenset({"signal", "context-processor", "implicit"})


class EffectIndex:
    """The effects of all functions of a program."""

    def __init__(self, program: Program) -> None:
        found: dict[str, dict[Effect, None]] = {}
        for function, effect in _effects(program):
            found.setdefault(function, {})[effect] = None
        self._effects = found

    def functions(self) -> tuple[str, ...]:
        """Name the functions that do something, sorted."""
        return tuple(sorted(self._effects))

    def of(self, function: str) -> tuple[Effect, ...]:
        """List what a function does itself, in the order of its lines."""
        return tuple(sorted(self._effects.get(function, ())))

    def names(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """Map kinds to functions to the names of what these touch."""
        found: dict[str, dict[str, set[str]]] = {}
        for function, effects in self._effects.items():
            for effect in effects:
                found.setdefault(effect.kind, {}).setdefault(function, set()).add(effect.name)
        return {
            kind: {function: frozenset(names) for function, names in functions.items()}
            for kind, functions in found.items()
        }


def _effects(program: Program) -> Iterator[tuple[str, Effect]]:
    return chain(_on_data(program), _on_the_outside(program), _hidden(program))


def _on_data(program: Program) -> Iterator[tuple[str, Effect]]:
    for access in program.accesses:
        kind = "reads" if access.mode is AccessMode.READ else "writes"
        yield access.function, Effect(access.location, kind, access.table, access.via)
    for change in program.transactions:
        yield change.function, Effect(change.location, "transaction", change.name, change.kind)


def _on_the_outside(program: Program) -> Iterator[tuple[str, Effect]]:
    for read in program.config_reads:
        detail = "secret" if read.is_secret else ""
        yield read.function, Effect(read.location, "setting", read.key, detail)
    for call in program.aws_calls:
        yield call.function, Effect(call.location, "aws", call.action, call.resource)
    for asked in program.outbound_calls:
        timeout = f"timeout {asked.timeout}" if asked.timeout else "no timeout"
        detail = f"{asked.client}, {timeout}"
        yield asked.function, Effect(asked.location, "host", asked.host, detail)
    for written in program.file_writes:
        yield written.function, Effect(written.location, "file", written.path, written.name)
    for sent in program.enqueues:
        yield sent.function, Effect(sent.location, "task", sent.task)


def _hidden(program: Program) -> Iterator[tuple[str, Effect]]:
    writers: dict[tuple[str, Location, str, str], list[str]] = {}
    for edge in program.hidden_edges:
        if edge.key:
            use = (edge.source, edge.location, edge.kind, edge.key)
            writers.setdefault(use, []).append(edge.target)
        elif edge.kind not in RUNNING:
            yield edge.source, Effect(edge.location, edge.kind, edge.target)
    for (source, location, kind, key), targets in writers.items():
        more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
        yield source, Effect(location, kind, key, f"set by {targets[0]}{more}")


def union(index: Mapping[str, Iterable[str]], functions: frozenset[str]) -> tuple[str, ...]:
    """Sum up the names that functions touch, sorted; the empty name is that of the unknown."""
    reached = index.keys() & functions
    return tuple(sorted({name for function in reached for name in index[function] if name}))
