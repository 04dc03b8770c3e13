"""Where the bounds of the analysis cut something off (docs/frameworks.md, "Bounds")."""

from collections.abc import Iterable, Iterator

from migrator.analysis.flask_prefixes import RULES
from migrator.analysis.interpreter.log import Log
from migrator.model.location import Location
from migrator.model.program import Unresolved


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt for each function: what its other calls or turns do is not known.

    Calls count where they register routes of Flask: other helpers are run with unknown arguments.
    """
    registering = {
        name for event in log.having(*sorted(RULES)) for name in (event.function, *event.callers)
    }
    yield from _doubts(
        log,
        registering & log.curtailed,
        "Flask routes of a helper that is called too often to follow: not all are read",
    )
    yield from _doubts(
        log,
        log.cut_loops,
        "loops in loops that turn too often to follow: beyond, only first items are read",
    )


def _doubts(log: Log, functions: Iterable[str], reason: str) -> Iterator[Unresolved]:
    for name in sorted(functions):
        yield Unresolved(reason, _place(log, name))


def _place(log: Log, name: str) -> Location:
    """Return where a function is; what is none stands in the body of a module."""
    if name in log.functions:
        return log.functions[name].location
    return Location(log.modules[name.partition(":")[0]].file, 1)
