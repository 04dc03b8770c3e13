"""To which functions facts belong that a helper states for its callers."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event
from migrator.model.location import Location

Said = TypeVar("Said", bound=Hashable)


def spoken(
    log: Log, said: Iterable[tuple[Event, Said]], unsaid: Said | None = None
) -> Iterator[tuple[Event, str, Said]]:
    """Yield what events say, and the function that says it: once for each caller of a helper.

    What says nothing (``unsaid``) counts only where nothing else is said at the place.
    """
    pairs = list(said)
    seen: defaultdict[Location, set[Said]] = defaultdict(set)
    for event, one in pairs:
        if one != unsaid:
            seen[event.location].add(one)
    for event, one in pairs:
        known = seen[event.location]
        if one == unsaid and known:
            continue
        for function in log.speakers(event, is_generic=len(known) > 1):
            yield event, function, one
