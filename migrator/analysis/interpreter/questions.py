"""Questions about abstract values: which text, which function, which classes."""

from __future__ import annotations

from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Key,
    Known,
    ModuleValue,
    Value,
    Values,
)


def text_of(values: Values) -> str | None:
    """Return the string that ``values`` is, or None where it is not exactly one."""
    match values:
        case (Known(value=str(text)),):
            return text
    return None


def texts_of(values: Values) -> tuple[str, ...] | None:
    """Return the strings of a list, tuple or set, or None where not all are known."""
    match values:
        case (Items(items=items, is_whole=True),):
            texts = [text_of(item) for item in items]
            return None if None in texts else tuple(text for text in texts if text is not None)
    return None


def key_of(values: Values) -> tuple[Key, ...]:
    """Return the one key of a dictionary that ``values`` is; nothing where it is not known."""
    match values:
        case (Known(value=constant),):
            return (constant,)
        case ((ClassValue() | FunctionValue() | ModuleValue() | External()) as one,):
            return (one,)
    return ()


def value_of(key: Key) -> Value:
    """Return the value that a key of a dictionary is."""
    if isinstance(key, ClassValue | FunctionValue | ModuleValue | External):
        return key
    return Known(key)


def short(name: str) -> str:
    """Return the last part of a qualified name."""
    return name.rpartition(":")[2].rpartition(".")[2]


def short_name(function: FunctionValue) -> str:
    """Return what the ``__name__`` of a function gives."""
    return text_of(function.attributes.get("__name__", ())) or short(function.name)


def original(function: FunctionValue) -> FunctionValue:
    """Return the function that ``function`` stands in for, through ``functools.wraps``."""
    return stood_in_for(function)[-1]


def stood_in_for(function: FunctionValue) -> tuple[FunctionValue, ...]:
    """List a function and, outside in, those that it stands in for."""
    if not function.wrapped:
        return (function,)
    chain = [function]
    while True:
        inner = (value for value in chain[-1].wrapped if isinstance(value, FunctionValue))
        found = next(inner, None)
        if found is None or found in chain:
            return tuple(chain)
        chain.append(found)


def mro(cls: ClassValue) -> tuple[ClassValue | External, ...]:
    """List a class and its ancestors, nearest first; external ancestors by name."""
    cls.ancestors = cls.ancestors or _linearize(cls)
    return cls.ancestors


def _linearize(cls: ClassValue) -> tuple[ClassValue | External, ...]:
    """Order ancestors depth first, where of duplicates the last one wins.

    Equal to C3 for every consistent hierarchy without interleaved siblings. Walked backwards, the
    first of duplicates wins, and what is below it was there: so each class is visited once,
    however many ways there are to it.
    """
    order: dict[ClassValue | External, None] = {}
    visited = {cls}

    def visit(current: ClassValue) -> None:
        for base in reversed([value for values in current.bases for value in values]):
            if isinstance(base, External):
                order.setdefault(base)
            elif isinstance(base, ClassValue) and base not in visited:
                visited.add(base)
                visit(base)
        order[current] = None

    visit(cls)
    return tuple(reversed(order))


def external_kinds(value: Value) -> tuple[str, ...]:
    """Name the external classes that an object is an instance of, through inheritance."""
    match value:
        case Instance(kind=External(name=name)):
            return (name,)
        case Instance(kind=ClassValue() as cls):
            return tuple(base.name for base in mro(cls) if isinstance(base, External))
    return ()
