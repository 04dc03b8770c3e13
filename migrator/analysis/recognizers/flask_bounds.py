"""Flask: helpers that register routes and are called more often than they were run."""

from collections.abc import Iterator

from migrator.analysis.flask_prefixes import RULES
from migrator.analysis.interpreter.log import Log
from migrator.model.location import Location
from migrator.model.program import Unresolved


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per helper: what its other calls register is not known."""
    registering = {
        name for event in log.having(*sorted(RULES)) for name in (event.function, *event.callers)
    }
    for name in sorted(registering & log.curtailed):
        yield Unresolved(
            "Flask routes of a helper that is called too often to follow: not all are read",
            _place(log, name),
        )


def _place(log: Log, name: str) -> Location:
    """Return where a function is; what is none stands in the body of a module."""
    if name in log.functions:
        return log.functions[name].location
    return Location(log.modules[name.partition(":")[0]].file, 1)
