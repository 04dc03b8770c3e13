"""What signals yield, and what they are given."""

from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec

from migrator.model.history import Commit
from migrator.model.location import Location
from migrator.model.program import Program
from migrator.model.reach import CallGraph, module_of
from migrator.model.traffic import Traffic


class Tie(msgspec.Struct, frozen=True):
    """Two things that a fact ties together.

    Attributes:
        one: a function or class, module code (``package.module:``) or ``table NAME``.
        other: the same.
        weight: how much this one fact says, where 1 is a call that nobody else makes.
        location: where the fact is written.
    """

    one: str
    other: str
    weight: float
    location: Location


class Material:
    """A program, with what several signals ask of it."""

    def __init__(
        self,
        program: Program,
        history: tuple[Commit, ...] = (),
        traffic: Traffic | None = None,
    ) -> None:
        self.program = program
        self.history = history
        self.traffic = traffic

    @cached_property
    def graph(self) -> CallGraph:
        """Who calls whom."""
        return CallGraph(self.program)

    @cached_property
    def handlers(self) -> dict[str, str]:
        """The handler of each entry point, by label."""
        return {e.label: e.handler for e in self.program.entry_points}

    @cached_property
    def places(self) -> dict[str, Location]:
        """Where each function and class begins."""
        return {f.name: f.location for f in self.program.functions}

    @cached_property
    def files(self) -> dict[str, str]:
        """The file of each module."""
        return {m.name: m.file for m in self.program.modules}

    @cached_property
    def tables(self) -> dict[str, Location]:
        """All tables, with where they are declared, or else used first."""
        used = {access.table: access.location for access in reversed(self.program.accesses)}
        return used | {table.name: table.location for table in self.program.tables}

    def start_of(self, module: str) -> Location:
        """Name the first line of a module."""
        return Location(self.files.get(module, module), 1)


Signal = Callable[[Material], Iterator[Tie]]


def node_of_table(table: str) -> str:
    """Name a table among functions and modules; no function has a blank in its name."""
    return f"table {table}"


def is_table(node: str) -> bool:
    """Tell a table from a function or module."""
    return node.startswith("table ")


def home_of(node: str) -> str:
    """Name the module of a function; a table stays what it is."""
    return node if is_table(node) else module_of(node)
