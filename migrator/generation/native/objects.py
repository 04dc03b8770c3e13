"""Which names mean the application or a blueprint, wherever the start hands them on."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from migrator.generation.native.scopes import Local, Scope, external
from migrator.generation.symbols.table import Meaning, Symbol, SymbolTable

MAKERS = {"flask.Flask": "application", "flask.Blueprint": "blueprint"}
LEARNT = ast.Assign | ast.Return | ast.Call
ROUNDS = 8  # of following parameters; calls at the start are not deeper


class Kind(StrEnum):
    """What an object is."""

    APPLICATION = "application"
    BLUEPRINT = "blueprint"


class Place(NamedTuple):
    """A name in the scope that binds it."""

    scope: str
    name: str


class Objects:
    """The applications and blueprints of the scopes that run."""

    def __init__(self, table: SymbolTable, scopes: Sequence[Scope]) -> None:
        self._table = table
        self._known: dict[Place, Kind] = {}
        self._returned: dict[str, Kind] = {}
        by_name = {scope.name: scope for scope in scopes}
        nodes = [(s, n) for s in scopes for n in nodes_of(s) if isinstance(n, LEARNT)]
        for _ in range(ROUNDS):
            before = (len(self._known), len(self._returned))
            for scope, node in nodes:
                self._learn(scope, node, by_name)
            if (len(self._known), len(self._returned)) == before:
                break

    def kind(self, scope: Scope, name: str) -> Kind | None:
        """Tell what a name means, if it is one of them."""
        meaning = scope.meaning(self._table, name)
        if external(meaning) == "flask.current_app":
            return Kind.APPLICATION
        place = place_of(meaning)
        return self._known.get(place) if place else None

    def owner(self, scope: Scope, name: str) -> Place | None:
        """Return the place that binds a name."""
        return place_of(scope.meaning(self._table, name))

    def is_application(self, name: str) -> bool:
        """Tell whether an object, or what a factory returns, is an application of Flask."""
        module, _, attribute = name.partition(":")
        found = self._known.get(Place(f"{module}:", attribute)) or self._returned.get(name)
        return found is Kind.APPLICATION

    def _learn(self, scope: Scope, node: ast.AST, scopes: Mapping[str, Scope]) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                kind = self._of(scope, value)
                for target in targets:
                    if kind is not None and isinstance(target, ast.Name):
                        self._known[Place(scope.name, target.id)] = kind
            case ast.Return(value=ast.Name(id=name)):
                kind = self.kind(scope, name)
                if kind is not None:
                    self._returned[scope.name] = kind
            case ast.Call():
                self._hand_over(scope, node, scopes)

    def _hand_over(self, scope: Scope, call: ast.Call, scopes: Mapping[str, Scope]) -> None:
        """Let parameters be what they are given."""
        called = scopes.get(self.function(scope, call.func) or "")
        if called is None:
            return
        given = [*zip(called.parameters, call.args, strict=False)]
        given += [(k.arg, k.value) for k in call.keywords if k.arg]
        for parameter, value in given:
            kind = self._of(scope, value)
            if kind is not None:
                self._known[Place(called.name, parameter)] = kind

    def function(self, scope: Scope, node: ast.expr) -> str | None:
        """Name the function of the project that an expression means."""
        match scope.meaning_of(self._table, node):
            case Symbol(module=module, name=name, rest=()):
                return f"{module}:{name}"
            case Local(scope=owner, name=name, rest=()):
                return f"{owner}.{name}" if ":" in owner else None
        return None

    def _of(self, scope: Scope, node: ast.expr) -> Kind | None:
        match node:
            case ast.Name(id=name):
                return self.kind(scope, name)
            case ast.Call():
                maker = external(scope.meaning_of(self._table, node.func))
                if maker in MAKERS:
                    return Kind(MAKERS[maker])
                return self._returned.get(self.function(scope, node.func) or "")
        return None


def place_of(meaning: Meaning | Local | None) -> Place | None:
    """Return the place in the project that binds what a name means."""
    match meaning:
        case Local(scope=owner, name=bound, rest=()):
            return Place(owner, bound)
        case Symbol(module=module, name=bound, rest=()):
            return Place(f"{module}:", bound)
    return None


def nodes_of(scope: Scope) -> Iterator[ast.AST]:
    """Yield all that runs in a scope, but not what functions in it do."""
    todo: list[ast.AST] = list(reversed(scope.body))
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += [*node.decorator_list, *node.args.defaults]
        elif not isinstance(node, ast.Lambda):
            todo += reversed(list(ast.iter_child_nodes(node)))
