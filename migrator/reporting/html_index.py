"""Positions of what the HTML report's rows refer to."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from migrator.model.location import Location
from migrator.model.ownership import service_of_module
from migrator.model.reach import module_of
from migrator.model.report import Analysis
from migrator.reporting.html_shape import NONE

T = TypeVar("T", bound=Hashable)


class Numbers(Generic[T]):
    """Values in the order in which they are first asked for, and the position of each."""

    def __init__(self, values: Iterable[T] = ()) -> None:
        self._positions: dict[T, int] = {}
        for value in values:
            self.of(value)

    def of(self, value: T) -> int:
        """Return the position of a value; a new one is put at the end."""
        return self._positions.setdefault(value, len(self._positions))

    def values(self) -> tuple[T, ...]:
        """Return what was asked for until now."""
        return tuple(self._positions)


class Index:
    """What rows refer to by its position.

    Attributes:
        functions: functions, and ``package.module:`` for the code of a module.
        sets: of positions, each once.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._plan = analysis.plan
        self._entries: dict[str, list[int]] = {}
        for number, assessed in enumerate(analysis.entry_points):
            self._entries.setdefault(assessed.entry_point.label, []).append(number)
        self._services = {s.name: number for number, s in enumerate(analysis.services)}
        self._rules = {rule.id: number for number, rule in enumerate(analysis.rules)}
        self._service_of_module: dict[str, int] = {}
        self.files = Numbers[str]()
        self.names = Numbers[str]()
        self.sets = Numbers[tuple[int, ...]]()
        self.functions = Numbers[str]()

    def place(self, location: Location) -> tuple[int, int]:
        """Return file and line."""
        return self.files.of(location.file), location.line

    def set_of_names(self, names: Iterable[str]) -> int:
        """Return the set that holds these names."""
        return self.sets.of(tuple(self.names.of(name) for name in names))

    def set_of_functions(self, names: Iterable[str]) -> int:
        """Return the set that holds these functions."""
        return self.sets.of(tuple(self.functions.of(name) for name in names))

    def set_of_entries(self, labels: Iterable[str]) -> int:
        """Return the set of entry points with these labels, as runs: first and how many."""
        return self.sets.of(tuple(_runs(self.entries(labels))))

    def entries(self, labels: Iterable[str]) -> list[int]:
        """Return the entry points with these labels, sorted; several may have the same one."""
        return sorted(n for label in set(labels) for n in self._entries.get(label, ()))

    def rule(self, name: str) -> int:
        """Return a rule of ``Analysis.rules``."""
        return self._rules.get(name, NONE)

    def service(self, name: str) -> int:
        """Return a service of the plan."""
        return self._services.get(name, NONE)

    def service_of(self, function: str) -> int:
        """Return the service that has the module of a function."""
        module = module_of(function)
        if module not in self._service_of_module:
            service = service_of_module(module, self._plan)
            self._service_of_module[module] = self.service(service.name) if service else NONE
        return self._service_of_module[module]


def _runs(numbers: Iterable[int]) -> Iterator[int]:
    first, count = 0, 0
    for number in numbers:
        if count and number == first + count:
            count += 1
            continue
        if count:
            yield from (first, count)
        first, count = number, 1
    if count:
        yield from (first, count)
