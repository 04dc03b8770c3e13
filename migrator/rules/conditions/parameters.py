"""``parameter``: a function takes something."""

from collections.abc import Iterable, Iterator

import msgspec

from migrator.rules.handed import callers_of
from migrator.rules.index import Index
from migrator.rules.match import Match


class ParameterOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A parameter whose annotation names such a type, or that has such a name.

    Attributes:
        type: dotted names.
        name: names of parameters; only ``request`` is known without an annotation.
        of: ``handler`` (functions that answer routes), ``framework`` (these, and what the
            framework runs around them: dependencies, hooks), ``task`` (those that run tasks) or
            ``other`` than a handler; empty for all.
        with_call: the parameter counts only where the function, or what it calls, calls one of
            these; that of ``__init__`` also where another method of the class does.
        unless_handed: of these calls those do not count which are given one of these to run.
    """

    type: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    of: str = ""
    with_call: tuple[str, ...] = ()
    unless_handed: tuple[str, ...] = ()


def find(condition: ParameterOf, index: Index) -> Iterator[Match]:
    """Yield the parameters."""
    wanted = index.parameters.matching(condition.type) if condition.type else None
    callers = frozenset(callers_of(condition.with_call, condition.unless_handed, index))
    for one in index.program.parameters if wanted is None else wanted:
        if condition.name and one.name not in condition.name:
            continue
        if condition.of and not _is_of(condition.of, one.function, index):
            continue
        if condition.with_call and callers.isdisjoint(_run_with(one.function, index)):
            continue
        yield Match(one.location, one.annotation or one.name, (one.function,), one.name)


def _run_with(function: str, index: Index) -> Iterable[str]:
    owner, _, name = function.rpartition(".")
    return index.graph.parents(index.members.get(owner, ()) if name == "__init__" else [function])


def _is_of(wanted: str, function: str, index: Index) -> bool:
    if wanted == "task":
        return function in index.tasks
    if wanted == "framework":
        return function in index.run_by_frameworks
    return (wanted == "handler") == (function in index.handlers)
