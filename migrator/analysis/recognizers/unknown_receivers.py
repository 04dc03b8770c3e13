"""Routes that are added to something of which nothing is known: said, whatever framework it is."""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.statements import ROUTING
from migrator.analysis.interpreter.values import Bound, ClassValue, Event, FunctionValue
from migrator.model.program import Unresolved

CALLS = (
    *("add_api_route", "add_api_websocket_route", "add_route", "add_websocket_route"),
    *("add_url_rule", "add_resource"),
)
ADDED = "route that is added to what is not known: it is left out"
DECLARED = "route that is declared on what is not known: it is left out"


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per line, unless what it is called on is known as well."""
    events = tuple(log.having(*CALLS))
    known = {event.location for event in events if not event.name.startswith("?")}
    for event in events:
        if event.name.startswith("?") and event.location not in known and _is_route(event):
            yield Unresolved(ADDED, event.location)
    for event in log.having(*(f"@{member}" for member in sorted(ROUTING))):
        yield Unresolved(DECLARED, event.location)


def _is_route(event: Event) -> bool:
    """Tell a path with a view from what is added to a network or a graph."""
    given = (*event.args, *event.keywords.values())
    has_path = any((text_of(values) or "").startswith("/") for values in given)
    return has_path or any(
        isinstance(value, FunctionValue | ClassValue | Bound)
        for values in given
        for value in values
    )
