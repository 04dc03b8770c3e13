"""Which uses of Flask in a view the private package has an equal of, to the byte.

https://flask.palletsprojects.com/en/stable/api/#incoming-request-data
"""

import ast
from collections.abc import Callable, Collection, Iterator

from migrator.generation.native.framework import (
    ANSWERS,
    FAILING,
    MODELLED,
    REQUEST_CALLS,
    REQUEST_READS,
    is_framework,
)
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.uses import arguments_of, names_bound_in

Means = Callable[[ast.expr], str]
BROAD = frozenset({"Exception", "BaseException"})


def find_unmodelled(
    root: ast.stmt, means: Means, answering: Collection[str], failing: Collection[str]
) -> Iterator[tuple[ast.AST, str]]:
    """Yield what a function does with the framework that is not modelled, with a sentence.

    Args:
        root: the function, or a constant.
        means: names what an expression means: ``flask.request.args``, ``:helper`` for a name of
            the same module.
        answering: functions of the module that make answers.
        failing: functions of the module that may end with an error of the framework.
    """
    if isinstance(root, ast.FunctionDef):
        bound = _bound(root)

        def means_outside(node: ast.expr) -> str:
            return "" if plain_name(node)[0] in bound else means(node)

        reader = _Reader(means_outside, answering, failing)
        for node in root.body:
            reader.visit(node)
        yield from reader.found
        if any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(root)):
            yield root, f"`{root.name}` yields its answer bit by bit"


def makes_answer(function: ast.FunctionDef, means: Means, answering: Collection[str]) -> bool:
    """Tell whether a function calls what makes an answer."""
    calls = (n for n in ast.walk(function) if isinstance(n, ast.Call))
    return any(_makes(means(call.func), answering) for call in calls)


def may_fail(root: ast.AST, means: Means, failing: Collection[str]) -> bool:
    """Tell whether code may end with an error of the framework."""
    return any(_fails(node, means, failing) for node in ast.walk(root))


class _Reader(ast.NodeVisitor):
    def __init__(self, means: Means, answering: Collection[str], failing: Collection[str]) -> None:
        self.found: list[tuple[ast.AST, str]] = []
        self._means, self._answering, self._failing = means, answering, failing
        self._allowed: set[ast.AST] = set()
        self._returned: set[ast.AST] = set()

    def visit_Return(self, node: ast.Return) -> None:
        """An answer may be returned, alone or first in a tuple."""
        self._returned.update(_answers_of(node.value))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Calls of the framework have to be of a known form."""
        said = self._means(node.func)
        if _makes(said, self._answering) and node not in self._returned:
            self.found.append((node, f"`{ast.unparse(node.func)}(…)` is not returned at once"))
        if _is_modelled(node, said):
            self._allowed.add(node.func)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """``request.args[name]`` is read."""
        if self._means(node.value) == "flask.request.args" and isinstance(node.ctx, ast.Load):
            self._allowed.add(node.value)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """``name in request.args``."""
        for operator, right in zip(node.ops, node.comparators, strict=True):
            is_asked = isinstance(operator, ast.In | ast.NotIn)
            if is_asked and self._means(right) == "flask.request.args":
                self._allowed.add(right)
        self.generic_visit(node)

    def visit_Try(self, node: ast.Try) -> None:
        """An error of the framework must not be looked at."""
        if any(may_fail(statement, self._means, self._failing) for statement in node.body):
            for handler in node.handlers:
                if handler.name and _is_broad(handler.type):
                    self.found.append((handler, "it looks at errors that may be the framework's"))
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Attributes of the request may be read."""
        said = self._means(node)
        if not _is_of_modelled(said):
            self.generic_visit(node)
        elif node not in self._allowed and not f"{said}.".startswith(_READS):
            self.found.append((node, f"it uses `{said}`"))

    def visit_Name(self, node: ast.Name) -> None:
        """A name alone is handed on."""
        said = self._means(node)
        if _is_of_modelled(said) and node not in self._allowed:
            self.found.append((node, f"it hands `{said}` on"))


_READS = tuple(f"flask.request.{name}." for name in sorted(REQUEST_READS))


def _makes(said: str, answering: Collection[str]) -> bool:
    return said in ANSWERS or said.removeprefix(":") in answering


def _fails(node: ast.AST, means: Means, failing: Collection[str]) -> bool:
    match node:
        case ast.Subscript(value=value):
            return means(value) == "flask.request.args"
        case ast.Attribute() | ast.Name():
            said = means(node)
            is_failing = is_framework(said) and said.rpartition(".")[2] in FAILING
            return is_failing or said.removeprefix(":") in failing
    return False


def _is_of_modelled(said: str) -> bool:
    """Tell names of which some uses are modelled; others are refused where they are named."""
    parts = said.split(".")
    return parts[0] == "flask" and len(parts) > 1 and parts[1] in MODELLED


def _bound(function: ast.FunctionDef) -> set[str]:
    """Name what the function binds itself, so that it means nothing of the module.

    Parameters of functions in it are left out: elsewhere their names mean what they did.
    """
    arguments = (argument.arg for argument in arguments_of(function.args))
    return {*arguments, *names_bound_in(list(function.body))}


def _is_modelled(call: ast.Call, said: str) -> bool:
    keywords = {k.arg for k in call.keywords}
    match said.split("."):
        case ["flask", "request", *rest]:
            known = REQUEST_CALLS.get(tuple(rest))
            has_stars = any(isinstance(a, ast.Starred) for a in call.args)
            return (
                known is not None
                and keywords <= known
                and not has_stars
                and (len(call.args) <= len(known))
            )
        case ["flask", "jsonify"]:
            return True
        case ["flask", "abort"]:
            first = call.args[0] if call.args else None
            return isinstance(first, ast.Constant) and isinstance(first.value, int)
        case ["flask", "Response"]:
            return (
                keywords <= {"response", "status", "mimetype"}
                and all(
                    isinstance(k.value, ast.Constant) for k in call.keywords if k.arg == "mimetype"
                )
                and len(call.args) <= 2
            )
    return False


def _answers_of(value: ast.expr | None) -> Iterator[ast.AST]:
    match value:
        case ast.Tuple(elts=[first, *_]):
            yield from _answers_of(first)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _answers_of(body)
            yield from _answers_of(orelse)
        case ast.Call():
            yield value


def _is_broad(type_: ast.expr | None) -> bool:
    parts = type_.elts if isinstance(type_, ast.Tuple) else [type_]
    return any(part is None or getattr(part, "id", "") in BROAD for part in parts)
