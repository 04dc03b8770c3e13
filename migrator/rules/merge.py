"""Many places that are one finding."""

from collections.abc import Iterable, Iterator

from migrator.rules.match import Match
from migrator.rules.rule import Once

Counted = tuple[Match, tuple[str, ...]]


def merged(matches: Iterable[Counted], once: Once) -> Iterator[Counted]:
    """Yield one match for all that stand together, with the entry points of all.

    Args:
        matches: sorted, each with the entry points that are affected.
        once: what they stand together in.
    """
    if once is Once.NEVER:
        yield from matches
        return
    groups: dict[str, list[Counted]] = {}
    for match, labels in matches:
        groups.setdefault(_group(match, once), []).append((match, labels))
    for found in groups.values():
        first = found[0][0]
        functions = tuple(dict.fromkeys(name for match, _ in found for name in match.functions))
        places = len({match.location for match, _ in found})
        labels = tuple(sorted({label for _, each in found for label in each}))
        value = first.value if once is Once.LINE else str(places)
        yield Match(first.location, first.name, functions, value), labels


def _group(match: Match, once: Once) -> str:
    match once:
        case Once.LINE:
            return f"{match.location.file}:{match.location.line}"
        case Once.FUNCTION:
            return next(iter(match.functions), "")
        case Once.FILE:
            return match.location.file
        case _:
            return ""
