"""What a function registers in its process: functions and classes, and what is done once."""

from collections.abc import Iterator

from migrator.analysis.walk import walk, with_inner, without_items
from migrator.model import facts

# Annotations of what can be called: ``typing`` and builtin names.
CALLABLE = frozenset({"Callable", "type", "Type"})


def callables_of(definition: facts.FunctionDef, protocols: frozenset[str]) -> frozenset[str]:
    """Name the parameters that are functions or classes, and the functions defined inside.

    A parameter is one if its annotation says so, if it is called or asked for ``__name__``, or if
    it is what a decorator that the function returns takes and gives back.
    https://docs.python.org/3/glossary.html#term-decorator

    Args:
        definition: a function.
        protocols: classes of its module whose instances can be called.
    """
    used = frozenset(_called_or_asked(definition))
    returned = frozenset(_returned(definition))
    found: set[str] = set()
    for function in with_inner(definition):
        is_decorator = function is not definition and function.name in returned
        given = frozenset(_returned(function)) if is_decorator else frozenset()
        for parameter in function.params:
            if parameter.name in used | given or _is_callable(parameter.annotation, protocols):
                found.add(parameter.name)
        if function is not definition:
            found.add(function.name)
    return frozenset(found - {"self"})


def protocols_of(module: facts.ModuleFacts) -> frozenset[str]:
    """Name the classes whose instances can be called: ``typing.Protocol`` with ``__call__``."""
    return frozenset(
        one.name
        for one in module.body
        if isinstance(one, facts.ClassDef)
        and any(isinstance(x, facts.FunctionDef) and x.name == "__call__" for x in one.body)
    )


def imported_in(definition: facts.FunctionDef) -> frozenset[str]:
    """Name what a function imports for itself from modules."""
    return frozenset(
        alias or name
        for node, _ in walk(definition.body)
        if isinstance(node, facts.ImportFrom)
        for name, alias in node.names
    )


def changes_process(definition: facts.FunctionDef) -> bool:
    """Tell whether a function stores into ``sys.modules``.

    https://docs.python.org/3/library/sys.html#sys.modules
    """
    return any(
        isinstance(target, facts.Subscript)
        and isinstance(target.value, facts.Attribute)
        and target.value.attr == "modules"
        and target.value.value == facts.Name("sys")
        for node, _ in walk(definition.body)
        if isinstance(node, facts.Assign)
        for target in node.targets
    )


def _is_callable(annotation: facts.Expression | None, protocols: frozenset[str]) -> bool:
    match without_items(annotation) if annotation is not None else None:
        case facts.Name(id=name):
            return name in CALLABLE | protocols
        case facts.Attribute(attr=attr):
            return attr in CALLABLE
    return False


def _called_or_asked(definition: facts.FunctionDef) -> Iterator[str]:
    for node, _ in walk(definition.body):
        match node:
            case facts.Call(func=facts.Name(id=name)):
                yield name
            case facts.Attribute(value=facts.Name(id=name), attr="__name__" | "__qualname__"):
                yield name


def _returned(definition: facts.FunctionDef) -> Iterator[str]:
    for node, _ in walk(definition.body):
        match node:
            case facts.Return(value=facts.Name(id=name)):
                yield name
