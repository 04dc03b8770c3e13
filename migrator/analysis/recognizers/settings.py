"""Configuration keys that are read from the process environment.

https://docs.python.org/3/library/os.html#os.environ
"""

from collections import defaultdict
from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Known
from migrator.model.location import Location
from migrator.model.program import ConfigRead, Unresolved

READS = frozenset(
    {
        "os.environ[]",
        "os.environ.get",
        "os.getenv",
        "os.environ.setdefault",
        "os.environ.__contains__",
    }
)


def find_reads(log: Log) -> Iterator[ConfigRead | Unresolved]:
    """Yield one fact per key, function and place."""
    events = [event for event in log.events if event.name in READS and event.args]
    seen: defaultdict[Location, set[str]] = defaultdict(set)
    for event in events:
        key = text_of(event.args[0])
        if key:
            seen[event.location].add(key)
    for event in events:
        key = text_of(event.args[0])
        if key is not None:
            is_generic = len(seen[event.location]) > 1
            for function in log.speakers(event, depth=int(is_generic)):
                yield ConfigRead(key, function, event.location, _default(event))
        elif not seen[event.location]:
            yield Unresolved("environment variable with a computed name", event.location)


def _default(event: Event) -> str | None:
    if event.name in {"os.environ[]", "os.environ.__contains__"}:
        return None
    given = event.argument(1, "default")
    if given is None:
        return "None"
    match given:
        case (Known(value=value),):
            return repr(value)
    return "computed"
