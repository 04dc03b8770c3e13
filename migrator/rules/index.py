"""The facts of a program by what rules ask for: by name, by function, by line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import translate
from functools import cache, cached_property
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from migrator.model.constructs import (
    AttributeRead,
    Decoration,
    ExternalImport,
    Inheritance,
    Parameter,
    Span,
)
from migrator.model.cycles import find_import_cycles
from migrator.model.effects import Transaction
from migrator.model.location import Location
from migrator.model.ownership import service_of_entry_point, service_of_module
from migrator.model.plan import MigrationPlan
from migrator.model.program import (
    AccessMode,
    Call,
    ExternalCall,
    HttpRoute,
    Program,
    QueueTask,
    TableAccess,
)
from migrator.model.reach import CallGraph, Reach, find_reaches, module_of
from migrator.model.traffic import Traffic


class Placed(Protocol):
    """A fact of a function at a place."""

    @property
    def function(self) -> str:
        """The function in which it stands."""

    @property
    def location(self) -> Location:
        """Where it stands."""


Fact = TypeVar("Fact")


class ByName(Generic[Fact]):
    """Facts by a dotted name; ``*`` in a pattern stands for anything."""

    def __init__(self, pairs: Iterable[tuple[str, Fact]]) -> None:
        self._facts: dict[str, list[Fact]] = {}
        for name, fact in pairs:
            self._facts.setdefault(name, []).append(fact)

    def matching(self, patterns: Iterable[str]) -> Iterable[Fact]:
        """Return the facts whose name is one of ``patterns``, by name and then in order."""
        names = {name for pattern in patterns for name in self._names(pattern)}
        return [fact for name in sorted(names) for fact in self._facts[name]]

    def _names(self, pattern: str) -> Iterable[str]:
        if "*" not in pattern:
            return (pattern,) if pattern in self._facts else ()
        return filter(compiled(pattern).match, self._facts)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the expression of a pattern with ``*``; brackets and ``?`` mean themselves."""
    return re.compile(translate(re.sub(r"[\[?]", r"[\g<0>]", pattern)))


