"""Dotted names where they are written: decorators, annotations, attributes that are read.

Gathered where a file is read, resolved when all files are known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from migrator.analysis.survey import REQUEST, Survey
from migrator.analysis.walk import functions_of, last_line, own_name, walk, whole_names
from migrator.model import facts

NAMES = re.compile(r"[A-Za-z_][\w.]*")
EXISTENCE = frozenset({"exists", "isdir", "is_dir", "isfile", "is_file", "access"})


def imported_names(
    imports: Iterable[tuple[facts.Import | facts.ImportFrom, str]],
) -> frozenset[str]:
    """Return the names that import statements bind, wherever they stand."""
    return frozenset(
        alias or name.partition(".")[0]
        for statement, _ in imports
        for name, alias in statement.names
    )


def names_by_id(module: facts.ModuleFacts) -> dict[int, str]:
    """Map the functions of a module, by ``id`` of their facts, to their names."""
    return {id(definition): name for name, definition in functions_of(module)}


def read_written(
    module: facts.ModuleFacts, found: Survey, names: Mapping[int, str]
) -> Iterator[facts.Written]:
    """Yield decorators, annotations and reads, each in the order of the source."""
    prefix = f"{module.name}:"
    for name, definition in _definitions(module.body, prefix):
        for expression, line in definition.decorators:
            if text := spelled(expression):
                yield facts.Written("decorator", name, text, line)
        for parameter in definition.params if isinstance(definition, facts.FunctionDef) else ():
            untyped = ("",) if parameter.name == REQUEST else ()
            for text in (*_types(parameter.annotation),) or untyped:
                yield facts.Written("annotation", name, text, definition.line, parameter.name)
    for function, text, line in dict.fromkeys(found.reads):
        yield facts.Written("read", names.get(function, prefix), text, line)
    for function, text, line in dict.fromkeys(found.writes):
        yield facts.Written("write", names.get(function, prefix), text, line)


def read_aliases(module: facts.ModuleFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of ``Annotated[X, …]`` at module level, each with the types in it.

    https://fastapi.tiangolo.com/tutorial/dependencies/#share-annotated-dependencies
    """
    for statement in module.body:
        match statement:
            case facts.Assign(
                targets=(facts.Name(id=alias),), value=facts.Subscript(value=owner) as value
            ) if spelled(owner).rpartition(".")[2] == "Annotated":
                yield alias, (*_types(value),)


def read_stretches(
    module: facts.ModuleFacts, found: Survey, names: Mapping[int, str]
) -> Iterator[facts.Stretch]:
    """Yield the lines that run in a certain way, with the names of their functions."""
    for function, kind, line, end_line, name in found.lines:
        yield facts.Stretch(names.get(function, f"{module.name}:"), kind, line, end_line, name)
    for statement in module.body:
        match statement:
            case facts.Branch(tests=(test, *_), blocks=(block, *_)) if block and (
                kind := _block_kind(test)
            ):
                end = last_line(block)
                yield facts.Stretch(f"{module.name}:", kind, statement.line, end)
            case facts.Branch(tests=(first, *_)) if _asks_for_settings(first):
                end = last_line(statement)
                yield facts.Stretch(f"{module.name}:", "if", statement.line, end)


def _block_kind(test: facts.Expression) -> str:
    """Say when the lines below an ``if`` of a module run, where that is not when it is loaded."""
    match test:
        case facts.Binary(left=facts.Name(id="__name__")):
            return "script"
        case facts.Name(id="TYPE_CHECKING") | facts.Attribute(attr="TYPE_CHECKING"):
            return "typing"
    return ""


def _asks_for_settings(test: facts.Expression) -> bool:
    """Tell an ``if`` from ``while`` and ``match``, and from one that asks for a file first."""
    if isinstance(test, facts.Other) and test.kind in {"while", "match"}:
        return False
    attributes = (node.attr for node, _ in walk(test) if isinstance(node, facts.Attribute))
    return EXISTENCE.isdisjoint(attributes)


def spelled(expression: facts.Expression) -> str:
    """Spell a dotted name, or that of what a call calls; empty for anything else."""
    match expression:
        case facts.Name(id=name):
            return name
        case facts.Attribute(value=owner, attr=attr):
            front = spelled(owner)
            return f"{front}.{attr}" if front else ""
        case facts.Call(func=func):
            return spelled(func)
    return ""


def _definitions(
    body: Iterable[facts.Statement], prefix: str
) -> Iterator[tuple[str, facts.FunctionDef | facts.ClassDef]]:
    for statement in body:
        match statement:
            case facts.FunctionDef(body=inner) | facts.ClassDef(body=inner):
                name = statement.name
                if isinstance(statement, facts.FunctionDef):
                    name = own_name(statement)
                yield prefix + name, statement
                yield from _definitions(inner, f"{prefix}{name}.")
            case facts.Branch(blocks=blocks):
                for block in blocks:
                    yield from _definitions(block, prefix)
            case facts.Loop(body=inner) | facts.With(body=inner):
                yield from _definitions(inner, prefix)


def _types(annotation: facts.Expression | None) -> Iterator[str]:
    """Yield the names of types in an annotation: of ``Annotated[X, ...] | None`` all."""
    if annotation is None:
        return
    if isinstance(annotation, facts.Constant) and isinstance(annotation.value, str):
        yield from NAMES.findall(annotation.value)
    yield from filter(None, map(spelled, whole_names(annotation)))
