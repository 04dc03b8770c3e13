"""What routes were seen to touch: one line a route, and the tables that libraries declare.

# foreign	auth_user django_session
method	path	calls	read	written
POST	/orders/{}	200*2 400	customer	order order_line
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.effects.sql import READ, WRITE, Pair

TABLES = Path(__file__).parent / "tables"
FOREIGN = "# foreign"
HEAD = "method\tpath\tcalls\tread\twritten"


class Route(NamedTuple):
    """One route.

    Attributes:
        method: ``ANY`` where the application takes any.
        path: with ``{}`` for each parameter.
        statuses: what its calls answered, and how often.
        touched: over all calls.
    """

    method: str
    path: str
    statuses: tuple[tuple[int, int], ...]
    touched: frozenset[Pair]


class Truth(NamedTuple):
    """What one application was seen to do.

    Attributes:
        foreign: tables whose models are not in the application's source.
    """

    foreign: frozenset[str]
    routes: tuple[Route, ...]


def truth_of(name: str) -> Truth:
    """Read what was recorded of an application."""
    return read_truth((TABLES / f"{name}.tsv").read_text())


def read_truth(text: str) -> Truth:
    """Read what ``write_truth`` writes."""
    first, _, *lines = text.splitlines()
    routes = []
    for line in lines:
        method, path, calls, read, written = line.split("\t")
        statuses = (spelled.partition("*")[::2] for spelled in calls.split())
        touched = {(READ, table) for table in read.split()}
        touched |= {(WRITE, table) for table in written.split()}
        counts = tuple((int(status), int(times or 1)) for status, times in statuses)
        routes.append(Route(method, path, counts, frozenset(touched)))
    return Truth(frozenset(first.partition("\t")[2].split()), tuple(routes))


def write_truth(truth: Truth) -> str:
    """Write a table of tab-separated columns; values of one cell are separated by spaces."""
    lines = [f"{FOREIGN}\t{' '.join(sorted(truth.foreign))}", HEAD]
    for route in sorted(truth.routes):
        calls = " ".join(f"{s}*{n}" if n > 1 else f"{s}" for s, n in route.statuses)
        cells = (route.method, route.path, calls, _tables(route, READ), _tables(route, WRITE))
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def unite(method: str, path: str, calls: Iterable[tuple[int, frozenset[Pair]]]) -> Route:
    """Sum up the calls of one route: (status, what it touched) each."""
    seen = list(calls)
    statuses = Counter(status for status, _ in seen)
    touched = frozenset[Pair]().union(*(pairs for _, pairs in seen))
    return Route(method, path, tuple(sorted(statuses.items())), touched)


def _tables(route: Route, mode: str) -> str:
    return " ".join(sorted(table for one, table in route.touched if one == mode))