class Index:
    """A program, the plan and what entry points reach, indexed as conditions are asked.

    Args:
        program: the monolith.
        plan: its services, where there are any.
        reaches: what each entry point reaches, where that is known already.
        traffic: what access logs say, where there are any.
    """

    def __init__(
        self,
        program: Program,
        plan: MigrationPlan | None = None,
        reaches: Sequence[Reach] | None = None,
        traffic: Traffic | None = None,
    ) -> None:
        self.program = program
        self.plan = plan or MigrationPlan()
        self.traffic = traffic
        self._reaches = reaches

    @cached_property
    def reaches(self) -> Sequence[Reach]:
        """What each entry point reaches, in the order of the program."""
        return find_reaches(self.program) if self._reaches is None else self._reaches

    @cached_property
    def calls(self) -> ByName[ExternalCall]:
        """Calls of what is not the project's."""
        return ByName((call.name, call) for call in self.program.external_calls)

    @cached_property
    def imports(self) -> ByName[ExternalImport]:
        """Imports of what is not the project's, under their name and each name above it."""
        return ByName(
            (name, one) for one in self.program.external_imports for name in _above(one.name)
        )

    @cached_property
    def decorations(self) -> ByName[Decoration]:
        """Decorators."""
        return ByName((one.name, one) for one in self.program.decorations)

    @cached_property
    def inheritances(self) -> ByName[Inheritance]:
        """Classes by each of their ancestors."""
        return ByName((one.base, one) for one in self.program.inheritances)

    @cached_property
    def parameters(self) -> ByName[Parameter]:
        """Parameters by the types that they are annotated with."""
        return ByName((one.annotation, one) for one in self.program.parameters)

    @cached_property
    def attribute_reads(self) -> ByName[AttributeRead]:
        """Attributes that are read."""
        return ByName((one.name, one) for one in self.program.attribute_reads)

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The functions of each class."""
        classes = {one.name for one in self.program.functions if one.kind == "class"}
        found: dict[str, list[str]] = {}
        for one in self.program.functions:
            owner = one.name.rpartition(".")[0]
            if owner in classes and one.kind != "class":
                found.setdefault(owner, []).append(one.name)
        return {owner: tuple(names) for owner, names in found.items()}

    @cached_property
    def handlers(self) -> frozenset[str]:
        """The functions that answer routes: handlers, and all methods of their classes."""
        points = self.program.entry_points
        found = {p.handler for p in points if isinstance(p.trigger, HttpRoute)}
        for owner in {*found, *(handler.rpartition(".")[0] for handler in found)}:
            found.update(self.members.get(owner, ()))
        return frozenset(found)

    @cached_property
    def tasks(self) -> frozenset[str]:
        """The functions that run tasks."""
        points = self.program.entry_points
        return frozenset(p.handler for p in points if isinstance(p.trigger, QueueTask))

    @cached_property
    def _spans(self) -> Mapping[str, tuple[Span, ...]]:
        groups = groupby(self.program.spans, key=lambda span: span.function)
        return {function: tuple(spans) for function, spans in groups}

    @cached_property
    def _transactions(self) -> Mapping[str, tuple[Transaction, ...]]:
        groups = groupby(sorted(self.program.transactions), key=lambda one: one.function)
        return {function: tuple(found) for function, found in groups}

    def ways(self, fact: Placed, called: str = "") -> frozenset[str]:
        """Say how the line of a fact runs: in which kinds of ``Span``, in a ``transaction``.

        ``after-commit`` is what is put off until a transaction is committed.

        Args:
            fact: at a line.
            called: the last part of what is called there, where the fact is a call.
        """
        line = fact.location.line
        kinds = {
            span.kind
            for span in self._spans.get(fact.function, ())
            if span.location.line <= line <= span.end_line
            and (not span.name or span.name == called)
        }
        for one in self._transactions.get(fact.function, ()):
            is_around = one.location.line <= line <= one.end_line
            if one.kind == "function" or (one.kind == "block" and is_around):
                kinds.add("transaction")
            elif one.kind == "after" and is_around:
                kinds.add("after-commit")
        return frozenset(kinds)

    @cached_property
    def import_cycles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of modules that import each other."""
        return find_import_cycles(self.program)

    @cached_property
    def _graph(self) -> CallGraph:
        return CallGraph(self.program)

    @cached_property
    def _locations(self) -> Mapping[str, Location]:
        return {one.name: one.location for one in self.program.functions}

    def location_of(self, function: str) -> Location | None:
        """Return where a function or class is defined; None where that is not in the project."""
        return self._locations.get(function)

    @cached_property
    def _accesses(self) -> Mapping[str, tuple[TableAccess, ...]]:
        groups = groupby(
            sorted(self.program.accesses, key=lambda one: one.function),
            key=lambda one: one.function,
        )
        return {function: tuple(found) for function, found in groups}

    @cached_property
    def _users(self) -> Mapping[tuple[str, AccessMode], tuple[str, ...]]:
        found: dict[tuple[str, AccessMode], set[str]] = {}
        for one in self.program.accesses:
            found.setdefault((one.table, one.mode), set()).add(one.function)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    def users_of(self, table: str, mode: AccessMode | None = None) -> tuple[str, ...]:
        """Name the functions that access a table, in one mode or in any."""
        if mode is not None:
            return self._users.get((table, mode), ())
        return tuple(sorted({name for one in AccessMode for name in self.users_of(table, one)}))

    def tables_in(self, transaction: Transaction) -> frozenset[str]:
        """Name the tables that are written within a transaction, by what it calls as well."""
        function = transaction.function
        if transaction.kind == "function":
            return self._written_by(frozenset(self._graph.parents([function])))
        lines = self._lines_of(transaction)
        own = {
            one.table
            for one in self._accesses.get(function, ())
            if one.mode is AccessMode.WRITE and one.location.line in lines
        }
        called = [
            call.callee for call in self._calls_of.get(function, ()) if call.location.line in lines
        ]
        return self._written_by(frozenset(self._graph.parents(called))) | own

    def _lines_of(self, transaction: Transaction) -> range:
        """Return the lines of a block; of a commit, those since the one before it."""
        end = transaction.location.line
        if transaction.kind != "commit":
            return range(end, transaction.end_line + 1)
        before = (
            one.location.line
            for one in self._transactions.get(transaction.function, ())
            if one.kind == "commit" and one.location.line < end
        )
        return range(max(before, default=0) + 1, end + 1)

    @cached_property
    def _calls_of(self) -> Mapping[str, tuple[Call, ...]]:
        groups = groupby(self.program.calls, key=lambda call: call.caller)
        return {caller: tuple(calls) for caller, calls in groups}

    def _written_by(self, functions: frozenset[str]) -> frozenset[str]:
        return frozenset(
            one.table
            for function in functions
            for one in self._accesses.get(function, ())
            if one.mode is AccessMode.WRITE
        )

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The service of each table that has one."""
        return {table: service.name for service in self.plan.services for table in service.owns}

    def service_of(self, function: str) -> str:
        """Name the service of a function; empty where its module is in none."""
        return self._service_of(module_of(function))

    def service_of_thing(self, target: str) -> str:
        """Name the service of a function, class, table or entry point; empty for none."""
        if ":" in target and " " not in target:
            return self.service_of(target)
        service = service_of_entry_point(target, self.plan)
        return service.name if service else self.owners.get(target, "")

    @cached_property
    def _services(self) -> dict[str, str]:
        return {}

    def _service_of(self, module: str) -> str:
        if module not in self._services:
            service = service_of_module(module, self.plan)
            self._services[module] = service.name if service else ""
        return self._services[module]


def _above(name: str) -> Iterable[str]:
    parts = name.split(".")
    return (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
