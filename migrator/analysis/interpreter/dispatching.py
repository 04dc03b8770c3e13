"""Functions that call what is registered under the name they are given: ``fire("paid", order)``.

Whoever says a name has called what is registered under it, and nothing else of the registry: an
edge of the function that looks it up would lead each of its callers to everything there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeGuard

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import key_of, stood_in_for
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    Items,
    Key,
    Table,
    Value,
    Values,
)
from migrator.analysis.modules import Modules
from migrator.analysis.walk import walk
from migrator.model import facts
from migrator.model.location import Location
from migrator.model.program import Call

DEEPEST = 3  # objects in lists of a registry that are looked into


class Lookup(NamedTuple):
    """A registry that a function looks into, and the parameter by which it does.

    Attributes:
        owner: the parameter whose attribute the registry is; empty for a name of the module.
    """

    owner: str
    registry: str
    position: int
    parameter: str


class Running(NamedTuple):
    """A function that is being run, and what it may call of its registry."""

    name: str
    functions: frozenset[FunctionValue]


class Dispatching:
    """Knows who looks up functions by a name, which of them these call, and who said which."""

    def __init__(self, modules: Modules, log: Log) -> None:
        self._modules, self._log = modules, log
        self._registries: dict[object, frozenset[str]] = {}
        self._lookups: dict[int, Lookup | None] = {}
        self._tables: dict[str, dict[Table, None]] = {}
        self._running: list[Running] = []
        self._called: dict[str, dict[FunctionValue, Location]] = {}
        self._handed: set[str] = set()
        self._said: dict[str, dict[tuple[tuple[Key, ...], str, Location], None]] = {}

    def begin(self, function: FunctionValue, bound: dict[str, Values]) -> bool:
        """Note that a function runs; tell whether ``end`` has to be called."""
        lookup = self._lookup(function)
        if lookup is not None:
            key = key_of(bound.get(lookup.parameter, ()))
            tables = dict.fromkeys(_tables_of(function, lookup, bound))
            self._tables.setdefault(function.name, {}).update(tables)
            self._running.append(Running(function.name, frozenset(_registered(tables, key))))
            return True
        if self._running and function in self._running[-1].functions:
            self._running.append(Running("", frozenset()))  # what this one calls is its own
            return True
        return False

    def end(self) -> None:
        """Say that the function is done for which ``begin`` has told so."""
        self._running.pop()

    def takes(self, function: FunctionValue, place: Location) -> bool:
        """Tell whether what is called was looked up by a function that runs, and remember it."""
        if not self._running or function not in self._running[-1].functions:
            return False
        self._called.setdefault(self._running[-1].name, {}).setdefault(function, place)
        return True

    def note_call(
        self,
        function: FunctionValue,
        args: tuple[Values, ...],
        keywords: dict[str, Values],
        caller: str,
        place: Location,
    ) -> None:
        """Remember who calls a function that looks up a name, and which name that is."""
        lookup = self._lookup(function)
        if lookup is None:
            return
        given = keywords.get(lookup.parameter, ())
        if lookup.position < len(args):
            given = args[lookup.position]
        self._said.setdefault(function.name, {})[key_of(given), caller, place] = None

    def note_handed(self, function: FunctionValue) -> None:
        """Remember what is handed out as a module is imported: others call it as they like."""
        if self._lookup(function) is not None:
            self._handed.add(function.name)

    def finish(self) -> None:
        """Add the calls to the log; of a function that others call, they are its own."""
        for name, called in self._called.items():
            tables = self._tables[name]
            for key, caller, place in self._said.get(name, ()):
                for callee in dict.fromkeys(_registered(tables, key)):
                    self._add(caller, callee, place)
            if name not in self._said or name in self._handed:
                for callee, place in called.items():
                    self._add(name, callee, place)

    def _add(self, caller: str, callee: FunctionValue, place: Location) -> None:
        for one in stood_in_for(callee):
            self._log.calls.add(Call(caller, one.name, place))

    def _lookup(self, function: FunctionValue) -> Lookup | None:
        definition = function.definition
        key = id(definition)
        if key not in self._lookups:
            found = None
            if isinstance(definition, facts.FunctionDef) and not definition.decorators:
                of_module = self._of_module(function.scope.module)
                of_class = self._of_class(function.owner) if function.owner else frozenset()
                if of_module or of_class:
                    found = _find(definition, of_module, of_class)
            self._lookups[key] = found
        return self._lookups[key]

    def _of_module(self, name: str) -> frozenset[str]:
        """Name the dictionaries that a module makes empty, for others to fill."""
        if name not in self._registries:
            module = self._modules.by_name.get(name)
            self._registries[name] = _made_empty(module.body if module is not None else ())
        return self._registries[name]

    def _of_class(self, cls: ClassValue) -> frozenset[str]:
        """Name those that a class has, or makes for each of its objects."""
        if cls not in self._registries:
            body = cls.definition.body
            makers = (one.body for one in body if _is_initializer(one))
            made = (statement for block in makers for statement in block)
            self._registries[cls] = _made_empty((*body, *made))
        return self._registries[cls]


def _is_initializer(statement: facts.Statement) -> TypeGuard[facts.FunctionDef]:
    return isinstance(statement, facts.FunctionDef) and statement.name == "__init__"


def _made_empty(body: Iterable[facts.Statement]) -> frozenset[str]:
    return frozenset(filter(None, map(_registry, body)))


def _registry(statement: facts.Statement) -> str:
    match statement:
        case facts.Assign(
            targets=(facts.Name(id=name) | facts.Attribute(attr=name),),
            value=facts.Mapping(items=())
            | facts.Call(
                func=facts.Name(id="dict" | "defaultdict" | "OrderedDict")
                | facts.Attribute(attr="defaultdict" | "OrderedDict")
            ),
        ):
            return name
    return ""


def _find(
    definition: facts.FunctionDef, of_module: frozenset[str], of_class: frozenset[str]
) -> Lookup | None:
    """Return the first registry that a function looks into by one of its parameters."""
    positions = {parameter.name: place for place, parameter in enumerate(definition.params)}
    for node, _ in walk(definition.body):
        match node:
            case (
                facts.Subscript(value=registry, index=facts.Name(id=key))
                | facts.Binary(operator="in", left=facts.Name(id=key), right=registry)
                | facts.Call(
                    func=facts.Attribute(value=registry, attr="get"),
                    args=(facts.Name(id=key), *_),
                )
            ) if key in positions:
                match registry:
                    case facts.Name(id=name) if name in of_module:
                        return Lookup("", name, positions[key], key)
                    case facts.Attribute(value=facts.Name(id=owner), attr=name) if (
                        name in of_class and positions.get(owner) == 0
                    ):
                        return Lookup(owner, name, positions[key], key)
    return None


def _tables_of(
    function: FunctionValue, lookup: Lookup, bound: dict[str, Values]
) -> Iterator[Table]:
    """Yield the registries that a function may look into."""
    for holder in _holders(function, lookup, bound):
        for value in holder.get(lookup.registry, ()):
            table = value.content if isinstance(value, Instance) else value
            if isinstance(table, Table):
                yield table


def _holders(
    function: FunctionValue, lookup: Lookup, bound: dict[str, Values]
) -> Iterator[dict[str, Values]]:
    if not lookup.owner:
        scope = function.scope
        while scope.parent is not None:
            scope = scope.parent
        yield scope.names
    elif function.owner is not None:
        yield function.owner.scope.names
        for value in bound.get(lookup.owner, ()):
            if isinstance(value, Instance):
                yield value.attributes


def _registered(tables: Iterable[Table], key: tuple[Key, ...]) -> Iterator[FunctionValue]:
    """Yield the functions under a key; all there are where that is not known."""
    for table in tables:
        entries = [table.entries.get(key[0], ())] if key else list(table.entries.values())
        for values in (*entries, table.rest):
            yield from _functions(values, 0)


def _functions(values: Values, depth: int) -> Iterator[FunctionValue]:
    for value in values if depth < DEEPEST else ():
        yield from _functions_of(value, depth)


def _functions_of(value: Value, depth: int) -> Iterator[FunctionValue]:
    """Yield what is called by calling a value, what is in it or what an object of ours holds."""
    match value:
        case FunctionValue():
            yield value
        case Bound(function=function):
            yield function
        case Items(items=items):
            for item in items:
                yield from _functions(item, depth + 1)
        case Instance(kind=ClassValue(), attributes=attributes) | Table(entries=attributes):
            for held in attributes.values():
                yield from _functions(held, depth + 1)
