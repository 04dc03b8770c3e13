"""What values are called in events, which classes they speak of, and what classes define."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    Argument,
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Member,
    Partial,
    Table,
    Value,
    Values,
)

LONGEST_NAME = 200  # of an event: chains of calls on results grow without end


def name_of(value: Value) -> str:
    """Name a receiver in events: by what made it, ``?`` where that is unknown."""
    if isinstance(value, Member):
        return f"{name_of(value.receiver)}.{value.name}"
    if isinstance(value, External):
        return value.name
    if isinstance(value, Instance):
        made = value.kind
        return made.name[-LONGEST_NAME:] if isinstance(made, External) else _name_of_class(made)
    return _name_of_other(value)


def _name_of_class(cls: ClassValue) -> str:
    return next((base.name for base in mro(cls) if isinstance(base, External)), cls.name)


def _name_of_other(value: Value) -> str:
    match value:
        case ClassValue():
            return _name_of_class(value)
        case FunctionValue() | Bound() | Partial():
            return "<function>"
        case Known(value=constant):
            return f"<{type(constant).__name__}>"
        case Items(kind=kind):
            return f"<{kind}>"
        case Table():
            return "<dict>"
    return "?"


def root_of(value: Value) -> Value:
    """Return the object at the start of a chain of members."""
    while isinstance(value, Member):
        value = value.receiver
    return value


def classes_in(*groups: Values) -> Iterator[ClassValue]:
    """Yield each class that values speak of once: as such, through objects, in lists."""
    found: set[ClassValue] = set()
    lists: set[Items] = set()  # each is looked into once: it may contain itself
    waiting = list(reversed(groups))
    while waiting:
        for value in waiting.pop():
            root = root_of(value)
            classes: tuple[ClassValue, ...]
            if isinstance(root, Instance):
                classes = _classes_of(root)
            elif isinstance(root, ClassValue):
                classes = (root,)
            elif isinstance(root, Items) and root not in lists:
                lists.add(root)
                waiting += reversed(root.items)
                continue
            else:
                continue
            for cls in classes:
                if cls not in found:
                    found.add(cls)
                    yield cls


def _classes_of(value: Instance) -> tuple[ClassValue, ...]:
    """Return what an object carries, and its class: a manager speaks of its model, too."""
    return (*value.carries, value.kind) if isinstance(value.kind, ClassValue) else value.carries


def find_in_class(cls: ClassValue, name: str, *, after: ClassValue | None = None) -> Values | None:
    """Look a name up along the MRO; None where the project's classes do not define it."""
    ancestors = mro(cls)
    if after is not None and after in ancestors:
        ancestors = ancestors[ancestors.index(after) + 1 :]
    for ancestor in ancestors:
        if isinstance(ancestor, ClassValue):
            names = ancestor.scope.names
            if name in names:
                return names[name]
    return None


def is_unknown(values: Values) -> bool:
    """Tell whether nothing is known, or only which parameter it came in by."""
    return all([isinstance(value, Argument) for value in values])  # noqa: C419  (faster)
