"""Attributes that a class declares as traits: what they are where nothing configures them.

https://traitlets.readthedocs.io/en/stable/using_traitlets.html#dynamic-default-values
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import external_kinds, mro
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Known,
    Value,
    Values,
)
from migrator.model import facts

PACKAGE = "traitlets."
TEXTS = frozenset(f"traitlets.{name}" for name in ("Unicode", "CUnicode", "ObjectName"))


def default_of(
    machine: Interpreter, trait: Value, name: str, instance: Instance, frame: Frame, line: int
) -> Values | None:
    """Return the default of a trait; None where that is not known, or ``trait`` is none.

    What a method computes goes before what the trait is made with.
    """
    made = _untagged(trait)
    if made is None or TEXTS.isdisjoint(external_kinds(made)):
        return None
    for method in _methods(instance, name):
        found = machine.call(Bound(method, instance), (), {}, frame, line)
        if texts := _texts(found):
            return texts
    given = made.origin.argument(0, "default_value") if made.origin else None
    return _texts(given or ()) or None


def _untagged(trait: Value) -> Instance | None:
    """Return the trait of ``Unicode("/").tag(config=True)``."""
    while isinstance(trait, Instance):
        made = trait.origin
        if made is None or made.member != "tag" or made.receiver is None:
            return trait
        trait = made.receiver
    return None


def has_traits(cls: ClassValue) -> bool:
    """Tell whether what objects of a class say may be configured."""
    return any(isinstance(base, External) and base.name.startswith(PACKAGE) for base in mro(cls))


def _texts(values: Values) -> Values:
    return tuple(v for v in values if isinstance(v, Known) and isinstance(v.value, str))


def _methods(instance: Instance, name: str) -> Iterator[FunctionValue]:
    """Yield what computes the default of a trait: ``@default("name")``, ``_name_default``."""
    for ancestor in mro(instance.kind) if isinstance(instance.kind, ClassValue) else ():
        for value in _functions(ancestor):
            if value.name.endswith(f"._{name}_default") or _is_for(value, name):
                yield value


def _functions(cls: ClassValue | External) -> Iterator[FunctionValue]:
    for values in cls.scope.names.values() if isinstance(cls, ClassValue) else ():
        for value in values:
            if isinstance(value, FunctionValue):
                yield value


def _is_for(method: FunctionValue, name: str) -> bool:
    """Tell whether a method is decorated with ``@default("name")``."""
    definition = method.definition
    for decorator, _ in definition.decorators if isinstance(definition, facts.FunctionDef) else ():
        match decorator:
            case facts.Call(
                func=facts.Name(id="default") | facts.Attribute(attr="default"),
                args=(facts.Constant(value=given), *_),
            ) if given == name:
                return True
    return False
