"""The facts of a program by what rules ask for: by name, by function, by line."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import translate
from functools import cache, cached_property
from itertools import groupby
from types import UnionType
from typing import Generic, Protocol, TypeVar

from migrator.model.constructs import (
    Assignment,
    AttributeRead,
    Decoration,
    ExternalImport,
    Inheritance,
    Parameter,
    Span,
)
from migrator.model.cycles import HiddenCycle, find_hidden_cycles, find_import_cycles
from migrator.model.effects import Transaction
from migrator.model.import_closure import ImportClosure
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
    Schedule,
    TableAccess,
    Websocket,
)
from migrator.model.reach import CallGraph, Reach, find_reaches, module_of
from migrator.model.traffic import Traffic

# Decorators that call the function below them once, or once for the same arguments.
KEEPING = (
    *("functools.cache", "functools.lru_cache", "functools.cached_property", "async_lru.*"),
    *("cached_property.*", "cachetools.*", "django.utils.functional.cached_property"),
    *("werkzeug.utils.cached_property", "sqlalchemy.util.memoized_property"),
)
GUARDS = frozenset(
    {"tolerated", "absent", "optional", "if", "switched", "existing", "typing", "arm"}
)


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


def is_named(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a name is one of ``patterns``; ``*`` stands for anything."""
    return any(compiled(pattern).match(name) for pattern in patterns)


