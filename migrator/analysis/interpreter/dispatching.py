"""Functions that call what is registered under the name they are given: ``fire("paid", order)``.

Whoever says a name has called what is registered under it, and nothing else of the registry: an
edge of the function that looks it up would lead each of its callers to everything there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import key_of, stood_in_for
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    Items,
    Key,
    Scope,
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
MAKING = frozenset({"dict", "defaultdict", "OrderedDict"})


class Lookup(NamedTuple):
    """A registry that a function looks into, and the parameter by which it does."""

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
        self._registries: dict[str, frozenset[str]] = {}
        self._lookups: dict[int, Lookup | None] = {}
        self._looking: dict[str, tuple[FunctionValue, Lookup]] = {}
        self._running: list[Running] = []
        self._called: dict[str, dict[FunctionValue, Location]] = {}
        self._said: dict[str, dict[tuple[tuple[Key, ...], str, Location], None]] = {}

    def begin(self, function: FunctionValue, bound: dict[str, Values]) -> bool:
        """Note that a function runs; tell whether ``end`` has to be called."""
        lookup = self._lookup(function)
        if lookup is not None:
            self._looking.setdefault(function.name, (function, lookup))
            key = key_of(bound.get(lookup.parameter, ()))
            found = frozenset(_registered(function.scope, lookup, key))
            self._running.append(Running(function.name, found))
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

    def finish(self) -> None:
        """Add the calls to the log; of a function that nobody calls, they are its own."""
        for name, called in self._called.items():
            function, lookup = self._looking[name]
            for key, caller, place in self._said.get(name, ()):
                for callee in dict.fromkeys(_registered(function.scope, lookup, key)):
                    self._add(caller, callee, place)
            if name not in self._said:
                for callee, place in called.items():
                    self._add(name, callee, place)

    def _add(self, caller: str, callee: FunctionValue, place: Location) -> None:
        for one in stood_in_for(callee):
            self._log.calls.add(Call(caller, one.name, place))

    def _lookup(self, function: FunctionValue) -> Lookup | None:
        definition = function.definition
        key = id(definition)
        if key not in self._lookups:
            registries = self._registries_of(function.scope.module)
            is_plain = isinstance(definition, facts.FunctionDef) and not definition.decorators
            found = _find(definition, registries) if registries and is_plain else None
            self._lookups[key] = found
        return self._lookups[key]

    def _registries_of(self, module: str) -> frozenset[str]:
        """Name the dictionaries that a module makes empty, for others to fill."""
        if module not in self._registries:
            found = self._modules.by_name.get(module)
            statements = found.body if found is not None else ()
            self._registries[module] = frozenset(filter(None, map(_registry, statements)))
        return self._registries[module]


def _registry(statement: facts.Statement) -> str:
    match statement:
        case facts.Assign(targets=(facts.Name(id=name),), value=facts.Mapping(items=())):
            return name
        case facts.Assign(
            targets=(facts.Name(id=name),),
            value=facts.Call(func=facts.Name(id=making) | facts.Attribute(attr=making)),
        ) if making in MAKING:
            return name
    return ""


def _find(
    definition: facts.FunctionDef | facts.Lambda, registries: frozenset[str]
) -> Lookup | None:
    """Return the first registry that a function looks into by one of its parameters."""
    positions = {parameter.name: place for place, parameter in enumerate(definition.params)}
    for node, _ in walk(definition.body):
        match node:
            case (
                facts.Subscript(value=facts.Name(id=name), index=facts.Name(id=key))
                | facts.Binary(operator="in", left=facts.Name(id=key), right=facts.Name(id=name))
                | facts.Call(
                    func=facts.Attribute(value=facts.Name(id=name), attr="get"),
                    args=(facts.Name(id=key), *_),
                )
            ) if name in registries and key in positions:
                return Lookup(name, positions[key], key)
    return None


def _registered(scope: Scope, lookup: Lookup, key: tuple[Key, ...]) -> Iterator[FunctionValue]:
    """Yield the functions under a key; all there are where that is not known."""
    while scope.parent is not None:
        scope = scope.parent
    for value in scope.names.get(lookup.registry, ()):
        table = value.content if isinstance(value, Instance) else value
        if not isinstance(table, Table):
            continue
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
