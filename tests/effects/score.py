"""How well the tables that an analysis names agree with those that are really touched."""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import CallGraph, chain_to, find_reaches
from tests.effects.sql import READ, WRITE, Pair
from tests.effects.truth import Route, Truth
from tests.practice.table import shape

Touch = tuple[str, str, str, str]  # method, path, mode, table


class Counts(NamedTuple):
    """Pairs that were seen, that were named, and that were both."""

    wanted: int = 0
    named: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of the seen pairs that are named."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of the named pairs that were seen."""
        return self.right / self.named if self.named else 1.0

    def plus(self, other: "Counts") -> "Counts":
        """Add up two applications."""
        return Counts(*(mine + its for mine, its in zip(self, other, strict=True)))


class Miss(NamedTuple):
    """A pair on which the two sides do not agree.

    Attributes:
        why: the call chain to the access of the analysis, or what it lacks.
    """

    method: str
    path: str
    mode: str
    table: str
    why: str


class Score(NamedTuple):
    """One application.

    Attributes:
        routes: how many were called.
        modes: pairs of a route and a table that it reads, or writes; of tables of the source.
        tables: pairs of a route and a table, whatever it does to it; of tables of the source.
        special: ``modes`` without what each route was seen to do, which is that of hooks.
        everything: as ``modes``, with the tables that libraries declare.
        missed: what was seen and is not named.
        surplus: what is named and was not seen.
    """

    routes: int
    modes: Counts
    tables: Counts
    special: Counts
    everything: Counts
    missed: tuple[Miss, ...]
    surplus: tuple[Miss, ...]


def score(truth: Truth, program: Program) -> Score:
    """Compare; a route that the analysis does not know touches nothing."""
    named = Named(program)
    everything_seen = {_touch(route, pair) for route in truth.routes for pair in route.touched}
    everything_named = {
        _touch(route, pair)
        for route in truth.routes
        for pair in named.by(route.method, route.path)
    }
    seen, said = (
        {touch for touch in touches if touch[3] not in truth.foreign}
        for touches in (everything_seen, everything_named)
    )
    general = frozenset.intersection(*(route.touched for route in truth.routes))
    return Score(
        routes=len(truth.routes),
        modes=_counts(seen, said),
        tables=_counts({_whole(touch) for touch in seen}, {_whole(touch) for touch in said}),
        special=_counts(
            *({touch for touch in touches if touch[2:] not in general} for touches in (seen, said))
        ),
        everything=_counts(everything_seen, everything_named),
        missed=tuple(Miss(*touch, named.lack(*touch)) for touch in sorted(seen - said)),
        surplus=tuple(Miss(*touch, named.chain(*touch)) for touch in sorted(said - seen)),
    )


class Named:
    """What an analysis says that routes touch."""

    def __init__(self, program: Program) -> None:
        self._graph = CallGraph(program)
        self._accesses = program.accesses
        self._reached = dict(zip(program.entry_points, find_reaches(program), strict=True))
        self._points: dict[str, list[tuple[str, EntryPoint]]] = {}
        for point in program.entry_points:
            if isinstance(point.trigger, HttpRoute):
                path = shape(point.trigger.path)
                self._points.setdefault(path, []).append((point.trigger.method, point))

    def by(self, method: str, path: str) -> set[Pair]:
        """Return all that the route touches, whichever entry points it is."""
        reaches = [self._reached[point] for point in self._meant(method, path)]
        read = {(READ, table) for reach in reaches for table in reach.tables_read}
        return read | {(WRITE, table) for reach in reaches for table in reach.tables_written}

    def chain(self, method: str, path: str, mode: str, table: str) -> str:
        """Say through which functions a route comes to a table, and where it is accessed."""
        chains = []
        for parents in self._parents(method, path):
            for access in self._accesses:
                is_meant = (access.mode.value, access.table) == (mode, table)
                if is_meant and access.function in parents:
                    chain = " > ".join(chain_to(access.function, parents))
                    chains.append((chain.count(" > "), f"{chain} at {access.location}"))
        return min(chains)[1] if chains else "no access says so"

    def lack(self, method: str, path: str, mode: str, table: str) -> str:
        """Say what would have to be found for a route to come to a table."""
        parents = list(self._parents(method, path))
        if not parents:
            return "the route is not known"
        accesses = [a for a in self._accesses if (a.mode.value, a.table) == (mode, table)]
        functions = sorted({access.function for access in accesses})
        if not functions:
            return f"nothing is known to {mode} {table}"
        shown = ", ".join(functions[:3])
        return f"not reached: {shown}" + (", …" if len(functions) > 3 else "")

    def _meant(self, method: str, path: str) -> list[EntryPoint]:
        """Find a route by method and path; where any method is meant, on either side, by path."""
        points = self._points.get(path, [])
        return [point for one, point in points if "ANY" in (one, method) or one == method]

    def _parents(self, method: str, path: str) -> Iterator[Mapping[str, str]]:
        for point in self._meant(method, path):
            yield self._graph.parents(self._graph.roots(point))


def _touch(route: Route, pair: Pair) -> Touch:
    return (route.method, route.path, *pair)


def _whole(touch: Touch) -> tuple[str, str, str]:
    """Leave out what is done to the table."""
    return touch[0], touch[1], touch[3]


def _counts(seen: Set[object], said: Set[object]) -> Counts:
    return Counts(len(seen), len(said), len(seen & said))