def stands(function: str, where: str) -> bool:
    """Tell whether code of ``function`` is ``module`` or ``function`` code; empty is both."""
    return not where or (where == "module") == function.endswith(":")


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
    def served(self) -> frozenset[str]:
        """The functions that routes, tasks and schedules reach: they may move."""
        return self._reached_by(HttpRoute | QueueTask | Schedule)

    @cached_property
    def running(self) -> frozenset[str]:
        """Those, and what websockets reach: they run beside each other."""
        return self.served | self._reached_by(Websocket)

    @cached_property
    def run_on_import(self) -> frozenset[str]:
        """The functions that code at module level calls."""
        return frozenset(one.callee for one in self.program.calls if one.caller.endswith(":"))

    def _reached_by(self, kinds: UnionType | type[object]) -> frozenset[str]:
        return frozenset(
            name
            for point, reach in zip(self.program.entry_points, self.reaches, strict=True)
            if isinstance(point.trigger, kinds)
            for name in reach.functions
        )

    @cached_property
    def calls(self) -> ByName[ExternalCall]:
        """Calls of what is not the project's."""
        return ByName((call.name, call) for call in self.program.external_calls)

    @cached_property
    def imported(self) -> frozenset[str]:
        """Name the modules that others of the project import, or name in strings."""
        modules = self.program.modules
        targets = {one.target for module in modules for one in module.imports}
        return frozenset(targets | {name for module in modules for name, _ in module.mentions})

    @cached_property
    def _called(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for call in self.program.external_calls:
            found.setdefault(call.function, []).append(call.name)
        return found

    def called_by(self, function: str) -> tuple[str, ...]:
        """Name what a function itself calls."""
        return (*self._called.get(function, ()), *self.graph.callees(function))

    @cached_property
    def tidying(self) -> frozenset[str]:
        """The functions that tidy up, and call only functions besides: see ``Span``."""
        return frozenset(span.function for span in self.program.spans if span.kind == "tidy")

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
    def assignments(self) -> ByName[Assignment]:
        """Constants that are given to attributes and items."""
        return ByName((one.name, one) for one in self.program.assignments)

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
    def wrapped(self) -> frozenset[str]:
        """The functions below a decorator that the project defines."""
        return frozenset(
            one.target for one in self.program.decorations if one.name in self._locations
        )

    @cached_property
    def _decorated(self) -> Mapping[Location, tuple[str, ...]]:
        found: dict[Location, list[str]] = {}
        for one in self.program.decorations:
            found.setdefault(one.location, []).extend(
                self.members.get(one.target) or (one.target,)
            )
        return {place: tuple(names) for place, names in found.items()}

    def affected_by(self, call: ExternalCall) -> tuple[str, ...]:
        """Name whom a call matters to: a decorator is a matter of what stands below it.

        What a class makes for itself is a matter of its methods.
        """
        is_loose = call.function.endswith(":") or call.function in self.members
        decorated = self._decorated.get(call.location, ()) if is_loose else ()
        return decorated or self.members.get(call.function) or (call.function,)

    @cached_property
    def handlers(self) -> frozenset[str]:
        """The functions that answer routes: handlers, and all methods of their classes."""
        points = self.program.entry_points
        found = {p.handler for p in points if isinstance(p.trigger, HttpRoute)}
        for owner in {*found, *(handler.rpartition(".")[0] for handler in found)}:
            found.update(self.members.get(owner, ()))
        return frozenset(found)

    @cached_property
    def run_by_frameworks(self) -> frozenset[str]:
        """The functions that a framework calls for a route: handlers, and what it runs around."""
        around = (hook for point in self.program.entry_points for hook in point.hooks)
        return self.handlers.union(around)

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
    def _kept(self) -> frozenset[str]:
        """Functions whose result is kept: by a decorator, or at module level by themselves."""
        decorated = {one.target for one in self.decorations.matching(KEEPING)}
        writers = {name for state in self.program.module_state for name in state.writers}
        return frozenset(decorated | writers)

    @cached_property
    def _transactions(self) -> Mapping[str, tuple[Transaction, ...]]:
        groups = groupby(sorted(self.program.transactions), key=lambda one: one.function)
        return {function: tuple(found) for function, found in groups}

    def ways(self, fact: Placed, called: str = "") -> frozenset[str]:
        """Say how the line of a fact runs: in which kinds of ``Span``, ``transaction``, ``kept``.

        ``after-commit`` is what is put off until a transaction is committed, ``passing`` the one
        decorator of a function that ends with the call of the function around it.

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
        if fact.function in self._kept or fact.function.endswith(".__init__"):
            kinds.add("kept")
        if self._is_passing(fact):
            kinds.add("passing")
        return frozenset(kinds)

    def _is_passing(self, fact: Placed) -> bool:
        """Tell the decorator of a function in a function, which no other one can hand out."""
        around = fact.function
        if around.endswith(":") or around in self.members:
            return False
        below = [name for name in self._decorated.get(fact.location, ()) if name != around]
        return any(
            name.rpartition(".")[0] == around and self._decorators[name] == 1 for name in below
        )

    @cached_property
    def _decorators(self) -> Counter[str]:
        """How many decorators each function or class has."""
        return Counter(one.target for one in self.program.decorations)

    def guards(self, location: Location) -> frozenset[str]:
        """Say on what a place depends: on an ``if`` or ``match``, or on a ``try`` that goes on."""
        return frozenset(
            span.kind
            for span in self._guards.get(location.file, ())
            if span.location.line <= location.line <= span.end_line
        )

    @cached_property
    def _guards(self) -> Mapping[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        for span in self.program.spans:
            if span.kind in GUARDS:
                found.setdefault(span.location.file, []).append(span)
        return found

    def is_script(self, function: str, location: Location) -> bool:
        """Tell whether code at module level runs only when its file is the program."""
        return function.endswith(":") and any(
            span.kind == "script" and span.location.line <= location.line <= span.end_line
            for span in self._spans.get(function, ())
        )

    def loaded_with(self, functions: Iterable[str]) -> frozenset[str]:
        """Name the modules that are loaded before ``functions`` can run."""
        return self._imports_closed.of({module_of(name) for name in functions})

    @cached_property
    def loaded(self) -> frozenset[str]:
        """Name the modules that are loaded before handlers can run."""
        return self.loaded_with(point.handler for point in self.program.entry_points)

    @cached_property
    def _imports_closed(self) -> ImportClosure:
        return ImportClosure(self.program)

    def requires(self, pattern: str) -> bool:
        """Tell whether the project requires a distribution of such a name."""
        return any(is_named(one.name, (pattern,)) for one in self.program.dependencies)

    @cached_property
    def import_cycles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of modules that import each other."""
        return find_import_cycles(self.program)

    @cached_property
    def hidden_cycles(self) -> tuple[HiddenCycle, ...]:
        """Imports in functions that keep modules from importing each other when loaded."""
        return find_hidden_cycles(self.program)

    @cached_property
    def graph(self) -> CallGraph:
        """The calls of the program."""
        return CallGraph(self.program)

    @cached_property
    def _locations(self) -> Mapping[str, Location]:
        return {one.name: one.location for one in self.program.functions}

    def location_of(self, function: str) -> Location | None:
        """Return where a function or class is defined; None where that is not in the project."""
        return self._locations.get(function)

    @cached_property
    def _writes(self) -> Mapping[str, tuple[TableAccess, ...]]:
        """What functions write, without places that write one of several tables (in a mixin)."""
        writes = [one for one in self.program.accesses if one.mode is AccessMode.WRITE]
        named = Counter((one.function, one.location) for one in writes if not one.via)
        found: dict[str, list[TableAccess]] = {}
        for one in writes:
            if named[one.function, one.location] <= 1:
                found.setdefault(one.function, []).append(one)
        return {function: tuple(each) for function, each in found.items()}

    @cached_property
    def _users(self) -> Mapping[tuple[str, AccessMode], tuple[str, ...]]:
        found: dict[tuple[str, AccessMode], set[str]] = {}
        for one in self.program.accesses:
            found.setdefault((one.table, one.mode), set()).add(one.function)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    @cached_property
    def tables(self) -> Mapping[str, str]:
        """The table of each model."""
        return {one.model: one.name for one in self.program.tables}

    def users_of(self, table: str, mode: AccessMode | None = None) -> tuple[str, ...]:
        """Name the functions that access a table, in one mode or in any."""
        if mode is not None:
            return self._users.get((table, mode), ())
        return tuple(sorted({name for one in AccessMode for name in self.users_of(table, one)}))

    def tables_in(self, transaction: Transaction) -> frozenset[str]:
        """Name the tables that are written within a transaction, by what it calls as well.

        What a commit ends began after the commit before it. What is called and commits by itself
        is no part of it.
        """
        function = transaction.function
        if transaction.kind == "function":
            return self._written_by(frozenset(self.graph.parents([function])))
        lines = range(self._first_line(transaction), transaction.end_line + 1)
        own = {one.table for one in self._writes.get(function, ()) if one.location.line in lines}
        calls = [one for one in self._calls_of.get(function, ()) if one.location.line in lines]
        if transaction.kind == "commit":
            calls = [call for call in calls if not self._commits(call)]
        called = self.graph.parents(call.callee for call in calls)
        return self._written_by(frozenset(called)) | own

    def _first_line(self, transaction: Transaction) -> int:
        """Return the line on which a transaction begins, by the lines of its function alone."""
        line = transaction.location.line
        if transaction.kind != "commit":
            return line
        others = self._transactions.get(transaction.function, ())
        ends = (one.location.line for one in others if one.kind == "commit")
        return max((end + 1 for end in ends if end < line), default=0)

    def _commits(self, call: Call) -> bool:
        """Tell whether a call ends a transaction; by its arguments, where these decide."""
        return self._ends(call.callee, (call,)) or self._commits_below(call.callee)

    def _commits_below(self, function: str) -> bool:
        """Tell whether what a function calls, straight or not, ends a transaction."""
        if function not in self._committing:
            self._committing[function] = any(
                self._ends(callee, self._calls_between.get((caller, callee), ()))
                for caller in self.graph.parents([function])
                for callee in self.graph.callees(caller)
                if callee in self._transactions
            )
        return self._committing[function]

    def _ends(self, function: str, calls: Sequence[Call]) -> bool:
        """Tell whether a function itself commits for one of ``calls``; for none, if at all."""
        commits = [one for one in self._transactions.get(function, ()) if one.kind == "commit"]
        return any(
            not calls or any(call.location not in one.spared_by for call in calls)
            for one in commits
        )

    @cached_property
    def _committing(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _calls_between(self) -> Mapping[tuple[str, str], list[Call]]:
        found: dict[tuple[str, str], list[Call]] = {}
        for call in self.program.calls:
            if call.callee in self._transactions:
                found.setdefault((call.caller, call.callee), []).append(call)
        return found

    @cached_property
    def _calls_of(self) -> Mapping[str, tuple[Call, ...]]:
        groups = groupby(self.program.calls, key=lambda call: call.caller)
        return {caller: tuple(calls) for caller, calls in groups}

    def _written_by(self, functions: frozenset[str]) -> frozenset[str]:
        return frozenset(
            one.table for function in functions for one in self._writes.get(function, ())
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
